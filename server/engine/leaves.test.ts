import { expect, test } from "vitest";
import { leafDifferences, leaves } from "./leaves.ts";

test("leaves are named by their paths; a list of plain values is one of them", () => {
  const value = { model: "res.partner", values: { name: "Acme", tags: ["a", "b"], lines: [{ sku: "A-1" }], none: {} } };
  expect([...leaves(value)]).toEqual([
    ["model", "res.partner"],
    ["values.name", "Acme"],
    ["values.tags", ["a", "b"]],
    ["values.lines.0.sku", "A-1"],
    ["values.none", {}],
  ]);
});

test("what only one of the two has differs, too", () => {
  expect(leafDifferences({ a: 1, b: { c: 2, d: 3 } }, { a: 1, b: { c: 9 }, e: null })).toEqual(["b.c", "e", "b.d"]);
  expect(leafDifferences({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([]);
});
