// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, so that only those in sight are drawn
"use client";

import type { KeyboardEvent, RefObject } from "react";
import type { Json } from "#flow/document.ts";
import { done } from "./done.ts";
import { type Opened, TARGET_ROW, topOf } from "./drawn-lines.ts";
import styles from "./mapper.module.css";
import { NEW_TARGET } from "./new-name.ts";
import type { TargetKeys } from "./target-keys.ts";
import { TargetLine } from "./target-line.tsx";
import type { TargetRow } from "./target-rows.ts";
import { inSight, useActiveInSight, type Window } from "./use-window.ts";

type TargetPaneProps = TargetKeys & {
  pane: RefObject<HTMLDivElement | null>;
  window: Window;
  label: string;
  rows: readonly TargetRow[];
  active: number;
  open: Opened;
  /** there is no field at all */
  isEmpty: boolean;
  isPicking: boolean;
  lit: string | null;
  onHeight: (height: number) => void;
  onHover: (name: string | null) => void;
  onChange: (row: TargetRow, value: Json | undefined, options?: { isTyping: boolean }) => void;
  onConnect: (row: TargetRow) => void;
};

/** The fields, each with what fills it. One of them may be open, with its editor below it. */
export function TargetPane(q: TargetPaneProps) {
  const { rows, active, window, open } = q;
  const { from, to } = inSight({ window, count: rows.length, row: TARGET_ROW, open });
  const top = topOf(active, open);
  useActiveInSight({ pane: q.pane, top, height: TARGET_ROW + (open?.index === active ? Math.min(open.height, 260) : 0) });

  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active];
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (keyed(event, row, q)) event.preventDefault();
  };

  return (
    <div
      ref={q.pane}
      role="grid"
      aria-label={q.label}
      aria-rowcount={rows.length}
      tabIndex={0}
      aria-activedescendant={rows[active] ? `target-${active}` : undefined}
      className={styles.pane}
      // what is dropped beside the fields becomes one
      {...(q.onNew && { "data-target": NEW_TARGET })}
      data-lit={q.lit === NEW_TARGET || undefined}
      onKeyDown={onKeyDown}
    >
      {rows.length === 0 && (
        <p className="px-4 py-6 text-13 text-ink-3">
          {q.onNew && q.isEmpty
            ? "No field yet. Drag a value here, or pick one with Enter and press + here; or name a field below."
            : "No field fits. Change the search or the filter above."}
        </p>
      )}
      <div role="presentation" style={{ height: rows.length * TARGET_ROW + (open?.height ?? 0), position: "relative" }}>
        {rows.slice(from, to).map((row, index) => {
          const at = from + index;
          return (
            <TargetLine
              key={row.target.name}
              row={row}
              index={at}
              top={topOf(at, open)}
              isActive={at === active}
              isLit={q.lit === row.target.name}
              isOpen={open?.index === at}
              isPicking={q.isPicking}
              pane={q}
            />
          );
        })}
      </div>
    </div>
  );
}

function keyed(event: KeyboardEvent, row: TargetRow | undefined, q: TargetPaneProps): boolean {
  const { rows, active } = q;
  const go = (index: number) => q.onActive(Math.max(0, Math.min(rows.length - 1, index)));
  switch (event.key) {
    case "ArrowDown":
      return done(() => go(active + 1));
    case "ArrowUp":
      return done(() => go(active - 1));
    case "PageDown":
      return done(() => go(active + 8));
    case "PageUp":
      return done(() => go(active - 8));
    case "Home":
      return done(() => go(0));
    case "End":
      return done(() => go(rows.length - 1));
    case "ArrowLeft":
      return done(q.onLeave);
    case "A":
      return done(q.onAcceptAll);
    case "+":
      return q.onNew !== null && done(q.onNew);
  }
  if (!row) return false;
  if (/^[1-9]$/.test(event.key)) return q.onConvert(row, Number(event.key));
  switch (event.key) {
    case "Enter":
      return done(() => q.onEnter(row));
    case "F2":
      return done(() => q.onOpen(row));
    case "Delete":
    case "Backspace":
      return done(() => q.onClear(row));
    case "y":
      return q.onAccept(row);
    case "Tab":
      // forwards only: Shift-Tab always leaves the list
      return !event.shiftKey && q.onAccept(row);
    default:
      return false;
  }
}
