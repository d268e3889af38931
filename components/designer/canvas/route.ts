/** On which sides an edge leaves and arrives: facing the other step; work that goes back runs around the outside. */
import type { Edge } from "#flow/document.ts";
import type { Size } from "#flow/placement.ts";

export type Side = "top" | "right" | "bottom" | "left";
export type Box = { x: number; y: number } & Size;
export type Route = { from: Side; to: Side /** x of the way around the outside */; around: number | null };
export type Routed = Route & { edge: Edge };

const OUTSIDE = 48;

/** @param arriving the edges that lead to the same step */
export function route(edge: Edge, arriving: readonly Edge[], boxes: ReadonlyMap<string, Box>): Route {
  const a = boxes.get(edge.from);
  const b = boxes.get(edge.to);
  if (!a || !b) return { from: "bottom", to: "top", around: null };
  const dx = middleX(b) - middleX(a);
  const gapX = Math.abs(dx) - (a.width + b.width) / 2;
  const isBelow = b.y >= a.y + a.height + 12;
  const isAbove = b.y + b.height + 12 <= a.y;
  const facing: Side = dx > 0 ? "right" : "left";
  const opposite: Side = dx > 0 ? "left" : "right";
  if (isBelow && !edge.rework) {
    // a step that is already entered from straight above takes others from the side
    const isTopTaken = arriving.some((other) => {
      const box = other !== edge && !other.rework ? boxes.get(other.from) : undefined;
      return box !== undefined && Math.abs(middleX(box) - middleX(b)) < 40 && box.y < b.y;
    });
    return { from: "bottom", to: gapX > 24 && isTopTaken ? opposite : "top", around: null };
  }
  if (!isAbove && !isBelow && gapX > 24) return { from: facing, to: opposite, around: null };
  if (isAbove && gapX > 24) return { from: "top", to: opposite, around: null };
  if (isBelow && gapX > 24) return { from: "bottom", to: opposite, around: null };
  // back up the same column: around the outside of what stands between
  const top = Math.min(a.y, b.y);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  const between = [...boxes.values()].filter((box) => box.y < bottom && box.y + box.height > top);
  const column = between.filter((box) => box.x < Math.max(a.x + a.width, b.x + b.width) + OUTSIDE * 2 && box.x + box.width > Math.min(a.x, b.x) - OUTSIDE * 2);
  const right = Math.max(...column.map((box) => box.x + box.width)) + OUTSIDE;
  return { from: "right", to: "right", around: right };
}

export const middleX = (box: Box): number => box.x + box.width / 2;
export const middleY = (box: Box): number => box.y + box.height / 2;
