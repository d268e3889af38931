"use client";

import { type ReactNode, useRef, useState } from "react";
import { later } from "#components/ui/later.tsx";
import { NOTE } from "../notes/graph.ts";
import type { Asked } from "./canvas-menu-popup.tsx";
import type { Desk, MenuPlace } from "./command.ts";

const CanvasMenuPopup = later(() => import("./canvas-menu-popup.tsx").then((module) => module.CanvasMenuPopup), { soon: true });

/** How long a finger rests to mean it, ms, and how far it may move, px. */
const REST_MS = 500;
const REST_PX = 10;

/** The menu on the right button, the menu key or a finger that rests, over whatever is inside. What it was opened on is selected first. */
export function CanvasMenu({ desk, children }: { desk: Desk; children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const rest = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const open = (target: EventTarget, { clientX: x, clientY: y }: Press) => {
    if (target instanceof Element) setAsked({ place: placeAt(desk, target), x, y });
  };
  const move = () => {
    clearTimeout(rest.current?.timer);
    rest.current = null;
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the canvas inside has the focus, and the menu key is heard here */}
      <div
        className="contents"
        onContextMenu={(event) => {
          event.preventDefault();
          open(event.target, event);
        }}
        onTouchStart={({ target, touches }) => {
          move();
          const touch = touches.length === 1 ? touches[0] : undefined;
          if (!touch) return;
          const { clientX, clientY } = touch;
          rest.current = { x: clientX, y: clientY, timer: setTimeout(() => open(target, { clientX, clientY }), REST_MS) };
        }}
        onTouchMove={({ touches }) => {
          const touch = touches[0];
          if (touch && rest.current && Math.hypot(touch.clientX - rest.current.x, touch.clientY - rest.current.y) > REST_PX) move();
        }}
        onTouchEnd={move}
        onTouchCancel={move}
      >
        {children}
      </div>
      {asked && <CanvasMenuPopup desk={desk} asked={asked} />}
    </>
  );
}

type Press = { clientX: number; clientY: number };

/** Selects what was pressed. */
function placeAt(desk: Desk, target: Element): MenuPlace {
  const { steps, notes } = desk.store.get().selection;
  const step = target.closest<HTMLElement>(".react-flow__node-step")?.dataset.id;
  if (step !== undefined) {
    if (!steps.includes(step)) desk.store.select([step]);
    return "step";
  }
  const note = target.closest<HTMLElement>(".react-flow__node-note")?.dataset.id?.slice(NOTE.length);
  if (note !== undefined) {
    if (!notes.includes(note)) desk.store.select([], [note]);
    return "note";
  }
  const edge = target.closest<HTMLElement>(".react-flow__edge")?.dataset.id;
  if (edge !== undefined) {
    desk.store.selectEdge(edge);
    return "edge";
  }
  // around several steps the library lays a frame of its own, which takes the press
  return target.closest(".react-flow__nodesselection") ? "step" : "canvas";
}
