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
  wireFrom: null,
  canEdit: true,
  isFar: false,
  part: "all",
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
  expect(
    redraw({ marks: { steps: new Map([["step_9", { state: "succeeded", words: "3 ms", isSent: false }]]), taken: new Set(), pinned: new Set() } }).nodes,
  ).toEqual(["step_9"]);
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

test("steps that are written otherwise, with other ports, too, come out as in a drawing from scratch", () => {
  const branch = (ports: string[]): Step => ({
    id: "step_5",
    type: "branch",
    name: `Which of ${ports.length}?`,
    config: { cases: ports.map((port) => ({ port, when: { $: "true" } })), else: "rest" },
  });
  const branched: FlowDocument = {
    ...updateStep(document, branch(["one", "two"])),
    edges: [
      ...document.edges.filter((edge) => edge.from !== "step_5"),
      { from: "step_5", port: "one", to: "step_6" },
      { from: "step_5", port: "two", to: "step_9" },
      { from: "step_5", port: "rest", to: "step_6" },
      { from: "step_50", to: "step_20", rework: true },
    ],
  };
  const draw = createGraph();
  let last = draw({ ...drawn, document: branched });
  let now = branched;
  const rewrite = (step: Step, selected: string[] = []) => {
    now = updateStep(now, step);
    const next = { ...drawn, document: now, selection: { steps: selected, edge: null } };
    const before = last;
    last = draw(next);
    const scratch = createGraph()(next);
    expect(last.nodes).toEqual(scratch.nodes);
    expect(last.edges).toEqual(scratch.edges);
    expect(last.geometry).toEqual(scratch.geometry);
    return changed(before, last);
  };
  expect(rewrite({ id: "step_5", type: "branch", name: "Which?", config: branch(["one", "two"]).config }).nodes).toEqual(["step_5"]);
  rewrite(branch(["one"]));
  rewrite(branch(["one", "three", "two"]), ["step_5"]);
  rewrite({ id: "step_6", type: "approve", name: "Ask", config: {} }, ["step_6"]);
  rewrite({ id: "step_20", type: "stop", config: {} });
  rewrite({ id: "step_20", type: "map", config: {} });
  // what is written inside alone leaves every edge, and their list, as they are
  const { edges } = last;
  rewrite({ id: "step_30", type: "map", name: "Step 30", config: { fields: [{ name: "x", value: 1 }] } });
  expect(last.edges).toBe(edges);
  // and a drag goes on from there
  const dragged = draw({ ...drawn, document: now, dragged: { step_5: [400, 620], step_6: [0, 900] } });
  expect(dragged.edges).toEqual(createGraph()({ ...drawn, document: now, dragged: { step_5: [400, 620], step_6: [0, 900] } }).edges);
});

test("of a long flow the part that is seen is drawn, with what is chosen and with both ends of its lines", () => {
  const draw = createGraph();
  const part = { x: -100, y: 2_010, width: 800, height: 180 };
  const shown = (next: Partial<Drawn>) => {
    const { nodes, edges, geometry } = draw({ ...drawn, part, ...next });
    expect(geometry.shapes.size).toBe(101);
    return [nodes.map((node) => node.id), edges.map((edge) => edge.id)];
  };
  // step_19 stands at 2000, in sight by its lower half; the line that leaves below has its end with it
  const seen = [
    ["step_19", "step_20", "step_21"],
    ["step_19.out>step_20", "step_20.out>step_21"],
  ];
  expect(shown({ part: null })).toEqual([[], []]);
  expect(shown({})).toEqual(seen);
  expect(shown({ selection: { steps: ["step_19", "step_70"], edge: null }, wireFrom: "step_3" })).toEqual([["step_3", ...(seen[0] ?? []), "step_70"], seen[1]]);
  expect(shown({ selection: { steps: [], edge: "step_40.out>step_41" } })).toEqual([
    [...(seen[0] ?? []), "step_40", "step_41"],
    [...(seen[1] ?? []), "step_40.out>step_41"],
  ]);
  expect(shown({ dragged: { step_70: [0, 2_100] } })[0]).toContain("step_70");
});
