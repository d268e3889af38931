import { expect, test } from "vitest";
import type { StepRunView } from "#server/app.ts";
import { describePath, layoutPath } from "./path.ts";

//  won → map → size ──large──→ ask ──approved──→ cust → proj
//         ↑      └──normal──────────────────────↗
//         └───────── changes (rework) ┘  └─rejected→ no
const document = {
  throughline: 1 as const,
  flow: { key: "f", name: "F" },
  steps: ["won", "map", "size", "ask", "cust", "proj", "no"].map((id) => ({ id, type: "map", config: {} })),
  edges: [
    { from: "won", to: "map" },
    { from: "map", to: "size" },
    { from: "size", port: "large", to: "ask" },
    { from: "size", port: "normal", to: "cust" },
    { from: "ask", port: "approved", to: "cust" },
    { from: "ask", port: "changes", to: "map", rework: true },
    { from: "ask", port: "rejected", to: "no" },
    { from: "cust", to: "proj" },
  ],
};

function record(step: string, visit: number, port: string | null, status: StepRunView["status"] = "succeeded"): StepRunView {
  return {
    seq: 0,
    step,
    name: step,
    type: "map",
    visit,
    item: null,
    status,
    how: "executed",
    port,
    attempts: [],
    startedAt: "2026-11-23T09:00:00Z",
    finishedAt: null,
    output: null,
    request: null,
    response: null,
    failure: null,
    delivery: null,
    waitingFor: null,
    note: null,
  };
}

const steps = [
  record("won", 1, "out"),
  record("map", 1, "out"),
  record("size", 1, "large"),
  record("ask", 1, "changes"),
  record("map", 2, "out"),
  record("size", 2, "large"),
  record("ask", 2, "approved"),
  record("cust", 1, "out"),
  record("proj", 1, null, "failed"),
];

test("the path taken keeps the first lane and no two boxes share a place", () => {
  const path = layoutPath({ document, steps, over: true });
  expect(path.nodes.filter((node) => node.lane === 0).map((node) => node.step)).toEqual(["won", "map", "size", "ask", "cust", "proj"]);
  expect(new Set(path.nodes.map((node) => `${node.column}/${node.lane}`)).size).toBe(path.nodes.length);
});

test("an edge counts as walked only where its outcome happened", () => {
  const walked = layoutPath({ document, steps, over: true })
    .edges.filter((edge) => edge.taken)
    .map((edge) => `${edge.from}-${edge.to}`);
  expect(walked).toEqual(["won-map", "map-size", "size-ask", "ask-cust", "ask-map", "cust-proj"]);
});

test("a way back says how often it was walked", () => {
  expect(layoutPath({ document, steps, over: true }).edges.find((edge) => edge.rework)?.label).toBe("changes requested, once");
});

test("the drawing is told in one sentence", () => {
  expect(describePath(layoutPath({ document, steps, over: true }))).toBe("Path taken: won; map, 2 times; size, 2 times; ask, 2 times; cust; proj, failed");
});
