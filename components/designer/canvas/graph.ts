/** The flow as the canvas library wants it: nodes and edges with everything they show. */
import { type NodeHandle, Position } from "@xyflow/react";
import type { FlowDocument } from "#flow/document.ts";
import { portOf } from "#flow/document.ts";
import { edgeKey, stepName, stepOf } from "#flow/edit.ts";
import type { Spot } from "#flow/placement.ts";
import { portsOf } from "#flow/ports-of.ts";
import { allSteps } from "#flow/nested.ts";
import type { Problem } from "#flow/problem.ts";
import type { RunMarks } from "../run-marks.ts";
import type { Selection } from "../store.ts";
import type { FlowEdgeType } from "./flow-edge.tsx";
import { type Geometry, geometryOf, type Side, type StepShape } from "./geometry.ts";
import type { StepNodeType } from "./step-node.tsx";

const POSITIONS: Record<Side, Position> = { top: Position.Top, right: Position.Right, bottom: Position.Bottom, left: Position.Left };
const PORT = 9;

export type Graph = { geometry: Geometry; nodes: StepNodeType[]; edges: FlowEdgeType[] };

export function graphOf(q: {
  document: FlowDocument;
  places: Record<string, Spot>;
  selection: Selection;
  problems: readonly Problem[];
  marks: RunMarks;
  dropEdge: string | null;
  canEdit: boolean;
}): Graph {
  const { document, selection, marks } = q;
  const geometry = geometryOf(document, q.places);
  const [open] = selection.steps;
  const nodes = document.steps.flatMap((step): StepNodeType[] => {
    const shape = geometry.shapes.get(step.id);
    if (!shape) return [];
    // what is wrong inside a frame is told on the frame
    const ids = new Set(allSteps({ steps: [step], edges: [] }).map((each) => each.id));
    const own = q.problems.filter((problem) => problem.step !== null && ids.has(problem.step));
    const { width, height } = shape.box;
    return [
      {
        id: step.id,
        type: "step",
        position: { x: shape.box.x, y: shape.box.y },
        width,
        height,
        measured: { width, height },
        handles: handlesOf(shape),
        selected: selection.steps.includes(step.id),
        draggable: q.canEdit,
        ariaRole: "group",
        ariaLabel: stepName(step),
        data: {
          step,
          shape,
          state: marks.steps.get(step.id) ?? null,
          errors: own.filter((problem) => problem.severity === "error").length,
          warnings: own.filter((problem) => problem.severity === "warning").length,
          isOpen: selection.steps.length === 1 && open === step.id,
          taken: marks.steps.has(step.id),
        },
      },
    ];
  });
  const edges = geometry.lines.map((line): FlowEdgeType => {
    const key = edgeKey(line.edge);
    const source = stepOf(document, line.edge.from);
    const target = stepOf(document, line.edge.to);
    const port = source && portsOf(source).find((each) => each.id === portOf(line.edge));
    const label = port?.kind === "out" ? null : (port?.label ?? portOf(line.edge));
    // several outcomes that lead to the same step share one label, on the first of their edges
    const twins = document.edges.filter((edge) => edge.from === line.edge.from && edge.to === line.edge.to);
    const isFirst = twins[0] === line.edge;
    const shown = label === null || !isFirst ? null : twins.map(portOf).join(", ");
    const from = source ? stepName(source) : line.edge.from;
    const to = target ? stepName(target) : line.edge.to;
    return {
      id: key,
      type: "flow",
      source: line.edge.from,
      target: line.edge.to,
      sourceHandle: portOf(line.edge),
      selected: selection.edge === key,
      // a frame drawn around steps must not take their edges along
      selectable: false,
      ariaRole: "img",
      ariaLabel: label === null ? `Edge from ${from} to ${to}` : `Edge from ${from}, ${label}, to ${to}`,
      data: { line, label, shown, from, to, isTaken: marks.taken.has(key), isCondition: source?.type === "branch", isDropTarget: q.dropEdge === key },
    };
  });
  return { geometry, nodes, edges };
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
