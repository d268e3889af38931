"use client";

import { ChevronDown, ChevronRight, CornerDownRight, OctagonX, TriangleAlert } from "lucide-react";
import { memo } from "react";
import { cx } from "#components/ui/cx.ts";
import { formatPlural } from "#components/ui/format.ts";
import { RunStatusIcon, type RunState, runStateWord } from "#components/ui/run-status.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { stepName } from "#flow/edit.ts";
import { bodyOf } from "#flow/nested.ts";
import type { Problem } from "#flow/problem.ts";
import { findFace } from "#flow/steps/faces.ts";
import type { RowActions } from "./row-actions.ts";
import { RowMenu } from "./row-menu.tsx";
import type { OutlineRow } from "./rows.ts";
import styles from "./outline.module.css";

type RowProps = {
  row: OutlineRow;
  top: number;
  isOpen: boolean;
  isSelected: boolean;
  /** the one that Tab leads to */
  isCurrent: boolean;
  state: RunState | null;
  /** test runs take what it gave once */
  isPinned: boolean;
  problems: readonly Problem[];
  actions: RowActions;
  onToggle: (row: OutlineRow, open: boolean) => void;
  onGo: (row: OutlineRow, isMore?: boolean) => void;
};

/** One step or outcome: its name, how it fared in the last test run, what is wrong with it. */
export const Row = memo(function Row({ row, top, isOpen, isSelected, isCurrent, state, isPinned, problems, actions, onToggle, onGo }: RowProps) {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its rows
    <div
      role="treeitem"
      data-row={row.key}
      tabIndex={isCurrent ? 0 : -1}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-selected={isSelected}
      aria-expanded={row.hasChildren ? isOpen : undefined}
      aria-label={wordsOf({ row, state, isPinned, problems })}
      className={cx(styles.row, isSelected && styles.on, row.kind === "outcome" && styles.outcome)}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 2 + Math.min(row.level - 1, 8) * 10 }}
      onClick={(event) => onGo(row, event.shiftKey || event.ctrlKey || event.metaKey)}
      onDoubleClick={() => row.kind === "step" && actions.open(row)}
    >
      {row.hasChildren ? (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden
          className={styles.toggle}
          onClick={(event) => {
            event.stopPropagation();
            onToggle(row, !isOpen);
          }}
        >
          {isOpen ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />}
        </button>
      ) : (
        <span className={styles.toggle} />
      )}
      {row.kind === "step" ? (
        <>
          <StepTile type={row.step.type} size="sm" className={styles.tile} />
          <span className={styles.name}>{stepName(row.step)}</span>
          {state && state !== "succeeded" && (
            <span title={runStateWord(state)}>
              <RunStatusIcon state={state} size={12} />
            </span>
          )}
          {problems.length > 0 && (
            <span className={errors > 0 ? "text-technical" : "text-warn"} title={formatPlural(problems.length, "problem")}>
              {errors > 0 ? <OctagonX size={12} strokeWidth={2} aria-hidden /> : <TriangleAlert size={12} strokeWidth={2} aria-hidden />}
            </span>
          )}
        </>
      ) : (
        <>
          <CornerDownRight size={12} aria-hidden className="shrink-0 text-ink-3" />
          <span className={styles.name}>
            {row.label}
            {!row.hasChildren && <span className={styles.target}> {row.leadsTo.length > 0 ? `to ${row.leadsTo.join(", ")}` : "ends"}</span>}
          </span>
        </>
      )}
      <RowMenu row={row} isReachable={isCurrent} actions={actions} />
    </div>
  );
}, isSame);

/** Actions are the same ones under new names with every drawing. */
function isSame(a: RowProps, b: RowProps): boolean {
  return (
    a.row === b.row &&
    a.top === b.top &&
    a.isOpen === b.isOpen &&
    a.isSelected === b.isSelected &&
    a.isCurrent === b.isCurrent &&
    a.state === b.state &&
    a.isPinned === b.isPinned &&
    a.problems === b.problems
  );
}

/** What a screen reader tells: name, kind, state and problems; of an outcome, where it leads. */
function wordsOf({ row, state, isPinned, problems }: Pick<RowProps, "row" | "state" | "isPinned" | "problems">): string {
  if (row.kind === "outcome")
    return `${row.label}, outcome of ${stepName(row.step)}, ${row.leadsTo.length > 0 ? `leads to ${row.leadsTo.join(", ")}` : "the run ends"}`;
  const definition = findFace(row.step.type);
  const body = bodyOf(row.step);
  return [
    stepName(row.step),
    definition?.title === stepName(row.step) ? null : (definition?.title ?? row.step.type),
    body ? `${formatPlural(body.steps.length, "step")} inside` : null,
    state ? `${runStateWord(state)} in the last test run` : null,
    isPinned ? "output pinned" : null,
    problems.length > 0 ? formatPlural(problems.length, "problem") : null,
    ...problems.slice(0, 2).map((problem) => problem.message),
  ]
    .filter((part) => part !== null)
    .join(", ");
}
