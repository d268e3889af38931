"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Kbd } from "#components/ui/kbd.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { edgeKey } from "#flow/edit.ts";
import type { Spot } from "#flow/placement.ts";
import { onGrid, sizeOf } from "#flow/placement.ts";
import type { StepFace, StepGroup } from "#flow/step.ts";
import { stepFaces } from "#flow/steps/faces.ts";
import type { CanvasHandle } from "./canvas/canvas.tsx";
import { useAriaKeys, useKeyWords } from "./commands/key-hints.tsx";
import { useDesigner } from "./context.tsx";
import canvas from "./canvas/canvas.module.css";
import styles from "./designer.module.css";

export const GROUPS: { key: StepGroup; label: string }[] = [
  { key: "triggers", label: "Triggers" },
  { key: "data", label: "Data" },
  { key: "control", label: "Control" },
  { key: "people", label: "People" },
  { key: "odoo", label: "Odoo" },
  { key: "other", label: "Other systems" },
];
const DRAG_PX = 4;
type Drag = { type: StepFace; x: number; y: number /** it would go into an edge */; isAimed: boolean };

const FIRST = GROUPS.flatMap((group) => stepFaces.filter((type) => type.group === group.key))[0]?.type;

/** Arrows, Home and End walk through the types. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-type]")];
  const at = event.target instanceof HTMLElement ? all.indexOf(event.target) : -1;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  // an arrow on the canvas moves the step that is chosen
  event.stopPropagation();
  all[Math.min(all.length - 1, Math.max(0, to))]?.focus();
}

/** Every step type: drag it onto the canvas or into an edge, click it, or press its letter. */
export function StepPalette({ canvasRef }: { canvasRef: RefObject<CanvasHandle | null> }) {
  "use memo";
  const { actions, canEdit, pick, store } = useDesigner();
  const keyOf = useKeyWords();
  const ariaKeyOf = useAriaKeys();
  const [drag, setDrag] = useState<Drag | null>(null);
  const origin = useRef<{ x: number; y: number } | null>(null);
  const wasDragged = useRef(false);
  // the one that Tab leads to: thirty stops before the outline are twenty-nine too many
  const [current, setCurrent] = useState(FIRST);

  const spotOf = (type: StepFace, point: { x: number; y: number }): { centre: Spot; corner: Spot } | null => {
    const centre = canvasRef.current?.toCanvas(point) ?? null;
    const size = sizeOf(type);
    return centre && { centre, corner: onGrid([centre[0] - size.width / 2, centre[1] - size.height / 2]) };
  };
  const move = (type: StepFace) => (event: PointerEvent<HTMLButtonElement>) => {
    const from = origin.current;
    if (!from || !canEdit) return;
    if (!drag && Math.hypot(event.clientX - from.x, event.clientY - from.y) < DRAG_PX) return;
    wasDragged.current = true;
    const point = { x: event.clientX, y: event.clientY };
    const spot = type.trigger ? null : spotOf(type, point);
    const key = canvasRef.current?.aim(...(spot ? [spot.centre] : [])) ?? null;
    setDrag({ type, ...point, isAimed: key !== null });
  };
  const drop = (type: StepFace) => (event: PointerEvent<HTMLButtonElement>) => {
    origin.current = null;
    if (!drag) return;
    setDrag(null);
    const spot = spotOf(type, { x: event.clientX, y: event.clientY });
    const key = spot && !type.trigger ? (canvasRef.current?.aim(spot.centre) ?? null) : null;
    canvasRef.current?.aim();
    if (!spot) return;
    const edge = key === null ? undefined : store.get().document.edges.find((each) => edgeKey(each) === key);
    actions.add(type.type, edge ? { kind: "into", edge } : { kind: "at", at: spot.corner });
  };
  const cancel = () => {
    origin.current = null;
    setDrag(null);
    canvasRef.current?.aim();
  };

  return (
    <section aria-labelledby="palette-title" className={styles.palette} onKeyDown={walk}>
      <header className={styles.paneHead}>
        <h2 id="palette-title">Steps</h2>
        <button
          type="button"
          aria-label="Search steps"
          {...ariaKeyOf("add.pick")}
          disabled={!canEdit}
          className={styles.searchSteps}
          onClick={() => pick({ place: null, from: null, near: null })}
        >
          <Search size={12} strokeWidth={2} aria-hidden />
          <Kbd>{keyOf("add.pick")}</Kbd>
        </button>
      </header>
      {GROUPS.map((group) => (
        <ul key={group.key} aria-label={group.label} className={styles.types}>
          {stepFaces
            .filter((type) => type.group === group.key)
            .map((type) => (
              <li key={type.type}>
                <Tooltip text={type.description} side="right">
                  <button
                    type="button"
                    disabled={!canEdit}
                    aria-label={`Add ${type.title}`}
                    tabIndex={type.type === current ? 0 : -1}
                    data-type={type.type}
                    onFocus={() => setCurrent(type.type)}
                    {...ariaKeyOf(`add.${type.type}`)}
                    className={styles.type}
                    onPointerDown={(event) => {
                      if (event.button !== 0) return;
                      origin.current = { x: event.clientX, y: event.clientY };
                      wasDragged.current = false;
                      event.currentTarget.setPointerCapture(event.pointerId);
                    }}
                    onPointerMove={move(type)}
                    onPointerUp={drop(type)}
                    onPointerCancel={cancel}
                    onClick={() => {
                      // the end of a drag is no click
                      if (wasDragged.current) wasDragged.current = false;
                      else actions.add(type.type);
                    }}
                  >
                    <StepTile type={type.type} category={type.category} icon={type.icon} size="sm" />
                    <span className="truncate">{type.title}</span>
                    {keyOf(`add.${type.type}`) && <Kbd className={styles.letter}>{keyOf(`add.${type.type}`)}</Kbd>}
                  </button>
                </Tooltip>
              </li>
            ))}
        </ul>
      ))}
      {drag &&
        createPortal(
          <div className={canvas.ghost} data-aimed={drag.isAimed || undefined} style={{ left: drag.x, top: drag.y }} aria-hidden>
            <StepTile type={drag.type.type} category={drag.type.category} icon={drag.type.icon} size="sm" />
            {drag.type.title}
          </div>,
          window.document.body,
        )}
    </section>
  );
}
