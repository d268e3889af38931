import { expect, test } from "vitest";
import type { FlowDocument, Json } from "./document.ts";
import { stepsReadBy } from "./steps-read.ts";

const map = (id: string, $: string) => ({ id, type: "map", config: { fields: [{ name: "x", value: { $ } }] } });
const inside: Json = JSON.parse(JSON.stringify({ steps: [map("line", "steps.a.x & item.name"), map("sum", "steps.line.x")], edges: [] }));
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "f", name: "F" },
  steps: [
    { id: "start", type: "trigger.webhook", config: {} },
    map("a", "trigger.body.x"),
    map("b", "steps.a.x & $string(steps.`a`.y) & trigger.body.steps.c & steps.gone.x & 'steps.c'"),
    map("c", "steps.b"),
    { id: "each", type: "each", config: { items: { $: "steps.b.lines" }, body: inside } },
  ],
  edges: [],
};

test("a step reads the steps that its expressions name, each once, and no text that only looks like one", () => {
  expect(stepsReadBy(document, "a")).toEqual([]);
  expect(stepsReadBy(document, "b")).toEqual(["a"]);
  expect(stepsReadBy(document, "c")).toEqual(["b"]);
});

test("a for each reads what its body reads from outside, and a step inside reads its neighbours too", () => {
  expect(stepsReadBy(document, "each")).toEqual(["a", "b"]);
  expect(stepsReadBy(document, "line")).toEqual(["a"]);
  expect(stepsReadBy(document, "sum")).toEqual(["line"]);
});
