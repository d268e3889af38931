"use client";

import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";

type Dragged = { text: string /** in the gap */; x: number; y: number };
type Drag = { gap: RefObject<HTMLElement | null>; isOn: boolean; onDrop: (text: string, target: string) => void };

/** Far enough to be meant. */
const MEANT_PX = 5;

/** A line drawn from a source by mouse or pen; let go over a field, it connects. */
export function useConnectDrag({ gap, isOn, onDrop }: Drag): { at: Dragged | null; over: string | null; begin: (event: PointerEvent, text: string) => void } {
  const [at, setAt] = useState<Dragged | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const begun = useRef<{ text: string; x: number; y: number; isMeant: boolean } | null>(null);
  const latest = useRef(onDrop);
  latest.current = onDrop;

  useEffect(() => {
    const move = (event: globalThis.PointerEvent) => {
      const from = begun.current;
      const box = gap.current?.getBoundingClientRect();
      if (!from || !box) return;
      if (!from.isMeant && Math.hypot(event.clientX - from.x, event.clientY - from.y) < MEANT_PX) return;
      from.isMeant = true;
      event.preventDefault();
      setAt({ text: from.text, x: event.clientX - box.left, y: event.clientY - box.top });
      setOver(targetUnder(event));
    };
    const end = (event: globalThis.PointerEvent) => {
      const from = begun.current;
      begun.current = null;
      const name = targetUnder(event);
      if (from?.isMeant && name !== null && event.type === "pointerup") latest.current(from.text, name);
      setAt(null);
      setOver(null);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
    return () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
    };
  }, [gap]);

  const begin = (event: PointerEvent, text: string) => {
    if (!isOn || event.button !== 0 || event.pointerType === "touch") return;
    begun.current = { text, x: event.clientX, y: event.clientY, isMeant: false };
  };
  return { at, over, begin };
}

function targetUnder(event: globalThis.PointerEvent): string | null {
  const element = document.elementFromPoint(event.clientX, event.clientY);
  return element?.closest<HTMLElement>("[data-target]")?.dataset.target ?? null;
}
