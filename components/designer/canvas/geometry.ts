/**
 * Where ports sit and how edges run. A port faces the step it leads to; edges are right-angled with round corners; work that goes back runs
 * around the outside. Pure: from places to lines, so that a drag only has to say the new places.
 */
import { COMPENSATE } from "#flow/compensation.ts";
import type { Edge, FlowDocument } from "#flow/document.ts";
import { portOf } from "#flow/document.ts";
import { edgeKey } from "#flow/edit.ts";
import type { Size, Spot } from "#flow/placement.ts";
import { sizeOf } from "#flow/placement.ts";
import { portsOf } from "#flow/ports-of.ts";
import type { PortHint } from "#flow/step.ts";
import { findStep } from "#flow/steps/index.ts";

export type Side = "top" | "right" | "bottom" | "left";
export type Port = PortHint & { side: Side /** centre, from the step's top left corner */; x: number; y: number; isConnected: boolean };
export type Box = { x: number; y: number } & Size;
export type StepShape = { box: Box; ports: Port[] /** sides on which edges arrive */; inputs: { side: Side; x: number; y: number }[] };
export type Line = { key: string; edge: Edge; path: string; points: Spot[]; label: Spot; isUpright: boolean };
export type Geometry = { shapes: Map<string, StepShape>; lines: Line[] };

const RADIUS = 10;
const OUTSIDE = 48;
const SLIDE = 48;
const SLIDE_MARGIN = 18;
/** the arrow's tip stays this far from the port */
const ARROW = 6;

export function geometryOf(document: FlowDocument, places: Record<string, Spot>): Geometry {
  const boxes = new Map(document.steps.map((step) => [step.id, boxOf(places[step.id] ?? [0, 0], sizeOf(step))]));
  const edges = document.edges.filter((edge) => boxes.has(edge.from) && boxes.has(edge.to));
  const routes = edges.map((edge) => ({ edge, ...route(edge, edges, boxes) }));
  const shapes = new Map<string, StepShape>();
  for (const step of document.steps) {
    const box = boxes.get(step.id);
    if (!box) continue;
    const own = routes.filter((each) => each.edge.from === step.id);
    const arriving = [...new Set(routes.filter((each) => each.edge.to === step.id).map((each) => each.to))];
    const isTrigger = findStep(step.type)?.trigger === true;
    const inputs = arriving.length > 0 ? arriving : isTrigger ? [] : (["top"] satisfies Side[]);
    // an outcome that the config lost keeps a port, so that its edge can be seen and moved
    const lost = [...new Set(own.map((each) => portOf(each.edge)))].map((id): PortHint => ({ id, label: id, kind: "outcome" }));
    const known = portsOf(step);
    const hints = [...known, ...lost.filter((each) => !known.some((port) => port.id === each.id))];
    shapes.set(step.id, { box, ports: arrange(hints, own, boxes, box), inputs: inputs.map((side) => ({ side, ...middle(box, side) })) });
  }
  straighten(routes, shapes);
  const lines = routes.flatMap(({ edge, to, around }): Line[] => {
    const source = shapes.get(edge.from);
    const target = shapes.get(edge.to);
    const port = source?.ports.find((each) => each.id === portOf(edge));
    const input = target?.inputs.find((each) => each.side === to);
    if (!source || !target || !port || !input) return [];
    const start: Spot = [source.box.x + port.x, source.box.y + port.y];
    const end: Spot = [target.box.x + input.x, target.box.y + input.y];
    const points = bend({ start, from: port.side, end: away(end, to, ARROW - 1), to, around });
    return [{ key: edgeKey(edge), edge, path: rounded(points), points, ...labelOf(points) }];
  });
  return { shapes, lines };
}

/** An input that one edge alone uses moves along its side where that makes a small jog a straight line. */
function straighten(routes: readonly (Route & { edge: Edge })[], shapes: ReadonlyMap<string, StepShape>): void {
  for (const { edge, to } of routes) {
    if (to !== "top" || routes.some((other) => other.edge !== edge && other.edge.to === edge.to && other.to === to)) continue;
    const source = shapes.get(edge.from);
    const target = shapes.get(edge.to);
    const port = source?.ports.find((each) => each.id === portOf(edge));
    const input = target?.inputs.find((each) => each.side === to);
    if (!source || !target || !input || port?.side !== "bottom") continue;
    const x = source.box.x + port.x - target.box.x;
    if (x > SLIDE_MARGIN && x < target.box.width - SLIDE_MARGIN && Math.abs(x - input.x) <= SLIDE) input.x = x;
  }
}

const boxOf = ([x, y]: Spot, size: Size): Box => ({ x, y, ...size });
const centre = (box: Box): Spot => [box.x + box.width / 2, box.y + box.height / 2];

type Route = { from: Side; to: Side /** x of the way around the outside */; around: number | null };

