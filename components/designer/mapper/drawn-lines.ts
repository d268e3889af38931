/** Which lines are drawn, and from where to where: those of rows in sight, with the other end at the edge where it is scrolled away. */
import type { Suggestion } from "#flow/mapping/suggest.ts";
import { readsOf } from "#flow/mapping/reads.ts";
import type { DrawnLine } from "./mapping-lines.tsx";
import { rowOf, type SourceRow } from "./source-rows.ts";
import type { TargetRow } from "./target-rows.ts";
import type { Window } from "./use-window.ts";

export const SOURCE_ROW = 28;
export const TARGET_ROW = 46;

export type Opened = { index: number; height: number } | null;
export type Reads = ReadonlyMap<string, { places: string[]; isWorked: boolean }>;

type Drawing = {
  tree: readonly SourceRow[];
  rows: readonly TargetRow[];
  reads: Reads;
  opened: Opened;
  windows: { source: Window; target: Window };
  tops: { source: number; target: number };
  lit: { source: string | null; target: string | null };
};

export function drawnLines(q: Drawing): DrawnLine[] {
  const lines = q.rows.flatMap((row, index): DrawnLine[] => {
    const read = q.reads.get(row.target.name);
    const isLit = row.target.name === q.lit.target;
    if (read) return read.places.flatMap((place) => lineFrom({ place, index, isLit: isLit || place === q.lit.source, isWorked: read.isWorked, q }));
    return isLit && row.suggestion ? suggested(row.suggestion, index, q) : [];
  });
  // what is lit lies on top
  return lines.sort((a, b) => Number(a.look === "lit") - Number(b.look === "lit"));
}

function suggested(suggestion: Suggestion, index: number, q: Drawing): DrawnLine[] {
  return readsOf(suggestion.value, () => true)
    .flatMap((place) => lineFrom({ place, index, isLit: false, isWorked: false, q }))
    .map((line) => ({ ...line, look: "suggested" as const }));
}

type One = { place: string; index: number; isLit: boolean; isWorked: boolean; q: Drawing };

function lineFrom({ place, index, isLit, isWorked, q }: One): DrawnLine[] {
  const at = rowOf(q.tree, place);
  if (at < 0) return [];
  const from = { y: middle(at * SOURCE_ROW, SOURCE_ROW, q.windows.source.top), ...edge(q.windows.source) };
  const to = { y: middle(topOf(index, q.opened), TARGET_ROW, q.windows.target.top), ...edge(q.windows.target) };
  if (!isInside(from) && !isInside(to)) return [];
  const key = `${place} ${q.rows[index]?.target.name}`;
  return [{ key, from: q.tops.source + clamped(from), to: q.tops.target + clamped(to), look: isLit ? "lit" : "plain", isWorked }];
}

export function topOf(index: number, opened: Opened): number {
  return index * TARGET_ROW + (opened !== null && index > opened.index ? opened.height : 0);
}

/** Where a line that is being dragged begins. */
export function beginning(tree: readonly SourceRow[], text: string, q: { window: Window; top: number }): number {
  return q.top + middle(Math.max(0, rowOf(tree, text)) * SOURCE_ROW, SOURCE_ROW, q.window.top);
}

type End = { y: number; least: number; most: number };

const edge = (window: Window) => ({ least: 0, most: window.height });
const isInside = ({ y, least, most }: End) => y >= least && y <= most;
const clamped = ({ y, least, most }: End) => Math.max(least, Math.min(most, y));
const middle = (top: number, height: number, scrolled: number) => top + height / 2 - scrolled;
