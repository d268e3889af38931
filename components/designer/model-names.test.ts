import { expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { createModelNames } from "./model-names.ts";

const flow = (model: string, name = "Orders"): FlowDocument => ({
  throughline: 1,
  flow: { key: "orders", name },
  steps: [{ id: "find", type: "odoo.search", config: { connection: "odoo", model } }],
  edges: [],
});

test("the list stays the same one until another model is named", () => {
  const namesOf = createModelNames();
  const first = namesOf(flow("res.partner"));
  expect(namesOf(flow("res.partner", "Renamed"))).toBe(first);
  expect(namesOf(flow("sale.order"))).toEqual([{ connection: "odoo", model: "sale.order", isCalled: false }]);
});

test("a model that is written with a space is no other model whose methods are called", () => {
  expect(createModelNames()(flow("res partner"))).toEqual([{ connection: "odoo", model: "res partner", isCalled: false }]);
});
