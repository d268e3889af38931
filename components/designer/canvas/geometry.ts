/**
 * Where ports sit and how edges run. A port faces the step it leads to; edges are right-angled with round corners; work that goes back runs
 * around the outside. Pure: from places to lines, so that a drag only has to say the new places.
 */
import type { FlowDocument } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import { edgeKey } from "#flow/edit.ts";
import type { Size, Spot } from "#flow/placement.ts";
import { sizeOf } from "#flow/placement.ts";
import { findFace } from "#flow/steps/faces.ts";
import { wiringOf } from "#flow/wiring.ts";
import { type Port, portsAround, unlessSame } from "./arrange.ts";
import { createKeeper } from "./keep.ts";
import { type Line, lineOf } from "./line.ts";
import { type Box, route, type Routed, type Side } from "./route.ts";

export type Input = { side: Side; x: number; y: number };
export type StepShape = { box: Box; ports: Port[] /** sides on which edges arrive */; inputs: Input[] };
export type Geometry = { shapes: Map<string, StepShape>; lines: Line[] };
type Places = (step: string) => Spot | undefined;

/** how far an input moves along its side for a straight line, and how near to a corner */
const SLIDE = 48;
const SLIDE_MARGIN = 18;

export function geometryOf(document: Pick<FlowDocument, "steps" | "edges">, places: Record<string, Spot>): Geometry {
  return createGeometry()(document, (step) => places[step]);
}

/**
 * The same, again and again while steps are drawn and dragged: shapes, ports and lines that come out as they were are the objects they were.
 * Ports and inputs are told from the step's own corner, so that they stay the same where a step moves together with its neighbours.
 */
export function createGeometry(): (document: Pick<FlowDocument, "steps" | "edges">, places: Places) => Geometry {
  const boxKeeper = createKeeper<Box>();
  const portKeeper = createKeeper<Port[]>();
  const inputKeeper = createKeeper<Input[]>();
  const shapeKeeper = createKeeper<StepShape>();
  const lineKeeper = createKeeper<Line>();
  return (document, places) => {
    const [keepBox, keepPorts, keepInputs, keepShape, keepLine] = [boxKeeper(), portKeeper(), inputKeeper(), shapeKeeper(), lineKeeper()];
    const boxes = new Map<string, Box>();
    for (const step of document.steps) {
      const at = places(step.id) ?? [0, 0];
      const size = sizeOf(step);
      boxes.set(
        step.id,
        keepBox(step.id, [...at, size.width, size.height], () => boxOf(at, size)),
      );
    }
    const wiring = wiringOf(document.edges);
    const routes: Routed[] = [];
    const leaving = new Map<string, Routed[]>();
    const arriving = new Map<string, Routed[]>();
    for (const edge of document.edges) {
      if (!boxes.has(edge.from) || !boxes.has(edge.to)) continue;
      const routed = { edge, ...route(edge, wiring.to(edge.to), boxes) };
      routes.push(routed);
      append(leaving, edge.from, routed);
      append(arriving, edge.to, routed);
    }
    const ports = new Map<string, Port[]>();
    for (const step of document.steps) {
      const box = boxes.get(step.id);
      if (!box) continue;
      const own = leaving.get(step.id) ?? [];
      const parts = [step, box, ...own.flatMap((each) => [each.edge, each.from, boxes.get(each.edge.to)])];
      ports.set(
        step.id,
        keepPorts(step.id, parts, (before) => unlessSame(before, portsAround(step, own, boxes, box))),
      );
    }
    const shapes = new Map<string, StepShape>();
    for (const step of document.steps) {
      const box = boxes.get(step.id);
      const own = ports.get(step.id);
      if (!box || !own) continue;
      const arrivals = arriving.get(step.id) ?? [];
      const sides = arrivals.length > 0 ? [...new Set(arrivals.map((each) => each.to))] : findFace(step.type)?.trigger ? [] : (["top"] satisfies Side[]);
      const x = straightened(arrivals, { box, boxes, ports });
      const inputs = keepInputs(step.id, [box.width, box.height, x, ...sides], () =>
        sides.map((side) => ({ side, ...middle(box, side), ...(side === "top" && x !== null ? { x } : {}) })),
      );
      shapes.set(
        step.id,
        keepShape(step.id, [box, own, inputs], () => ({ box, ports: own, inputs })),
      );
    }
    const lines = routes.flatMap(({ edge, to, around }): Line[] => {
      const source = shapes.get(edge.from);
      const target = shapes.get(edge.to);
      const port = source?.ports.find((each) => each.id === portOf(edge));
      const input = target?.inputs.find((each) => each.side === to);
      if (!source || !target || !port || !input) return [];
      const key = edgeKey(edge);
      return [
        keepLine(key, [edge, source.box, port, target.box, input, around], () => {
          const start: Spot = [source.box.x + port.x, source.box.y + port.y];
          const end: Spot = [target.box.x + input.x, target.box.y + input.y];
          return lineOf({ key, edge, start, from: port.side, end, to, around });
        }),
      ];
    });
    return { shapes, lines };
  };
}

/** Where an input that one edge alone uses moves along the top, because that makes a small jog a straight line; null where it stays. */
function straightened(arrivals: readonly Routed[], q: { box: Box; boxes: ReadonlyMap<string, Box>; ports: ReadonlyMap<string, Port[]> }): number | null {
  const [only, ...others] = arrivals.filter((each) => each.to === "top");
  if (!only || others.length > 0) return null;
  const source = q.boxes.get(only.edge.from);
  const port = q.ports.get(only.edge.from)?.find((each) => each.id === portOf(only.edge));
  if (!source || port?.side !== "bottom") return null;
  const x = source.x + port.x - q.box.x;
  return x > SLIDE_MARGIN && x < q.box.width - SLIDE_MARGIN && Math.abs(x - q.box.width / 2) <= SLIDE ? x : null;
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function middle(box: Box, side: Side): { x: number; y: number } {
  if (side === "top") return { x: box.width / 2, y: 0 };
  if (side === "bottom") return { x: box.width / 2, y: box.height };
  return { x: side === "left" ? 0 : box.width, y: box.height / 2 };
}

const boxOf = ([x, y]: Spot, size: Size): Box => ({ x, y, ...size });
