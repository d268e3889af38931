/** The flow's lines as they are drawn far away: many in one, with their arrows, so that the page holds a handful of them and not one for each edge. */
import type { Spot } from "#flow/placement.ts";
import { type Line, pathOf } from "./line.ts";

export type FarMark = "plain" | "taken" | "chosen";
/** `name` stays the same while its lines change */
export type FarLines = { name: string; mark: FarMark; path: string };

/** lines that begin in the same square are drawn as one, px of the flow */
const SQUARE = 2_000;
/** an arrow, px: how long, and half of how wide */
const HEAD = 10;
const HALF = 6;

/** @param marked keys of edges */
export function farLines(all: readonly Line[], marked: { taken: ReadonlySet<string>; chosen: readonly (string | null)[] }): FarLines[] {
  const found = new Map<string, FarLines>();
  for (const line of all) {
    const mark = marked.taken.has(line.key) ? "taken" : marked.chosen.includes(line.key) ? "chosen" : "plain";
    const [x, y] = line.points[0] ?? [0, 0];
    const name = `${mark} ${Math.floor(x / SQUARE)} ${Math.floor(y / SQUARE)}`;
    const path = arrowOf(line);
    const lines = found.get(name);
    if (lines) lines.path += path;
    else found.set(name, { name, mark, path });
  }
  return [...found.values()];
}

const arrows = new WeakMap<Line, string>();

/** A line is never changed: it is put together once. */
function arrowOf(line: Line): string {
  const known = arrows.get(line);
  if (known !== undefined) return known;
  const arrow = pathOf(line) + headOf(line);
  arrows.set(line, arrow);
  return arrow;
}

function headOf({ points }: Line): string {
  const [end, before] = [points.at(-1), points.at(-2)];
  if (!end || !before) return "";
  const [x, y] = end;
  const [byX, byY] = [x - before[0], y - before[1]];
  const isFlat = Math.abs(byX) > Math.abs(byY);
  const back = HEAD * Math.sign(isFlat ? byX : byY);
  const [one, other]: [Spot, Spot] = isFlat
    ? [
        [x - back, y - HALF],
        [x - back, y + HALF],
      ]
    : [
        [x - HALF, y - back],
        [x + HALF, y - back],
      ];
  return `M${one[0]} ${one[1]}L${x} ${y}L${other[0]} ${other[1]}`;
}
