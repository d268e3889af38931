"use client";

import { ChevronRight, CopyPlus, CornerUpLeft, Ellipsis, OctagonX, Plus, Trash2, TriangleAlert, Unlink } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef } from "react";
import { cx } from "#components/ui/cx.ts";
import { formatPlural } from "#components/ui/format.ts";
import { Menu, MenuHeading, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import { RunStatusIcon, runStateWord } from "#components/ui/run-status.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import type { FlowDocument, Step } from "#flow/document.ts";
import { portOf } from "#flow/document.ts";
import { edgeKey, stepName, stepOf } from "#flow/edit.ts";
import { outline } from "#flow/placement.ts";
import { portsOf } from "#flow/ports-of.ts";
import type { Problem } from "#flow/problem.ts";
import { useDesigner, useDesignerState } from "./context.tsx";
import type { RunMarks } from "./run-marks.ts";
import styles from "./designer.module.css";

/**
 * The flow as a tree of steps: the canvas for those who do not see it, and a short cut for everybody else. Everything that can be done to a
 * step or its outcomes on the canvas can be done here.
 */
export function Outline({ problems, marks, onOpen }: { problems: readonly Problem[]; marks: RunMarks; onOpen: (id: string) => void }) {
  const { store, actions } = useDesigner();
  const document = useDesignerState((state) => state.document);
  const chosen = useDesignerState((state) => state.selection.steps);
  const list = useRef<HTMLUListElement>(null);
  const rows = useMemo(() => outline(document), [document]);
  const current = rows.find((row) => row.step.id === chosen.at(-1))?.step.id ?? rows[0]?.step.id;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>, id: string) => {
    const index = rows.findIndex((row) => row.step.id === id);
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const to = event.key === "Home" ? rows[0] : event.key === "End" ? rows.at(-1) : by ? rows[index + by] : undefined;
    if (to) {
      event.preventDefault();
      event.stopPropagation();
      store.select([to.step.id]);
      list.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(to.step.id)}"]`)?.focus();
    }
  };

  return (
    <section aria-labelledby="outline-title" className={styles.outline}>
      <header className={styles.paneHead}>
        <h2 id="outline-title">Outline</h2>
        <span className="text-11 text-ink-3">{formatPlural(rows.length, "step")}</span>
      </header>
      <ul ref={list} className={styles.rows} aria-labelledby="outline-title">
        {rows.map(({ step, depth }) => {
          const own = problems.filter((problem) => problem.step === step.id);
          const errors = own.filter((problem) => problem.severity === "error").length;
          const state = marks.steps.get(step.id);
          const isOn = chosen.includes(step.id);
          return (
            <li key={step.id} className={cx(styles.row, isOn && styles.rowOn)} style={{ paddingLeft: 2 + Math.min(depth, 4) * 16 }}>
              <button
                type="button"
                data-step={step.id}
                tabIndex={step.id === current ? 0 : -1}
                aria-current={isOn}
                className={styles.rowButton}
                onClick={() => {
                  store.select([step.id]);
                  actions.reveal(step.id);
                }}
                onDoubleClick={() => onOpen(step.id)}
                onKeyDown={(event) => onKeyDown(event, step.id)}
              >
                <StepTile type={step.type} size="sm" className={styles.rowTile} />
                <span className="min-w-0 flex-1 truncate">{stepName(step)}</span>
                {state && state !== "succeeded" && (
                  <span title={runStateWord(state)}>
                    <RunStatusIcon state={state} size={12} />
                    <span className="sr-only">{runStateWord(state)}</span>
                  </span>
                )}
                {own.length > 0 && (
                  <span className={errors > 0 ? "text-technical" : "text-warn"} title={formatPlural(own.length, "problem")}>
                    {errors > 0 ? <OctagonX size={12} strokeWidth={2} aria-hidden /> : <TriangleAlert size={12} strokeWidth={2} aria-hidden />}
                    <span className="sr-only">{formatPlural(own.length, "problem")}</span>
                  </span>
                )}
              </button>
              <StepMenu step={step} document={document} onOpen={onOpen} isReachable={step.id === current} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Settings, each outcome with where it leads, and the ways to change that. */
function StepMenu({ step, document, onOpen, isReachable }: { step: Step; document: FlowDocument; onOpen: (id: string) => void; isReachable: boolean }) {
  const { actions, canEdit, pick, store } = useDesigner();
  const ports = portsOf(step);
  return (
    <Menu
      label={`Actions for ${stepName(step)}`}
      align="start"
      side="right"
      trigger={
        <button type="button" tabIndex={isReachable ? 0 : -1} className={styles.rowMenu}>
          <Ellipsis size={14} aria-hidden />
        </button>
      }
    >
      <MenuItem icon={<ChevronRight size={14} aria-hidden />} shortcut="Enter" onSelect={() => onOpen(step.id)}>
        Open settings
      </MenuItem>
      {canEdit &&
        ports.map((port) => {
          const edges = document.edges.filter((edge) => edge.from === step.id && portOf(edge) === port.id);
          const from = { step: step.id, port: port.id };
          return (
            <div key={port.id}>
              <MenuSeparator />
              <MenuHeading>
                {port.kind === "out" ? "Then" : port.label}: {edges.map((edge) => nameIn(document, edge.to)).join(", ") || "the run ends"}
              </MenuHeading>
              <MenuItem
                icon={<Plus size={14} aria-hidden />}
                onSelect={() => {
                  store.select([step.id]);
                  pick({ place: { kind: "after", from }, from, near: null });
                }}
              >
                Add or connect a step
              </MenuItem>
              {edges.map((edge) => (
                <MenuItem
                  key={edgeKey(edge)}
                  icon={edge.rework ? <CornerUpLeft size={14} aria-hidden /> : <Unlink size={14} aria-hidden />}
                  onSelect={() => actions.removeEdge(edgeKey(edge))}
                >
                  Disconnect {nameIn(document, edge.to)}
                </MenuItem>
              ))}
            </div>
          );
        })}
      {canEdit && (
        <>
          <MenuSeparator />
          <MenuItem
            icon={<CopyPlus size={14} aria-hidden />}
            shortcut="Ctrl D"
            onSelect={() => {
              store.select([step.id]);
              actions.duplicate();
            }}
          >
            Duplicate
          </MenuItem>
          <MenuItem icon={<Trash2 size={14} aria-hidden />} tone="danger" onSelect={() => actions.remove([step.id])}>
            Delete
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

function nameIn(document: FlowDocument, id: string): string {
  const step = stepOf(document, id);
  return step ? stepName(step) : id;
}
