import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import { FlowDocument, type Json } from "./document.ts";

const withMap = (fields: Json): FlowDocument =>
  FlowDocument.parse({ throughline: 1, flow: { key: "a", name: "A" }, steps: [{ id: "map", type: "map", config: { fields } }], edges: [] });
const differs = (before: Json, after: Json) => compare(withMap(before), withMap(after)).flatMap((change) => change.fields);

const customer = { name: "customer", value: { $: "trigger.body.account" } };
const amount = { name: "amount", value: { $: "trigger.body.amount" } };
const region = { name: "region", value: { $: "trigger.body.region" } };

test("one more field of a map is one difference, whatever stands around it", () => {
  expect(differs([customer, amount], [customer, region, amount])).toEqual([{ path: "config.fields.region", before: null, after: region }]);
  expect(differs([customer, region, amount], [customer, amount])).toEqual([{ path: "config.fields.region", before: region, after: null }]);
  const changed = { ...amount, value: { $: "$number(trigger.body.amount)" } };
  expect(differs([customer, amount], [region, customer, changed])).toEqual([
    { path: "config.fields.amount.value", before: amount.value, after: changed.value },
    { path: "config.fields.region", before: null, after: region },
  ]);
});

test("another order is a difference of its own: the first case of a branch that fits is taken", () => {
  expect(differs([customer, amount], [amount, customer])).toEqual([{ path: "config.fields in order", before: "customer, amount", after: "amount, customer" }]);
});

test("parts that cannot be told apart are compared by their place, or as a whole", () => {
  expect(differs([{ value: 1 }, { value: 2 }], [{ value: 1 }, { value: 3 }])).toEqual([{ path: "config.fields.1.value", before: 2, after: 3 }]);
  expect(differs([{ value: 1 }], [{ value: 1 }, { value: 2 }])).toEqual([
    { path: "config.fields", before: [{ value: 1 }], after: [{ value: 1 }, { value: 2 }] },
  ]);
  expect(differs([amount, amount], [amount])).toHaveLength(1);
});
