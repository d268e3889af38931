import { expect, test } from "vitest";
import type { FlowDocument, Step } from "#flow/document.ts";
import { moveSteps, updateStep } from "#flow/edit.ts";
import type { Spot } from "#flow/placement.ts";
import { NO_MARKS } from "../run-marks.ts";
import { createGraph, type Drawn, type Graph } from "./graph.ts";

/*  start ─▶ step_0 ─▶ step_1 ─▶ … ─▶ step_99 */
const steps: Step[] = Array.from({ length: 100 }, (_, index) => ({ id: `step_${index}`, type: "map", name: `Step ${index}`, config: { fields: [] } }));
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "long", name: "Long" },
  steps: [{ id: "start", type: "trigger.webhook", config: { auth: { kind: "none" } } }, ...steps],
  edges: steps.map(({ id }, index) => ({ from: index === 0 ? "start" : `step_${index - 1}`, to: id })),
  layout: Object.fromEntries(["start", ...steps.map((step) => step.id)].map((id, index): [string, Spot] => [id, [0, index * 100]])),
};
const drawn: Drawn = {
  document,
  dragged: null,
  selection: { steps: [], edge: null },
  problems: [],
  marks: NO_MARKS,
  dropEdge: null,
  canEdit: true,
  isFar: false,
};
const problem = { severity: "error", code: "x", step: "step_7", field: null, message: "", fix: "" } as const;

/** What is new against the drawing before. */
function changed(before: Graph, after: Graph): { nodes: string[]; inside: string[]; edges: string[] } {
  return {
    nodes: after.nodes.filter((node, index) => before.nodes[index] !== node).map((node) => node.id),
    inside: after.nodes.filter((node, index) => before.nodes[index]?.data !== node.data).map((node) => node.id),
    edges: after.edges.filter((edge) => !before.edges.includes(edge)).map((edge) => edge.id),
  };
}

test("a change draws again what it changes and nothing else", () => {
  const draw = createGraph();
  let last = draw(drawn);
  const redraw = (next: Partial<Drawn>) => {
    const before = last;
    last = draw({ ...drawn, ...next });
    return changed(before, last);
  };
  expect(redraw({ selection: { steps: ["step_3"], edge: null } })).toEqual({ nodes: ["step_3"], inside: ["step_3"], edges: [] });
  expect(redraw({})).toEqual({ nodes: ["step_3"], inside: ["step_3"], edges: [] });
  expect(redraw({ problems: [problem] })).toEqual({ nodes: ["step_7"], inside: ["step_7"], edges: [] });
  expect(redraw({ problems: [{ ...problem }] })).toEqual({ nodes: [], inside: [], edges: [] });
  redraw({});
  expect(redraw({ marks: { steps: new Map([["step_9", { state: "succeeded", words: "3 ms", isSent: false }]]), taken: new Set() } }).nodes).toEqual(["step_9"]);
  redraw({});
  // a drag moves the node; what is drawn inside it stays as it is, and so do its neighbours
  expect(redraw({ dragged: { step_5: [0, 620] } })).toEqual({ nodes: ["step_5"], inside: [], edges: ["step_4.out>step_5", "step_5.out>step_6"] });
  redraw({});
  const renamed = updateStep(document, { id: "step_5", type: "map", name: "Other", config: { fields: [] } });
  expect(redraw({ document: renamed })).toEqual({ nodes: ["step_5"], inside: ["step_5"], edges: ["step_4.out>step_5", "step_5.out>step_6"] });
});

test("what comes out as it was is the very list that it was", () => {
  const draw = createGraph();
  const before = draw(drawn);
  const after = draw({ ...drawn, document: moveSteps({ ...document, flow: { ...document.flow, name: "Longer" } }, {}) });
  expect(after.nodes).toBe(before.nodes);
  expect(after.edges).toBe(before.edges);
});
