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
import { createKeeper, createListKeeper, type Keep } from "./keep.ts";
import { boxAround, type Line } from "./line.ts";
import type { Side } from "./route.ts";
import { overlaps, type Part } from "./seen.ts";
import type { StepNodeData, StepNodeType } from "./step-node.tsx";

const POSITIONS: Record<Side, Position> = { top: Position.Top, right: Position.Right, bottom: Position.Bottom, left: Position.Left };
const PORT = 9;

export type Graph = { geometry: Geometry; nodes: StepNodeType[]; edges: FlowEdgeType[] };

export type Drawn = {
  document: FlowDocument;
  /** places of steps that are being dragged; everything else stands where the document says */
  dragged: Readonly<Record<string, Spot>> | null;
  problems: readonly Problem[];
  marks: RunMarks;
  /** how many runs stand at a step, where somebody wants to see it */
  counts?: ReadonlyMap<string, StepCounts> | undefined;
  selection: Pick<Selection, "steps" | "edge">;
  dropEdge: string | null;
  /** the step that a wire is being drawn from */
  wireFrom: string | null;
  canEdit: boolean;
  /** steps are tiles */
  isFar: boolean;
  /** what of it is drawn, null: nothing yet; what is chosen is drawn wherever it stands: it can be moved together with what is seen */
  part: Part | null;
};

/** One per canvas: it remembers what it drew last. */
export function createGraph(): (drawn: Drawn) => Graph {
  const geometryOf = createGeometry();
  const dataKeeper = createKeeper<StepNodeData>();
  const nodeKeeper = createKeeper<StepNodeType>();
  const edgeKeeper = createKeeper<FlowEdgeType>();
  const keepNodes = createListKeeper<StepNodeType>();
  const keepEdges = createListKeeper<FlowEdgeType>();
  let counted: { problems: readonly Problem[]; counts: ReadonlyMap<string, Count> } = { problems: [], counts: new Map() };
  let last: { places: Places; geometry: Geometry } | null = null;

  return (drawn) => {
    const { document, dragged, marks, problems, counts, canEdit, isFar, selection } = drawn;
    if (counted.problems !== problems) counted = { problems, counts: countsOf(problems) };
    const geometry =
      last && last.places.document === document && last.places.dragged === dragged
        ? last.geometry
        : geometryOf(document, (id) => dragged?.[id] ?? document.layout?.[id], (last && newSince(last.places, drawn)) ?? undefined);
    last = { places: { document, dragged }, geometry };

    const [keepData, keepNode, keepEdge] = [dataKeeper(), nodeKeeper(), edgeKeeper()];
    const isOnly = selection.steps.length === 1;
    const chosen = new Set(selection.steps);
    const held = heldIn(geometry, drawn, chosen);
    const nodes = document.steps.flatMap((step): StepNodeType[] => {
      const shape = geometry.shapes.get(step.id);
      if (!shape || !held.has(step.id, shape)) return [];
      const selected = chosen.has(step.id);
      const { errors, warnings } = countIn(counted.counts, step);
      const told = {
        state: marks.steps.get(step.id)?.state ?? null,
        said: saidOf(marks, step.id),
        isSent: marks.steps.get(step.id)?.isSent ?? false,
        errors,
        warnings,
        isOpen: selected && isOnly,
        taken: marks.steps.has(step.id),
        counts: counts?.get(step.id) ?? null,
      };
      const { ports, inputs } = shape;
      const data = keepData(step.id, [step, ports, inputs, ...Object.values(told)], () => ({ step, ports, inputs, ...told }));
      return [keepNode(step.id, [data, shape.box, selected, canEdit, isFar], () => nodeOf(data, shape, { selected, canEdit, isFar }))];
    });
    return { geometry, nodes: keepNodes(nodes), edges: keepEdges(held.lines.map((line) => edgeOf(line, drawn, keepEdge))) };
  };
}

type Held = { lines: readonly Line[]; has: (step: string, shape: StepShape) => boolean };

/** The lines that touch the part that is drawn, and the steps in it: those at a line's ends belong to the line. */
function heldIn({ lines }: Geometry, { part, selection, dropEdge, wireFrom }: Drawn, chosen: ReadonlySet<string>): Held {
  if (part === null) return { lines: [], has: () => false };
  if (part === "all") return { lines, has: () => true };
  const near = lines.filter((line) => overlaps(boxAround(line), part) || line.key === selection.edge || line.key === dropEdge);
  const ends = new Set(near.flatMap(({ edge }) => [edge.from, edge.to]));
  return { lines: near, has: (step, { box }) => overlaps(box, part) || chosen.has(step) || ends.has(step) || step === wireFrom };
}

type Places = Pick<Drawn, "document" | "dragged">;

/** The steps that stand elsewhere, or are written otherwise, than before; null where more than that is new. */
function newSince(before: Places, now: Places): ReadonlySet<string> | null {
  const rewritten = rewrittenSteps(before.document, now.document);
  if (rewritten === null) return null;
  const [was, is] = [before.dragged, now.dragged];
  const ids = new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})]);
  return new Set([...rewritten, ...[...ids].filter((id) => was?.[id] !== is?.[id])]);
}

/** Null where steps have come or gone, stand elsewhere, or lead elsewhere. */
function rewrittenSteps(before: FlowDocument, after: FlowDocument): string[] | null {
  if (before.edges !== after.edges || before.layout !== after.layout || before.steps.length !== after.steps.length) return null;
  if (before.steps.some((step, index) => step.id !== after.steps[index]?.id)) return null;
  return after.steps.flatMap((step, index) => (before.steps[index] === step ? [] : [step.id]));
}

/**
 * Far away hundreds of steps are in view. Each that is put on its place by a transform is a part of its own to the painter, which then takes most of a
 * frame: there they have a left and a top. The node is another object, too, so that the library takes the ports that it did not find there from here.
 */
function nodeOf(data: StepNodeData, shape: StepShape, q: { selected: boolean; canEdit: boolean; isFar: boolean }): StepNodeType {
  const { x, y, width, height } = shape.box;
  return {
    id: data.step.id,
    type: "step",
    position: { x, y },
    width,
    height,
    measured: { width, height },
    handles: handlesOf(shape),
    selected: q.selected,
    draggable: q.canEdit,
    ...(q.isFar ? { style: { transform: "none", left: x, top: y } } : {}),
    ariaRole: "group",
    ariaLabel: stepName(data.step),
    data,
  };
}

function edgeOf(line: Line, { document, marks, selection, dropEdge }: Drawn, keep: Keep<FlowEdgeType>): FlowEdgeType {
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
  const told = { label, shown, from, to, isTaken: marks.taken.has(key), isCondition: source?.type === "branch", isDropTarget: key === dropEdge };
  const selected = key === selection.edge;
  return keep(key, [line, selected, ...Object.values(told)], () => ({
    id: key,
    type: "flow",
    source: edge.from,
    target: edge.to,
    sourceHandle: portOf(edge),
    selected,
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
