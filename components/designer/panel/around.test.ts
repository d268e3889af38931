import { expect, test } from "vitest";
import type { FlowDocument, Step } from "#flow/document.ts";
import { updateStep } from "#flow/edit.ts";
import { viewOf, withView } from "#flow/nested.ts";
import { isSameAround } from "./around.ts";

const map = (id: string, name: string): Step => ({ id, type: "map", config: { fields: [{ name, value: 1 }] } });
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "f", name: "F" },
  steps: [
    map("a", "x"),
    map("b", "y"),
    { id: "each", type: "each", config: { items: { $: "[1]" }, body: { steps: [map("c", "z"), map("d", "z")], edges: [] } } },
  ],
  edges: [{ from: "a", to: "b" }],
};
const inBody = (step: Step): FlowDocument => {
  const view = viewOf(document, "each", (each) => each);
  return view ? withView(document, "each", updateStep(view, step)) : document;
};

test("typing in a step leaves what is around it as it is, in a body too; any other change does not", () => {
  expect(isSameAround(document, updateStep(document, map("b", "changed")), "b")).toBe(true);
  expect(isSameAround(document, updateStep(document, map("a", "changed")), "b")).toBe(false);
  expect(isSameAround(document, { ...document, edges: [] }, "b")).toBe(false);
  expect(isSameAround(document, inBody(map("c", "changed")), "c")).toBe(true);
  expect(isSameAround(document, inBody(map("d", "changed")), "c")).toBe(false);
});
