"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type Ref, useDeferredValue, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { Plus } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { allSteps } from "#flow/nested.ts";
import type { Problem } from "#flow/problem.ts";
import { isCommandKey } from "../commands/use-command-keys.ts";
import { NOTE } from "../notes/graph.ts";
import { usePacedDocument } from "../paced-document.ts";
import { useDesigner, useDesignerState } from "../context.tsx";
import type { RunMarks } from "../run-marks.ts";
import { ConnectDialog } from "./connect-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { createOutlineRows, type OutlineRow, stepKey, visibleRows } from "./rows.ts";
import { Row } from "./row.tsx";
import { useRowActions } from "./row-actions.ts";
import { type Deed, deedOf } from "./tree-keys.ts";
import { isOfWord, useTypeAhead } from "./type-ahead.ts";
import styles from "./outline.module.css";

/** What the rest of the designer may ask of the outline. */
export type OutlineHandle = {
  /** whether the keyboard was here last, rather than on the canvas */
  isHome: () => boolean;
  /** null: where one was */
  focus: (step: string | null) => void;
};

const ROW = 28;

/**
 * The flow as a tree of steps and outcomes: the canvas for those who do not see it, and a short cut for everybody else. Everything that can be
 * done to a step or its outcomes on the canvas can be done here, with the keyboard alone.
 */
