/**
 * The flow as the canvas library wants it: nodes and edges with everything they show. Drawn again after every change, and what shows the same
 * as before is the same object: the library and the components pass over it.
 */
import { type NodeHandle, Position } from "@xyflow/react";
import type { FlowDocument, Step } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import { stepName, stepOf } from "#flow/edit.ts";
import { allSteps, bodyOf } from "#flow/nested.ts";
import type { Spot } from "#flow/placement.ts";
import { portsOf } from "#flow/ports-of.ts";
import type { Problem } from "#flow/problem.ts";
import { wiringOf } from "#flow/wiring.ts";
import type { StepCounts } from "#server/app.ts";
import { type RunMarks, saidOf } from "../run-marks.ts";
import type { Selection } from "../store.ts";
import type { FlowEdgeType } from "./flow-edge.tsx";
import { createGeometry, type Geometry, type StepShape } from "./geometry.ts";
import { createKeeper, createListKeeper, isSame, type Keep } from "./keep.ts";
import type { Line } from "./line.ts";
import type { Side } from "./route.ts";
import type { StepNodeData, StepNodeType } from "./step-node.tsx";

const POSITIONS: Record<Side, Position> = { top: Position.Top, right: Position.Right, bottom: Position.Bottom, left: Position.Left };
const PORT = 9;

export type Graph = { geometry: Geometry; nodes: StepNodeType[]; edges: FlowEdgeType[] };

export type Drawn = Picture & Chosen;

type Picture = {
  document: FlowDocument;
  /** places of steps that are being dragged; everything else stands where the document says */
  dragged: Readonly<Record<string, Spot>> | null;
  problems: readonly Problem[];
  marks: RunMarks;
  /** how many runs stand at a step, where somebody wants to see it */
  counts?: ReadonlyMap<string, StepCounts> | undefined;
  canEdit: boolean;
  /** steps are tiles */
  isFar: boolean;
};

type Chosen = { selection: Pick<Selection, "steps" | "edge">; dropEdge: string | null };

/** One per canvas: it remembers what it drew last. */
export function createGraph(): (drawn: Drawn) => Graph {
  const pictureOf = createPicture();
  let last: { parts: readonly unknown[]; graph: Graph } | null = null;
  const nodeKeeper = createKeeper<StepNodeType>();
  const edgeKeeper = createKeeper<FlowEdgeType>();

  return ({ selection, dropEdge, ...picture }) => {
    // choosing another step goes through the chosen ones alone, not through a thousand
    const parts = [picture.document, picture.dragged, picture.problems, picture.marks, picture.counts, picture.canEdit, picture.isFar];
    if (!last || !isSame(last.parts, parts)) last = { parts, graph: pictureOf(picture) };
    const { geometry, nodes, edges } = last.graph;
    const [keepNode, keepEdge] = [nodeKeeper(), edgeKeeper()];
    const isOpen = selection.steps.length === 1;
    return {
      geometry,
      nodes: replaced(nodes, selection.steps, (node) =>
        keepNode(node.id, [node, isOpen], () => ({ ...node, selected: true, ...(isOpen ? { data: { ...node.data, isOpen } } : {}) })),
      ),
      edges: replaced(edges, new Set([selection.edge, dropEdge]), (edge) => {
        const [selected, isDropTarget] = [edge.id === selection.edge, edge.id === dropEdge];
        return keepEdge(edge.id, [edge, selected, isDropTarget], () => ({
          ...edge,
          selected,
          ...(edge.data ? { data: { ...edge.data, isDropTarget } } : {}),
        }));
      }),
    };
  };
}

const places = new WeakMap<readonly { id: string }[], ReadonlyMap<string, number>>();

function placesIn(list: readonly { id: string }[]): ReadonlyMap<string, number> {
  const known = places.get(list);
  if (known) return known;
  const made = new Map(list.map((each, index) => [each.id, index]));
  places.set(list, made);
  return made;
}

/** The list with other things in the place of some; the same list where there is nothing to replace. */
function replaced<T extends { id: string }>(list: T[], ids: Iterable<string | null>, make: (thing: T) => T): T[] {
  const place = placesIn(list);
  let copy: T[] | null = null;
  for (const id of ids) {
    const index = id === null ? undefined : place.get(id);
    const thing = index === undefined ? undefined : list[index];
    if (index === undefined || !thing) continue;
    copy ??= [...list];
    copy[index] = make(thing);
  }
  return copy ?? list;
}

