/** Where the ports of a step sit: in order along each side, each as near as possible to where it leads. */
import { COMPENSATE } from "#flow/compensation.ts";
import type { Step } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import { portsOf } from "#flow/ports-of.ts";
import type { PortHint } from "#flow/step.ts";
import type { Spot } from "#flow/placement.ts";
import { type Box, middleX, middleY, type Routed, type Side } from "./route.ts";

export type Port = PortHint & { side: Side /** centre, from the step's top left corner */; x: number; y: number; isConnected: boolean };

/** @param own the edges that leave the step */
export function portsAround(step: Step, own: readonly Routed[], boxes: ReadonlyMap<string, Box>, box: Box): Port[] {
  return arrange(hintsOf(step, own), own, boxes, box);
}

/** An outcome that the config lost keeps a port, so that its edge can be seen and moved. */
function hintsOf(step: Step, own: readonly Routed[]): PortHint[] {
  const known = portsOf(step);
  const lost = [...new Set(own.map((each) => portOf(each.edge)))].filter((id) => !known.some((port) => port.id === id));
  return lost.length === 0 ? known : [...known, ...lost.map((id): PortHint => ({ id, label: id, kind: "outcome" }))];
}

/** Ports in order along each side, each as near as possible to where it leads. */
function arrange(hints: readonly PortHint[], own: readonly Routed[], boxes: ReadonlyMap<string, Box>, box: Box): Port[] {
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
    return { hint, index, side, isSpare, isConnected: mine.length > 0, aim: at ? centre(at) : null, isAcross: first?.around === null && isAside(first.to) };
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
    const across = !isFlat && peers.length === 1 && self?.isAcross && self.aim ? self.aim[1] - box.y : null;
    // alone on its side it moves a little where that makes a jog a straight line: ends are lower than steps
    const along = across !== null && across > CORNER && across < length - CORNER ? across : alongSide({ length, count: order.length, place, straight });
    const point =
      side === "top" ? { x: along, y: 0 } : side === "bottom" ? { x: along, y: box.height } : side === "left" ? { x: 0, y: along } : { x: box.width, y: along };
    return { ...hint, side, ...point, isConnected: self?.isConnected ?? false };
  });
}

/** how near to a corner a port may come */
const CORNER = 10;

const isAside = (side: Side) => side === "left" || side === "right";

/** The one that leads straight on keeps the middle; the rest share what is left of it and right of it. */
function alongSide({ length, count, place, straight }: { length: number; count: number; place: number; straight: number }): number {
  if (straight < 0) return (length * (2 * place + 1)) / (2 * count);
  if (place === straight) return length / 2;
  return place < straight
    ? ((length / 2 - 20) * (2 * place + 1)) / (2 * straight)
    : length / 2 + 20 + ((length / 2 - 20) * (2 * (place - straight - 1) + 1)) / (2 * (count - straight - 1));
}

const centre = (box: Box): Spot => [middleX(box), middleY(box)];

/** Ports that came out as they were are the ones that there were. */
export function unlessSame(before: Port[] | undefined, ports: Port[]): Port[] {
  const isSame = before?.length === ports.length && ports.every((port, index) => isSamePort(port, before[index]));
  return before && isSame ? before : ports;
}

function isSamePort(a: Port, b: Port | undefined): boolean {
  return b !== undefined && PORT_PARTS.every((part) => a[part] === b[part]);
}

const PORT_PARTS = ["id", "label", "kind", "side", "x", "y", "isConnected"] as const satisfies (keyof Port)[];