export function Outline({
  ref,
  problems,
  marks,
  onOpen,
}: {
  ref: Ref<OutlineHandle>;
  problems: readonly Problem[];
  marks: RunMarks;
  onOpen: (id: string) => void;
}) {
  const { bindings, canEdit, pick, store } = useDesigner();
  // a key in a field must not wait for the tree
  const whole = useDeferredValue(usePacedDocument(store, "whole"));
  const chosen = useDesignerState((state) => state.selection.steps);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(null);
  const section = useRef<HTMLElement>(null);
  const tree = useRef<HTMLDivElement>(null);
  const { isHome, isLost } = useHome(section);
  const [rowsOf] = useState(createOutlineRows);
  const all = useMemo(() => rowsOf(whole), [rowsOf, whole]);
  const rows = useMemo(() => visibleRows(all, closed), [all, closed]);
  const indexes = useMemo(() => new Map(rows.map((row, index) => [row.key, index])), [rows]);
  const own = useMemo(() => Map.groupBy(problems, (problem) => problem.step), [problems]);
  const count = useMemo(() => allSteps(whole).length, [whole]);
  const selected = useMemo(() => new Set(chosen), [chosen]);
  const last = chosen.at(-1);
  // the row that Tab leads to: the one that was walked to, else the selected one
  const activeRow = rows[indexes.get(active ?? "") ?? -1];
  const current = activeRow && (last === undefined || activeRow.step.id === last) ? activeRow : (rows[indexes.get(stepKey(last ?? "")) ?? -1] ?? rows[0]);
  const currentIndex = current ? (indexes.get(current.key) ?? 0) : 0;

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => tree.current,
    estimateSize: () => ROW,
    overscan: 6,
    getItemKey: (index) => rows[index]?.key ?? index,
    // the row that has the focus stays, wherever one scrolls
    rangeExtractor: ({ startIndex, endIndex, overscan }) => {
      const from = Math.max(0, startIndex - overscan);
      const shown = Array.from({ length: Math.min(rows.length - 1, endIndex + overscan) - from + 1 }, (_, index) => from + index);
      return shown.includes(currentIndex) || rows.length === 0 ? shown : [...shown, currentIndex].sort((a, b) => a - b);
    },
  });

  const focusRow = (key: string, tries = 30): void => {
    const element = tree.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);
    if (element) {
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: "nearest" });
      // a row far away is drawn because it is the current one, in a moment
    } else if (tries > 0) requestAnimationFrame(() => focusRow(key, tries - 1));
    // it is gone before it came, as by an undo at once: the keyboard stays in the tree
    else if (window.document.activeElement === window.document.body) tree.current?.querySelector<HTMLElement>("[data-row][tabindex='0']")?.focus();
  };
  const goTo = (row: OutlineRow, isMore = false) => {
    setActive(row.key);
    actions.select(row, isMore);
    focusRow(row.key);
  };
  const actions = useRowActions({ onOpen, goTo: (row) => goTo(row) });
  const { typeAhead, isTypingAhead, endWord } = useTypeAhead(rows, (row) => goTo(row));

  useImperativeHandle(ref, () => ({
    isHome,
    focus: (step) => {
      // a note has no row
      if (step === null || step.startsWith(NOTE)) return current && focusRow(current.key);
      setActive(stepKey(step));
      focusRow(stepKey(step));
    },
  }));
  useEffect(() => {
    // the row that had the focus is gone: a step was deleted
    if (current && isLost(indexes)) focusRow(current.key);
  });

  const toggle = (row: OutlineRow, open: boolean) =>
    setClosed((before) => {
      const next = new Set(before);
      if (open) next.delete(row.key);
      else next.add(row.key);
      return next;
    });

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const key = event.target instanceof HTMLElement ? event.target.dataset.row : undefined;
    const at = indexes.get(key ?? "");
    const current = rows[at ?? -1];
    if (at === undefined || !current) return;
    const parent = rows[indexes.get(current.parent ?? "") ?? -1];
    const isOpen = current.hasChildren && !closed.has(current.key);
    const walk = (index: number) => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, index))];
      if (next) goTo(next, event.shiftKey);
    };
    const deeds: Record<Deed, () => void> = {
      down: () => walk(at + 1),
      up: () => walk(at - 1),
      pageDown: () => walk(at + 10),
      pageUp: () => walk(at - 10),
      first: () => walk(0),
      last: () => walk(rows.length - 1),
      open: () => (current.hasChildren && !isOpen ? toggle(current, true) : isOpen && walk(at + 1)),
      close: () => (isOpen ? toggle(current, false) : parent && goTo(parent)),
      enter: () => (current.kind === "step" ? actions.open(current) : actions.add(current)),
      select: () => actions.select(current, false),
      add: () => actions.add(current),
      rename: () => actions.rename(current),
      remove: () => actions.remove(current),
      menu: () => openMenu(event.currentTarget, current),
      earlier: () => actions.move(current, -1),
      later: () => actions.move(current, 1),
    };
    const isWord = event.key === " " && isTypingAhead();
    const deed = isWord ? null : deedOf(event);
    // what is done ends the word that was being typed
    if (deed || event.ctrlKey || event.metaKey) endWord();
    if (deed) deeds[deed]();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (!isOfWord(event, { isTyping: isTypingAhead(), isCommand: isCommandKey(event.nativeEvent, bindings.get()) }) || !typeAhead(event.key, at)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section ref={section} aria-labelledby="outline-title" className={styles.outline}>
      <header className={styles.head}>
        <h2 id="outline-title">Outline</h2>
        <span className="text-11 text-ink-3">{formatPlural(count, "step")}</span>
      </header>
      {rows.length === 0 && (
        <div className="px-3 pt-1">
          {canEdit ? (
            <Button size="sm" icon={<Plus size={14} aria-hidden />} onClick={() => pick({ place: null, from: null, near: null })}>
              Add the first step
            </Button>
          ) : (
            <p className="text-12 text-ink-3">Nothing is drawn yet.</p>
          )}
        </div>
      )}
      <p id="outline-keys" className="sr-only">
        Arrows walk. Enter opens the settings, plus adds a step, F2 renames, Delete removes, Alt with up or down moves a step, Shift F10 shows everything else.
      </p>
      <div
        ref={tree}
        role="tree"
        hidden={rows.length === 0}
        data-own-keys
        aria-labelledby="outline-title"
        aria-describedby="outline-keys"
        aria-multiselectable="true"
        className={styles.tree}
        onKeyDown={onKeyDown}
      >
        <div role="none" className={styles.sheet} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <Row
                key={row.key}
                row={row}
                top={start}
                isOpen={!closed.has(row.key)}
                isSelected={row.kind === "step" && selected.has(row.step.id)}
                isCurrent={row.key === current?.key}
                state={marks.steps.get(row.step.id)?.state ?? null}
                isPinned={row.kind === "step" && marks.pinned.has(row.step.id)}
                problems={own.get(row.step.id) ?? NONE}
                actions={actions}
                onToggle={toggle}
                onGo={goTo}
              />
            );
          })}
        </div>
      </div>
      {actions.dialog?.kind === "connect" && (
        <ConnectDialog from={{ step: actions.dialog.row.step.id, port: actions.dialog.port }} onClose={actions.closeDialog} />
      )}
      {actions.dialog?.kind === "rename" && <RenameDialog step={actions.dialog.row.step} onClose={actions.closeDialog} />}
    </section>
  );
}

const NONE: readonly Problem[] = [];

function openMenu(tree: HTMLElement, row: OutlineRow): void {
  tree.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.key)}"] [data-menu]`)?.click();
}

type Home = { isHome: () => boolean; isLost: (rows: ReadonlyMap<string, number>) => boolean };

/** Whether somebody works in the outline: what they add or change gets the focus here, not on the canvas. */
function useHome(section: { current: HTMLElement | null }): Home {
  const home = useRef(false);
  const row = useRef<string | null>(null);
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return;
      if (section.current?.contains(target)) {
        home.current = true;
        row.current = target.dataset.row ?? row.current;
        // the pane that finds words lies on the canvas, and gives the keyboard back to where it was asked for
      } else if (target.closest("[aria-label=Canvas]") && !target.closest("search")) home.current = false;
    };
    window.document.addEventListener("focusin", onFocus);
    return () => window.document.removeEventListener("focusin", onFocus);
  }, [section]);
  return {
    isHome: () => home.current,
    isLost: (rows) => home.current && row.current !== null && !rows.has(row.current) && window.document.activeElement === window.document.body,
  };
}