/** Everything but what is chosen. */
function createPicture(): (picture: Picture) => Graph {
  const geometryOf = createGeometry();
  const dataKeeper = createKeeper<StepNodeData>();
  const nodeKeeper = createKeeper<StepNodeType>();
  const edgeKeeper = createKeeper<FlowEdgeType>();
  const keepNodes = createListKeeper<StepNodeType>();
  const keepEdges = createListKeeper<FlowEdgeType>();
  let counted: { problems: readonly Problem[]; counts: ReadonlyMap<string, Count> } = { problems: [], counts: new Map() };
  let last: { picture: Picture; graph: Graph } | null = null;

  return (picture) => {
    const { document, dragged, marks, problems, counts, canEdit, isFar } = picture;
    if (counted.problems !== problems) counted = { problems, counts: countsOf(problems) };
    const before = last;
    const fresh = before && newSince(before.picture, picture);
    const geometry = geometryOf(document, (id) => dragged?.[id] ?? document.layout?.[id], fresh ?? undefined);
    const isPart = fresh !== null;
    const [keepData, keepNode, keepEdge] = [dataKeeper(isPart), nodeKeeper(isPart), edgeKeeper(isPart)];
    const drawStep = (step: Step): StepNodeType[] => {
      const shape = geometry.shapes.get(step.id);
      if (!shape) return [];
      const { errors, warnings } = countIn(counted.counts, step);
      const told = {
        state: marks.steps.get(step.id)?.state ?? null,
        said: saidOf(marks, step.id),
        isSent: marks.steps.get(step.id)?.isSent ?? false,
        errors,
        warnings,
        isOpen: false,
        taken: marks.steps.has(step.id),
        counts: counts?.get(step.id) ?? null,
      };
      const { ports, inputs } = shape;
      const data = keepData(step.id, [step, ports, inputs, ...Object.values(told)], () => ({ step, ports, inputs, ...told }));
      return [keepNode(step.id, [data, shape.box, canEdit, isFar], () => nodeOf(data, shape, { canEdit, isFar }))];
    };
    const drawLine = (line: Line) => edgeOf(line, picture, keepEdge);
    const drawn =
      fresh && before
        ? withNew(before.graph, geometry, { fresh, stepOf: (id) => stepOf(document, id), drawStep, drawLine })
        : { nodes: document.steps.flatMap(drawStep), edges: geometry.lines.map(drawLine) };
    const graph = { geometry, nodes: keepNodes(drawn.nodes), edges: keepEdges(drawn.edges) };
    last = { picture, graph };
    return graph;
  };
}

/** The steps that stand elsewhere, or are written otherwise, than in the picture before; null where more than that is new. */
function newSince(before: Picture, now: Picture): ReadonlySet<string> | null {
  const { dragged: was, document: old, ...rest } = before;
  const { dragged, document, ...others } = now;
  if ((was === dragged && old === document) || !isSame(Object.values(rest), Object.values(others))) return null;
  const rewritten = rewrittenSteps(old, document);
  if (rewritten === null) return null;
  const ids = new Set([...Object.keys(was ?? {}), ...Object.keys(dragged ?? {})]);
  return new Set([...rewritten, ...[...ids].filter((id) => was?.[id] !== dragged?.[id])]);
}

/** Null where steps have come or gone, stand elsewhere, or lead elsewhere. */
function rewrittenSteps(before: FlowDocument, after: FlowDocument): string[] | null {
  if (before.edges !== after.edges || before.layout !== after.layout || before.steps.length !== after.steps.length) return null;
  if (before.steps.some((step, index) => step.id !== after.steps[index]?.id)) return null;
  return after.steps.flatMap((step, index) => (before.steps[index] === step ? [] : [step.id]));
}

type Anew = {
  fresh: ReadonlySet<string>;
  stepOf: (id: string) => Step | undefined;
  drawStep: (step: Step) => StepNodeType[];
  drawLine: (line: Line) => FlowEdgeType;
};

/** What was drawn before, with what is fresh, and what came out new in the geometry for it, drawn anew. */
function withNew(before: Graph, geometry: Geometry, { fresh, stepOf: now, drawStep, drawLine }: Anew): Pick<Graph, "nodes" | "edges"> {
  const shapes = before.geometry.shapes;
  const nodes = before.nodes.map((node) => {
    if (!fresh.has(node.id) && shapes.get(node.id) === geometry.shapes.get(node.id)) return node;
    const step = now(node.id);
    return (step && drawStep(step)[0]) ?? node;
  });
  // edges without a line have no place in either list: only where as many are drawn do they stand in the same order
  const isAlike = before.edges.length === geometry.lines.length;
  const edges = geometry.lines.map((line, index) => {
    const edge = isAlike ? before.edges[index] : undefined;
    // its words name both its steps
    return edge?.data?.line === line && !fresh.has(line.edge.from) && !fresh.has(line.edge.to) ? edge : drawLine(line);
  });
  return { nodes, edges };
}

