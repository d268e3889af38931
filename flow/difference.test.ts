import { expect, test } from "vitest";
import { differenceOf, withDifference } from "./difference.ts";
import type { FlowDocument, Step } from "./document.ts";

const step = (id: string): Step => ({ id, type: "map", config: { fields: [] } });
const base: FlowDocument = {
  throughline: 1,
  flow: { key: "orders", name: "Orders" },
  steps: ["a", "b", "c", "d"].map(step),
  edges: [{ from: "a", to: "b" }],
  layout: { a: [0, 0] },
  notes: [{ id: "n", text: "Why", at: [0, 0], size: [200, 100] }],
};
const [a, b, c, d] = base.steps as [Step, Step, Step, Step];

const DOCUMENTS: Record<string, FlowDocument> = {
  "the same": base,
  "a step changed": { ...base, steps: [a, { ...b, name: "Second" }, c, d] },
  "a step gone, one new, two in another order": { ...base, steps: [d, a, step("e"), c] },
  "no step left": { ...base, steps: [], edges: [] },
  "what is optional has come and gone": {
    throughline: 1,
    flow: base.flow,
    steps: base.steps,
    edges: base.edges,
    groups: [{ id: "g", title: "G", steps: ["a"] }],
  },
  "everything else": { throughline: 1, flow: { key: "other", name: "Other" }, steps: [step("x")], edges: [] },
};

test.each(Object.keys(DOCUMENTS))("%s: the document comes back, as JSON too", (name) => {
  const document = DOCUMENTS[name] ?? base;
  const difference = differenceOf(base, document);
  expect(withDifference(base, difference)).toEqual(document);
  expect(withDifference(base, JSON.parse(JSON.stringify(difference)))).toEqual(document);
  expect(Object.keys(withDifference(base, difference)).sort()).toEqual(Object.keys(document).sort());
});

test("what is the same is not told again", () => {
  const changed = { ...b, name: "Second" };
  expect(differenceOf(base, { ...base, steps: [a, changed, c, d] })).toEqual({ rest: {}, gone: [], steps: [0, changed, 2, 3] });
  expect(differenceOf(base, base)).toEqual({ rest: {}, gone: [], steps: null });
  expect(withDifference(base, differenceOf(base, { ...base, steps: [c, a] })).steps[0]).toBe(c);
});