function route(edge: Edge, edges: readonly Edge[], boxes: ReadonlyMap<string, Box>): Route {
  const a = boxes.get(edge.from);
  const b = boxes.get(edge.to);
  if (!a || !b) return { from: "bottom", to: "top", around: null };
  const dx = centre(b)[0] - centre(a)[0];
  const gapX = Math.abs(dx) - (a.width + b.width) / 2;
  const isBelow = b.y >= a.y + a.height + 12;
  const isAbove = b.y + b.height + 12 <= a.y;
  const facing: Side = dx > 0 ? "right" : "left";
  const opposite: Side = dx > 0 ? "left" : "right";
  if (isBelow && !edge.rework) {
    // a step that is already entered from straight above takes others from the side
    const isTopTaken = edges.some((other) => {
      const box = other !== edge && other.to === edge.to && !other.rework ? boxes.get(other.from) : undefined;
      return box !== undefined && Math.abs(centre(box)[0] - centre(b)[0]) < 40 && box.y < b.y;
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

/** Ports in order along each side, each as near as possible to where it leads. */
function arrange(hints: readonly PortHint[], own: readonly (Route & { edge: Edge })[], boxes: ReadonlyMap<string, Box>, box: Box): Port[] {
  const below = new Set(own.filter((each) => each.from === "bottom").map((each) => portOf(each.edge))).size;
  const free = hints.filter((hint) => hint.kind !== "error" && !own.some((each) => portOf(each.edge) === hint.id));
  // what leads nowhere yet waits below while there is room, else on the right
  const room = below > 0 || free.length > 3 ? Math.max(0, 2 - below) : 3;
  const sides = hints.map((hint, index) => {
    const mine = own.filter((each) => portOf(each.edge) === hint.id);
    const [first] = mine;
    const at = first ? boxes.get(first.edge.to) : undefined;
    const isSpare = !first && hint.kind === "error";
    const side: Side = first ? first.from : isSpare || free.indexOf(hint) >= room ? "right" : "bottom";
    return { hint, index, side, isSpare, isConnected: mine.length > 0, aim: at ? centre(at) : null };
  });
  return hints.map((hint) => {
    const self = sides.find((each) => each.hint === hint);
    const side = self?.side ?? "bottom";
    // an error nobody listens to keeps to the corner, out of the way of the others
    if (self?.isSpare) return { ...hint, side, x: box.width, y: hint.id === COMPENSATE ? 13 : box.height - 13, isConnected: false };
    const isFlat = side === "top" || side === "bottom";
    const peers = sides.filter((each) => each.side === side && !each.isSpare);
    const axis = isFlat ? 0 : 1;
    // with one that leads nowhere yet, the order of the outcomes is the only one there is
    const order = peers.every((each) => each.aim) ? peers.toSorted((a, b) => (a.aim?.[axis] ?? 0) - (b.aim?.[axis] ?? 0) || a.index - b.index) : peers;
    const place = order.findIndex((each) => each.hint === hint);
    const straight = isFlat ? order.findIndex((each) => each.aim && Math.abs(each.aim[0] - centre(box)[0]) < 4) : -1;
    const length = isFlat ? box.width : box.height;
    const along = alongSide({ length, count: order.length, place, straight });
    const point =
      side === "top" ? { x: along, y: 0 } : side === "bottom" ? { x: along, y: box.height } : side === "left" ? { x: 0, y: along } : { x: box.width, y: along };
    return { ...hint, side, ...point, isConnected: self?.isConnected ?? false };
  });
}

/** The one that leads straight on keeps the middle; the rest share what is left of it and right of it. */
function alongSide({ length, count, place, straight }: { length: number; count: number; place: number; straight: number }): number {
  if (straight < 0) return (length * (2 * place + 1)) / (2 * count);
  if (place === straight) return length / 2;
  return place < straight
    ? ((length / 2 - 20) * (2 * place + 1)) / (2 * straight)
    : length / 2 + 20 + ((length / 2 - 20) * (2 * (place - straight - 1) + 1)) / (2 * (count - straight - 1));
}

function middle(box: Box, side: Side): { x: number; y: number } {
  if (side === "top") return { x: box.width / 2, y: 0 };
  if (side === "bottom") return { x: box.width / 2, y: box.height };
  return { x: side === "left" ? 0 : box.width, y: box.height / 2 };
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
export function rounded(points: readonly Spot[]): string {
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

/** How far a point is from a line: what is dropped near an edge goes into it. */
export function distanceTo(line: Line, [x, y]: Spot): number {
  return Math.min(
    ...line.points.slice(1).map((to, index) => {
      const from = line.points[index] ?? to;
      const nearX = Math.min(Math.max(x, Math.min(from[0], to[0])), Math.max(from[0], to[0]));
      const nearY = Math.min(Math.max(y, Math.min(from[1], to[1])), Math.max(from[1], to[1]));
      return Math.hypot(x - nearX, y - nearY);
    }),
  );
}

const length = (a: Spot, b: Spot) => Math.hypot(a[0] - b[0], a[1] - b[1]);

function toward(from: Spot, to: Spot, by: number): Spot {
  const total = length(from, to) || 1;
  return [from[0] + ((to[0] - from[0]) * by) / total, from[1] + ((to[1] - from[1]) * by) / total];
}