/**
 * Far away hundreds of steps are in view. Each that is put on its place by a transform is a part of its own to the painter, which then takes most of a
 * frame: there they have a left and a top. The node is another object, too, so that the library takes the ports that it did not find there from here.
 */
function nodeOf(data: StepNodeData, shape: StepShape, { canEdit, isFar }: Pick<Picture, "canEdit" | "isFar">): StepNodeType {
  const { x, y, width, height } = shape.box;
  return {
    id: data.step.id,
    type: "step",
    position: { x, y },
    width,
    height,
    measured: { width, height },
    handles: handlesOf(shape),
    selected: false,
    draggable: canEdit,
    ...(isFar ? { style: { transform: "none", left: x, top: y } } : {}),
    ariaRole: "group",
    ariaLabel: stepName(data.step),
    data,
  };
}

function edgeOf(line: Line, { document, marks }: Picture, keep: Keep<FlowEdgeType>): FlowEdgeType {
  const { key, edge } = line;
  const source = stepOf(document, edge.from);
  const target = stepOf(document, edge.to);
  const port = source && portsOf(source).find((each) => each.id === portOf(edge));
  const label = port?.kind === "out" ? null : (port?.label ?? portOf(edge));
  // several outcomes that lead to the same step share one label, on the first of their edges
  const twins = wiringOf(document.edges)
    .from(edge.from)
    .filter((each) => each.to === edge.to);
  const shown = label === null || twins[0] !== edge ? null : twins.map(portOf).join(", ");
  const from = source ? stepName(source) : edge.from;
  const to = target ? stepName(target) : edge.to;
  const told = { label, shown, from, to, isTaken: marks.taken.has(key), isCondition: source?.type === "branch", isDropTarget: false };
  return keep(key, [line, ...Object.values(told)], () => ({
    id: key,
    type: "flow",
    source: edge.from,
    target: edge.to,
    sourceHandle: portOf(edge),
    selected: false,
    // a frame drawn around steps must not take their edges along
    selectable: false,
    ariaRole: "img",
    ariaLabel: label === null ? `Edge from ${from} to ${to}` : `Edge from ${from}, ${label}, to ${to}`,
    data: { line, ...told },
  }));
}

type Count = { errors: number; warnings: number };
const NO_PROBLEMS: Count = { errors: 0, warnings: 0 };

function countsOf(problems: readonly Problem[]): Map<string, Count> {
  const counts = new Map<string, Count>();
  for (const { step, severity } of problems) {
    if (step === null) continue;
    const { errors, warnings } = counts.get(step) ?? NO_PROBLEMS;
    counts.set(step, severity === "error" ? { errors: errors + 1, warnings } : { errors, warnings: warnings + 1 });
  }
  return counts;
}

/** What is wrong inside a frame is told on the frame. */
function countIn(counts: ReadonlyMap<string, Count>, step: Step): Count {
  const own = counts.get(step.id) ?? NO_PROBLEMS;
  if (!bodyOf(step)) return own;
  const all = allSteps({ steps: [step], edges: [] }).map((each) => counts.get(each.id) ?? NO_PROBLEMS);
  return { errors: all.reduce((sum, each) => sum + each.errors, 0), warnings: all.reduce((sum, each) => sum + each.warnings, 0) };
}

/** Where wires can start and end, said rather than measured: the same numbers that draw the ports. */
function handlesOf(shape: StepShape): NodeHandle[] {
  const size = { width: PORT, height: PORT };
  return [
    ...shape.ports.map(
      (port): NodeHandle => ({ id: port.id, type: "source", position: POSITIONS[port.side], x: port.x - PORT / 2, y: port.y - PORT / 2, ...size }),
    ),
    ...shape.inputs.map(
      (input): NodeHandle => ({
        id: `in-${input.side}`,
        type: "target",
        position: POSITIONS[input.side],
        x: input.x - PORT / 2,
        y: input.y - PORT / 2,
        ...size,
      }),
    ),
  ];
}
