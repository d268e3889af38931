import { expect, test } from "vitest";
import type { FlowDocument, Json } from "#flow/document.ts";
import type { TestRunView } from "#server/app.ts";
import { knownOf, passedBy, withStep } from "./known-outputs.ts";

type View = TestRunView["steps"][number];
const view = (step: string, output: Json, more: Partial<View> = {}): View => ({
  ...{ step, output, visit: 1, status: "succeeded", port: "out", milliseconds: 3, failure: null, effects: [], note: null },
  ...more,
});
const run = (...steps: View[]): TestRunView => ({ status: "succeeded", failure: null, milliseconds: 9, steps });
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "f", name: "F" },
  steps: ["a", "b", "c"].map((id) => ({ id, type: "map", config: { fields: [] } })),
  edges: [],
};

test("what a step gave last is known, and nothing of one that failed or stands in an item", () => {
  const last = run(view("a", 1), view("a", 2, { visit: 2 }), view("b", null, { status: "failed", port: null }), view("c", 3, { item: "1" }));
  expect(knownOf(last)).toEqual({ a: { port: "out", output: 2 } });
  expect(knownOf(null)).toEqual({});
});

test("steps are passed by only where the run got to the step without them", () => {
  expect(passedBy(document, { run: run(view("a", 1), view("b", null, { status: "skipped" })), step: "c" })).toEqual([]);
  expect(passedBy(document, { run: run(view("a", 1), view("b", null, { status: "skipped" }), view("c", 1)), step: "c" })).toEqual(["b"]);
});

test("a step that is run anew takes its own place, and the others stay", () => {
  const last = run(view("a", 1), view("b", 2), view("c", 3));
  const { steps } = withStep(last, run(view("b", 20)));
  expect(steps.map((each) => [each.step, each.output])).toEqual([
    ["a", 1],
    ["b", 20],
    ["c", 3],
  ]);
});
