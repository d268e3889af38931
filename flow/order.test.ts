import { expect, test } from "vitest";
import type { FlowDocument } from "./document.ts";
import { isRefused } from "./edit.ts";
import { moveInOrder } from "./order.ts";

/*  start ─▶ a ─▶ b ─▶ size ─yes─▶ c
                         └─no──▶ d      */
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "x", name: "X" },
  steps: [
    { id: "start", type: "trigger.api", name: "Start", config: {} },
    { id: "a", type: "map", name: "A", config: { fields: [] } },
    { id: "b", type: "map", name: "B", config: { fields: [] } },
    { id: "size", type: "branch", name: "Size", config: { cases: [{ port: "yes", when: { $: "true" } }], else: "no" } },
    { id: "c", type: "map", name: "C", config: { fields: [] } },
    { id: "d", type: "map", name: "D", config: { fields: [] } },
  ],
  edges: [
    { from: "start", to: "a" },
    { from: "a", to: "b" },
    { from: "b", to: "size" },
    { from: "size", port: "yes", to: "c" },
    { from: "size", port: "no", to: "d" },
  ],
  layout: { start: [0, 0], a: [0, 100], b: [0, 200], size: [0, 300], c: [0, 400], d: [340, 400] },
};

const drawn = (q: { id: string; by: 1 | -1 }, from = document) => {
  const result = moveInOrder(from, q);
  return isRefused(result) ? result.refused : result.document.edges.map((edge) => `${edge.from}.${edge.port ?? "out"}>${edge.to}`).join(" ");
};

test("a step changes places with the one after it, and their places on the canvas change as well", () => {
  const result = moveInOrder(document, { id: "a", by: 1 });
  if (isRefused(result)) throw new Error(result.refused);
  expect(drawn({ id: "a", by: 1 })).toBe("start.out>b b.out>a a.out>size size.yes>c size.no>d");
  expect(result.document.layout).toMatchObject({ a: [0, 200], b: [0, 100] });
  expect(drawn({ id: "a", by: -1 }, result.document)).toBe("start.out>a a.out>b b.out>size size.yes>c size.no>d");
});

test("at the end of a row the step before it becomes the last", () => {
  const edges = [
    { from: "start", to: "a" },
    { from: "a", to: "b" },
  ];
  expect(drawn({ id: "b", by: -1 }, { ...document, edges })).toBe("start.out>b b.out>a");
  expect(drawn({ id: "b", by: 1 }, { ...document, edges })).toBe("B is the last step here.");
});

test("where there is no order, a sentence says why", () => {
  expect(drawn({ id: "start", by: 1 })).toBe("Start starts the flow; it cannot move.");
  expect(drawn({ id: "a", by: -1 })).toBe("Start starts the flow: nothing can stand before it.");
  expect(drawn({ id: "b", by: 1 })).toBe("Several ways lead on from Size: connect them by hand.");
  expect(drawn({ id: "c", by: -1 })).toBe("Several ways lead on from Size: connect them by hand.");
});
