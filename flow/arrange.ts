/** Steps in line with each other, or at equal distances: from the places they have to the places they get. */
import type { FlowDocument } from "./document.ts";
import type { Size, Spot } from "./placement.ts";
import { GRID, sizeOf } from "./placement.ts";

export type Placed = { id: string; at: Spot } & Size;
export type Line = "left" | "centre" | "right" | "top" | "middle" | "bottom";

export function placedSteps(document: FlowDocument, ids: readonly string[]): Placed[] {
  const chosen = new Set(ids);
  return document.steps.flatMap((step) => {
    const at = document.layout?.[step.id];
    return at && chosen.has(step.id) ? [{ id: step.id, at, ...sizeOf(step) }] : [];
  });
}

/** Lines boxes up along a side, or along the middle, of the frame around them. */
export function align(boxes: readonly Placed[], line: Line): Record<string, Spot> {
  const axis = line === "left" || line === "centre" || line === "right" ? 0 : 1;
  const long = (box: Placed) => (axis === 0 ? box.width : box.height);
  const start = Math.min(...boxes.map((box) => box.at[axis]));
  const end = Math.max(...boxes.map((box) => box.at[axis] + long(box)));
  // the middle of two steps on the grid may be off it, and the next drag would be, too: the widest box keeps to the grid
  const widest = Math.max(...boxes.map(long));
  const middle = Math.round(((start + end) / 2 - widest / 2) / GRID) * GRID + widest / 2;
  const place = (box: Placed) => {
    if (line === "left" || line === "top") return start;
    if (line === "right" || line === "bottom") return end - long(box);
    return middle - long(box) / 2;
  };
  return spots(boxes, axis, place);
}

/** The same gap between one box and the next; the outermost two stay where they are. Three boxes at least. */
export function distribute(boxes: readonly Placed[], direction: "across" | "down"): Record<string, Spot> {
  const axis = direction === "across" ? 0 : 1;
  const long = (box: Placed) => (axis === 0 ? box.width : box.height);
  const order = boxes.toSorted((a, b) => a.at[axis] + long(a) / 2 - (b.at[axis] + long(b) / 2));
  const [first] = order;
  const last = order.at(-1);
  if (!first || !last || order.length < 3) return {};
  const room = last.at[axis] + long(last) - first.at[axis];
  const gap = (room - order.reduce((sum, box) => sum + long(box), 0)) / (order.length - 1);
  let next = first.at[axis];
  const starts = new Map<string, number>();
  for (const box of order) {
    starts.set(box.id, Math.round(next));
    next += long(box) + gap;
  }
  return spots(order, axis, (box) => starts.get(box.id) ?? box.at[axis]);
}

function spots(boxes: readonly Placed[], axis: 0 | 1, place: (box: Placed) => number): Record<string, Spot> {
  return Object.fromEntries(boxes.map((box): [string, Spot] => [box.id, axis === 0 ? [place(box), box.at[1]] : [box.at[0], place(box)]]));
}
