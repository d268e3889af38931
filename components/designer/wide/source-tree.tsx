"use client";

import { ChevronDown, ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, memo, useMemo, useRef, useState } from "react";
import { toClipboard } from "#components/ui/clipboard.ts";
import { cx } from "#components/ui/cx.ts";
import { StepTile } from "#components/ui/step-tile.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { toast } from "#components/ui/toast.tsx";
import { useTarget } from "../panel/panel-context.tsx";
import { startPathDrag } from "../panel/path-drag.ts";
import type { FrameItem } from "../panel/use-live.ts";
import { ORIGIN_WORDS, type Source } from "./sources.ts";
import { type TreeRow, treeRows } from "./tree-rows.ts";
import styles from "./wide.module.css";

type SourceTreeProps = {
  sources: readonly Source[];
  query: string;
  /** the items of frames that are looked at: stepping through one changes what all else shows */
  frames: readonly FrameItem[];
  onLookAt: (frame: string, at: number) => void;
  label?: string;
  /** only looked at: nothing of it can be used here */
  isStill?: boolean;
};

/** sources that begin open; the others are a key or a click away */
const BEGIN_OPEN = 3;

/** What a step sees, as one tree for mouse and keyboard: drag a field onto a setting, or press Enter to put it into the one that had the focus last. */
export const SourceTree = memo(function SourceTree({ sources, query, frames, onLookAt, label = "What this step sees", isStill = false }: SourceTreeProps) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [steps, setSteps] = useState<ReadonlyMap<string, number>>(new Map());
  const [active, setActive] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const put = usePutPath();
  const roots = useMemo(() => new Map(sources.map((source) => [source.path, source])), [sources]);
  const inner = frames.at(-1);
  const rows = useMemo(
    () =>
      sources.flatMap((source, index) => {
        const found = treeRows({ ...source, name: source.path }, { toggled, steps, query }, index < BEGIN_OPEN ? 1 : -1);
        const [root, ...rest] = found;
        // the item of the for each around the step is stepped through like an item of a list
        return root && source.path === "item" && inner ? [{ ...root, item: { list: "item", at: inner.at, of: inner.of } }, ...rest] : found;
      }),
    [sources, toggled, steps, query, inner],
  );
  const current = rows.some((row) => row.path === active) ? active : (rows[0]?.path ?? null);

  const focus = (path: string | undefined) => {
    if (path === undefined) return;
    setActive(path);
    tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)?.focus();
  };
  const toggle = (path: string) =>
    setToggled((known) => {
      const next = new Set(known);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  const step = (row: TreeRow, by: number) => {
    if (row.item === null) return;
    const at = Math.min(row.item.of - 1, Math.max(0, row.item.at + by));
    if (at === row.item.at) return;
    if (row.path === "item") {
      if (inner) onLookAt(inner.frame, at);
      return;
    }
    setSteps((known) => new Map(known).set(row.item?.list ?? "", at));
    // the row that has the focus is about to become another one
    const to = row.path.replace(/\[\d+\]$/, `[${at}]`);
    setToggled((known) => (known.has(row.path) ? new Set(known).add(to) : known));
    setActive(to);
    requestAnimationFrame(() => focus(to));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = rows.findIndex((row) => row.path === current);
    const row = rows[index];
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    const keys: Record<string, () => void> = {
      arrowdown: () => focus(rows[index + 1]?.path),
      arrowup: () => focus(rows[index - 1]?.path),
      home: () => focus(rows[0]?.path),
      end: () => focus(rows.at(-1)?.path),
      arrowright: () => (row.isBranch && !row.isOpen ? toggle(row.path) : focus(rows[index + 1]?.path)),
      arrowleft: () => (row.isOpen && query === "" ? toggle(row.path) : focus(rows.slice(0, index).findLast((each) => each.depth < row.depth)?.path)),
      enter: () => (isStill ? row.isBranch && toggle(row.path) : put(row.path)),
      " ": () => row.isBranch && toggle(row.path),
      pagedown: () => step(row, 1),
      pageup: () => step(row, -1),
    };
    const action = keys[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  if (rows.length === 0) return <p className="px-4 py-6 text-13 text-ink-3">Nothing here is called so, and no value holds it.</p>;
  return (
    <div ref={tree} role="tree" aria-label={label} className={styles.tree} onKeyDown={onKeyDown}>
      {rows.map((row) => (
        <Row
          key={row.path}
          row={row}
          source={row.depth === 0 ? roots.get(row.path) : undefined}
          isActive={row.path === current}
          onToggle={() => toggle(row.path)}
          onStep={(by) => step(row, by)}
          isStill={isStill}
          onUse={() => {
            setActive(row.path);
            if (!isStill) put(row.path);
            else if (row.isBranch) toggle(row.path);
          }}
          onFocus={() => setActive(row.path)}
        />
      ))}
    </div>
  );
});

type RowProps = {
  row: TreeRow;
  source: Source | undefined;
  isActive: boolean;
  isStill: boolean;
  onToggle: () => void;
  onStep: (by: number) => void;
  onUse: () => void;
  onFocus: () => void;
};

function Row({ row, source, isActive, isStill, onToggle, onStep, onUse, onFocus }: RowProps) {
  const place = row.item ? `, item ${row.item.at + 1} of ${row.item.of}` : "";
  return (
    <div
      role="treeitem"
      aria-level={row.depth + 1}
      aria-expanded={row.isBranch ? row.isOpen : undefined}
      aria-label={`${row.path}${place}${row.text === "" ? "" : `: ${row.text}`}${source ? `, from ${ORIGIN_WORDS[source.origin]}` : ""}`}
      tabIndex={isActive ? 0 : -1}
      data-path={row.path}
      data-root={source ? true : undefined}
      draggable={!isStill}
      data-still={isStill || undefined}
      className={styles.row}
      style={{ paddingLeft: 8 + row.depth * 14 }}
      onFocus={onFocus}
      onDragStart={(event) => startPathDrag(event, row.path)}
      onClick={(event) => !(event.target instanceof Element && event.target.closest("button")) && onUse()}
      onKeyDown={() => undefined}
    >
      {row.isBranch ? (
        <button type="button" tabIndex={-1} aria-hidden className={styles.fold} onClick={onToggle}>
          {row.isOpen ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />}
        </button>
      ) : (
        <span className={styles.fold} />
      )}
      {source?.type && <StepTile type={source.type} size="sm" />}
      {source && <span className={styles.title}>{source.title}</span>}
      <span className={cx(styles.name, source && styles.quiet)}>{row.name}</span>
      {row.item && row.item.of > 0 && (
        <span className={styles.stepper}>
          <button type="button" tabIndex={-1} aria-hidden disabled={row.item.at === 0} onClick={() => onStep(-1)}>
            <ChevronLeft size={12} aria-hidden />
          </button>
          {row.item.at + 1} of {row.item.of}
          <button type="button" tabIndex={-1} aria-hidden disabled={row.item.at >= row.item.of - 1} onClick={() => onStep(1)}>
            <ChevronRight size={12} aria-hidden />
          </button>
        </span>
      )}
      <span className={styles.value} data-kind={row.isBranch || row.isDeclared ? "quiet" : row.kind}>
        {row.text}
      </span>
      {source && <Tag tone={source.origin === "pinned" ? "accent" : "neutral"}>{ORIGIN_WORDS[source.origin]}</Tag>}
    </div>
  );
}

/** Puts a path into the setting that had the focus last; where there is none, onto the clipboard. */
export function usePutPath(): (path: string) => void {
  const target = useTarget();
  return (path) => {
    if (target.current) return target.current.put(path);
    void toClipboard(path).then((isCopied) =>
      isCopied
        ? toast(`Copied ${path}`, { description: "Choose a setting first, and it goes right into it." })
        : toast("Choose a setting first", { description: `Then ${path} goes right into it.` }),
    );
  };
}
