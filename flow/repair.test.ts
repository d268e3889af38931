import { expect, test } from "vitest";
import { repaired } from "./repair.ts";

const step = { id: "m", type: "map", config: { fields: [{ name: "a", value: { $: "trigger.body.nmae" } }] } };
const repair = { field: "fields.0.value", was: { $: "trigger.body.nmae" }, value: { $: "trigger.body.name" } };

test("a repair changes its one setting, and nothing where that has changed meanwhile", () => {
  expect(repaired(step, repair)?.config).toEqual({ fields: [{ name: "a", value: { $: "trigger.body.name" } }] });
  expect(repaired({ ...step, config: { fields: [{ name: "a", value: { $: "1" } }] } }, repair)).toBe(null);
  expect(repaired({ ...step, config: {} }, repair)).toBe(null);
});
