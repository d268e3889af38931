/**
 * Where ports sit and how edges run. A port faces the step it leads to; edges are right-angled with round corners; work that goes back runs
 * around the outside. Pure: from places to lines, so that a drag only has to say the new places.
 */
import type { Edge, FlowDocument, Step } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import { edgeKey } from "#flow/edit.ts";
import type { Size, Spot } from "#flow/placement.ts";
import { sizeOf } from "#flow/placement.ts";
import { findFace } from "#flow/steps/faces.ts";
import { stepsById, type Wiring, wiringOf } from "#flow/wiring.ts";
import { type Port, portsAround, unlessSame } from "./arrange.ts";
import { createKeeper, isSame } from "./keep.ts";
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

/** `moved`: the steps that stand elsewhere than the last time, where nothing else is new */
export type GeometryOf = (document: Pick<FlowDocument, "steps" | "edges">, places: Places, moved?: ReadonlySet<string>) => Geometry;

/**
 * The same, again and again while steps are drawn and dragged: shapes, ports and lines that come out as they were are the objects they were, and so is all of it.
 * Ports and inputs are told from the step's own corner, so that they stay the same where a step moves together with its neighbours.
 */
export function createGeometry(): GeometryOf {
  const boxKeeper = createKeeper<Box>();
  const portKeeper = createKeeper<Port[]>();
  const inputKeeper = createKeeper<Input[]>();
  const shapeKeeper = createKeeper<StepShape>();
  const lineKeeper = createKeeper<Line>();
  let boxes = new Map<string, Box>();
  let routes = new Map<Edge, Routed>();
  let ports = new Map<string, Port[]>();
  let shapes = new Map<string, StepShape>();
  let lines = new Map<Edge, Line>();
  let last: Geometry = { shapes, lines: [] };

  return (document, places, moved) => {
    if (moved?.size === 0) return last;
    const isPart = moved !== undefined;
    const wiring = wiringOf(document.edges);
    const part = moved ? touchedBy(moved, wiring, routes.values()) : everything(document);
    if (!isPart) [boxes, routes, ports, lines] = [new Map(), new Map(), new Map(), new Map()];
    shapes = isPart ? new Map(shapes) : new Map();
    const byId = stepsById(document.steps);
    const known = (ids: Iterable<string>): Step[] => [...ids].flatMap((id) => byId.get(id) ?? []);

    const keepBox = boxKeeper(isPart);
    for (const step of known(part.boxes)) {
      const at = places(step.id) ?? [0, 0];
      const size = sizeOf(step);
      boxes.set(
        step.id,
        keepBox(step.id, [...at, size.width, size.height], () => boxOf(at, size)),
      );
    }
    for (const edge of part.routes) {
      if (boxes.has(edge.from) && boxes.has(edge.to)) routes.set(edge, { edge, ...route(edge, wiring.to(edge.to), boxes) });
    }
    const routed = (edges: readonly Edge[]) => edges.flatMap((edge) => routes.get(edge) ?? []);
    const keepPorts = portKeeper(isPart);
    for (const step of known(part.ports)) {
      const box = boxes.get(step.id);
      if (!box) continue;
      const own = routed(wiring.from(step.id));
      const parts = [step, box, ...own.flatMap((each) => [each.edge, each.from, boxes.get(each.edge.to)])];
      ports.set(
        step.id,
        keepPorts(step.id, parts, (before) => unlessSame(before, portsAround(step, own, boxes, box))),
      );
    }
    const [keepInputs, keepShape] = [inputKeeper(isPart), shapeKeeper(isPart)];
    for (const step of known(part.shapes)) {
      const box = boxes.get(step.id);
      const own = ports.get(step.id);
      if (!box || !own) continue;
      const arrivals = routed(wiring.to(step.id));
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
    const keepLine = lineKeeper(isPart);
    for (const edge of part.lines) {
      const { to, around } = routes.get(edge) ?? {};
      const source = shapes.get(edge.from);
      const target = shapes.get(edge.to);
      const port = source?.ports.find((each) => each.id === portOf(edge));
      const input = target?.inputs.find((each) => each.side === to);
      if (!source || !target || !port || !input || to === undefined || around === undefined) {
        lines.delete(edge);
        continue;
      }
      const key = edgeKey(edge);
      const line = keepLine(key, [edge, source.box, port, target.box, input, around], () => {
        const start: Spot = [source.box.x + port.x, source.box.y + port.y];
        const end: Spot = [target.box.x + input.x, target.box.y + input.y];
        return lineOf({ key, edge, start, from: port.side, end, to, around });
      });
      lines.set(edge, line);
    }
    const all = document.edges.flatMap((edge) => lines.get(edge) ?? []);
    const isNew = !isSame(last.lines, all) || !isSame([...last.shapes.values()], [...shapes.values()]) || !isSame([...last.shapes.keys()], [...shapes.keys()]);
    if (isNew) last = { shapes, lines: all };
    return last;
  };
}

/** What is worked out anew: boxes, routes, ports, shapes and lines, in this order, each from those before it. */
type Part = { boxes: Iterable<string>; routes: Iterable<Edge>; ports: Iterable<string>; shapes: Iterable<string>; lines: Iterable<Edge> };

function everything({ steps, edges }: Pick<FlowDocument, "steps" | "edges">): Part {
  const ids = steps.map((step) => step.id);
  return { boxes: ids, routes: edges, ports: ids, shapes: ids, lines: edges };
}

/** A hundred steps that are dragged among a thousand touch themselves and those around them. */
function touchedBy(moved: ReadonlySet<string>, wiring: Wiring, routes: Iterable<Routed>): Part {
  const after = (ids: Iterable<string>) => [...ids].flatMap((id) => wiring.from(id).map((edge) => edge.to));
  const entered = new Set([...moved, ...after(moved)]);
  const rerouted = new Set([...entered].flatMap((id) => [...wiring.to(id)]));
  // the way around the outside looks at all that stands between
  for (const { edge, around } of routes) if (around !== null) rerouted.add(edge);
  const leaving = new Set([...moved, ...[...rerouted].map((edge) => edge.from)]);
  const shapes = new Set([...leaving, ...entered, ...after(leaving)]);
  const lines = new Set([...shapes].flatMap((id) => [...wiring.from(id), ...wiring.to(id)]));
  return { boxes: moved, routes: rerouted, ports: leaving, shapes, lines };
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

function middle(box: Box, side: Side): { x: number; y: number } {
  if (side === "top") return { x: box.width / 2, y: 0 };
  if (side === "bottom") return { x: box.width / 2, y: box.height };
  return { x: side === "left" ? 0 : box.width, y: box.height / 2 };
}

const boxOf = ([x, y]: Spot, size: Size): Box => ({ x, y, ...size });
