// biome-ignore-all lint/a11y/useFocusableInteractive: the tree holds the focus and names its active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the tree has the keys
// biome-ignore-all lint/a11y/noStaticElementInteractions: the tree has the keys
"use client";

import { ChevronDown, ChevronRight, Search } from "lucide-react";
import type { KeyboardEvent, PointerEvent, RefObject } from "react";
import { cx } from "#components/ui/cx.ts";
import { SearchInput } from "#components/ui/input.tsx";
import { done } from "./done.ts";
import { SOURCE_ROW } from "./drawn-lines.ts";
import styles from "./mapper.module.css";
import type { SourceRow } from "./source-rows.ts";
import { inSight, useActiveInSight, type Window } from "./use-window.ts";
import { preview, seenWords } from "./words.ts";

type SourcePaneProps = {
  pane: RefObject<HTMLDivElement | null>;
  window: Window;
  rows: readonly SourceRow[];
  titles: ReadonlyMap<string, string>;
  active: number;
  picked: string | null;
  /** places that lines begin at */
  used: ReadonlySet<string>;
  /** that the hovered or chosen target reads */
  lit: ReadonlySet<string>;
  search: string;
  hasSample: boolean;
  onSearch: (text: string) => void;
  onActive: (index: number) => void;
  onToggle: (row: SourceRow, isOpen: boolean) => void;
  onPick: (text: string) => void;
  onHover: (text: string | null) => void;
  onDrag: (event: PointerEvent, text: string) => void;
  onLeave: () => void;
};

/** What the step sees, as a tree: picked by key, or dragged to a field. */
export function SourcePane(q: SourcePaneProps) {
  const { rows, active, window } = q;
  const { from, to } = inSight({ window, count: rows.length, row: SOURCE_ROW, open: null });
  useActiveInSight({ pane: q.pane, top: active * SOURCE_ROW, height: SOURCE_ROW });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (keyed(event.key, q)) event.preventDefault();
  };

  return (
    <section className={styles.sources} aria-label="Data of the step">
      <div className={styles.paneHead}>
        <SearchInput
          label="Search the data"
          placeholder="Search names and values"
          icon={<Search size={14} aria-hidden />}
          value={q.search}
          className="flex-1"
          onChange={(event) => q.onSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" && event.key !== "ArrowDown") return;
            event.preventDefault();
            const search = q.search.trim().toLowerCase();
            const byName = rows.findIndex(({ node }) => node.name.toLowerCase().includes(search));
            const byValue = rows.findIndex(({ node }) => preview(node.seen).toLowerCase().includes(search));
            q.onActive(Math.max(0, byName < 0 ? byValue : byName));
            q.pane.current?.focus();
          }}
        />
      </div>
      {!q.hasSample && <p className={styles.paneNote}>Without a sample only names are known. Choose one in the top bar to see values.</p>}
      <div
        ref={q.pane}
        role="tree"
        aria-label="Data of the step"
        tabIndex={0}
        aria-activedescendant={rows[active] ? `source-${active}` : undefined}
        className={styles.pane}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: rows.length * SOURCE_ROW, position: "relative" }}>
          {rows.slice(from, to).map((row, index) => {
            const at = from + index;
            const { node } = row;
            return (
              <div
                key={node.text}
                id={`source-${at}`}
                role="treeitem"
                aria-level={row.depth + 1}
                aria-expanded={row.hasInner ? row.isOpen : undefined}
                aria-selected={q.picked === node.text}
                aria-label={`${node.text}, ${preview(node.seen) || seenWords(node.seen)}`}
                data-source={node.text}
                className={cx(styles.source, at === active && styles.isActive, q.picked === node.text && styles.isPicked, q.lit.has(node.text) && styles.isLit)}
                style={{ top: at * SOURCE_ROW, height: SOURCE_ROW, paddingLeft: 6 + row.depth * 14 }}
                onPointerDown={(event) => q.onDrag(event, node.text)}
                onPointerEnter={() => q.onHover(node.text)}
                onPointerLeave={() => q.onHover(null)}
                onClick={() => {
                  q.onActive(at);
                  q.onPick(node.text);
                }}
              >
                <span
                  className={styles.chevron}
                  onPointerDown={(event) => event.stopPropagation()}
                  onClick={(event) => {
                    event.stopPropagation();
                    q.onActive(at);
                    if (row.hasInner) q.onToggle(row, !row.isOpen);
                  }}
                >
                  {row.hasInner ? row.isOpen ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden /> : null}
                </span>
                <span className={styles.sourceName}>{row.depth === 0 ? node.text : node.name}</span>
                <span className={styles.sourceValue}>{q.titles.get(node.text) ?? preview(node.seen)}</span>
                <span className={cx(styles.anchor, q.used.has(node.text) && styles.isUsed)} aria-hidden />
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}

function keyed(key: string, q: SourcePaneProps): boolean {
  const { rows, active } = q;
  const row = rows[active];
  const go = (index: number) => q.onActive(Math.max(0, Math.min(rows.length - 1, index)));
  switch (key) {
    case "ArrowDown":
      return done(() => go(active + 1));
    case "ArrowUp":
      return done(() => go(active - 1));
    case "PageDown":
      return done(() => go(active + 12));
    case "PageUp":
      return done(() => go(active - 12));
    case "Home":
      return done(() => go(0));
    case "End":
      return done(() => go(rows.length - 1));
  }
  if (!row) return false;
  switch (key) {
    case "ArrowRight":
      if (!row.hasInner) return done(q.onLeave);
      return done(() => (row.isOpen ? go(active + 1) : q.onToggle(row, true)));
    case "ArrowLeft":
      return done(() => (row.isOpen ? q.onToggle(row, false) : go(rows.findLastIndex((each, index) => index < active && each.depth < row.depth))));
    case "Enter":
    case " ":
      return done(() => q.onPick(row.node.text));
    default:
      return false;
  }
}
