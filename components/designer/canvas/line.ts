/** How an edge is drawn: right angles with round corners, from an outcome to the side on which it arrives. */
import type { Edge } from "#flow/document.ts";
import type { Spot } from "#flow/placement.ts";
import type { Box, Side } from "./route.ts";

export type Line = { key: string; edge: Edge; points: Spot[]; label: Spot; isUpright: boolean };

const RADIUS = 10;
/** the arrow's tip stays this far from the port */
const ARROW = 6;

export function lineOf(q: { key: string; edge: Edge; start: Spot; from: Side; end: Spot; to: Side; around: number | null }): Line {
  const points = bend({ start: q.start, from: q.from, end: away(q.end, q.to, ARROW - 1), to: q.to, around: q.around });
  return { key: q.key, edge: q.edge, points, ...labelOf(points) };
}

const paths = new WeakMap<Line, string>();

/** What draws it, as SVG has it: worked out for lines that somebody sees, once for each. */
export function pathOf(line: Line): string {
  const known = paths.get(line);
  if (known !== undefined) return known;
  const path = rounded(line.points);
  paths.set(line, path);
  return path;
}

const boxes = new WeakMap<Line, Box>();

/** The least box that holds all of it. */
export function boxAround(line: Line): Box {
  const known = boxes.get(line);
  if (known) return known;
  const [xs, ys] = [line.points.map(([x]) => x), line.points.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  const box = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
  boxes.set(line, box);
  return box;
}

/** The line that runs nearest to a point, within reach: what is dropped near an edge goes into it. */
export function lineAt(lines: readonly Line[], [x, y]: Spot, reach: number): Line | null {
  let best: Line | null = null;
  let far = reach;
  for (const line of lines) {
    for (const [index, to] of line.points.entries()) {
      const from = line.points[index - 1];
      if (!from) continue;
      const nearX = Math.min(Math.max(x, Math.min(from[0], to[0])), Math.max(from[0], to[0]));
      const nearY = Math.min(Math.max(y, Math.min(from[1], to[1])), Math.max(from[1], to[1]));
      const distance = Math.hypot(x - nearX, y - nearY);
      if (distance >= far) continue;
      best = line;
      far = distance;
    }
  }
  return best;
}

function away([x, y]: Spot, side: Side, by: number): Spot {
  if (side === "top") return [x, y - by];
  if (side === "bottom") return [x, y + by];
  return [side === "left" ? x - by : x + by, y];
}

function bend({ start, from, end, to, around }: { start: Spot; from: Side; end: Spot; to: Side; around: number | null }): Spot[] {
  const [sx, sy] = start;
  const [tx, ty] = end;
  if (around !== null) return [start, [around, sy], [around, ty], end];
  const isFromFlat = from === "top" || from === "bottom";
  const isToFlat = to === "top" || to === "bottom";
  if (isFromFlat && isToFlat) {
    if (Math.abs(sx - tx) < 2) return [start, [sx, ty]];
    const my = Math.round((sy + ty) / 2);
    return [start, [sx, my], [tx, my], end];
  }
  if (!isFromFlat && !isToFlat) {
    if (Math.abs(sy - ty) < 2) return [start, [tx, sy]];
    const mx = Math.round((sx + tx) / 2);
    return [start, [mx, sy], [mx, ty], end];
  }
  return isFromFlat ? [start, [sx, ty], end] : [start, [tx, sy], end];
}

/** A right-angled line with corners of RADIUS, or less where there is no room. */
function rounded(points: readonly Spot[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first[0]} ${first[1]}`;
  let before = first;
  for (const [index, point] of rest.entries()) {
    const next = rest[index + 1];
    if (!next) {
      path += `L${point[0]} ${point[1]}`;
      break;
    }
    const radius = Math.min(RADIUS, length(before, point) / 2, length(point, next) / 2);
    const inTo = toward(point, before, radius);
    const outOf = toward(point, next, radius);
    path += `L${inTo[0]} ${inTo[1]}Q${point[0]} ${point[1]} ${outOf[0]} ${outOf[1]}`;
    before = point;
  }
  return path;
}

/** The middle of the longest part, where a label and a plus have room. */
function labelOf(points: readonly Spot[]): { label: Spot; isUpright: boolean } {
  let best: { from: Spot; to: Spot } | null = null;
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (from && (!best || length(from, to) > length(best.from, best.to) + 0.5)) best = { from, to };
  }
  if (!best) return { label: points[0] ?? [0, 0], isUpright: true };
  return { label: [(best.from[0] + best.to[0]) / 2, (best.from[1] + best.to[1]) / 2], isUpright: best.from[0] === best.to[0] };
}

const length = (a: Spot, b: Spot) => Math.hypot(a[0] - b[0], a[1] - b[1]);

function toward(from: Spot, to: Spot, by: number): Spot {
  const total = length(from, to) || 1;
  return [from[0] + ((to[0] - from[0]) * by) / total, from[1] + ((to[1] - from[1]) * by) / total];
}
