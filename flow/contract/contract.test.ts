import { expect, test } from "vitest";
import type { Json } from "../document.ts";
import { contractChanges } from "./changes.ts";
import { fieldsOf } from "./fields.ts";
import { lifecycleOf, lifecycleTrouble } from "./lifecycle.ts";
import { contractId, contractRef, readContractId, readContractRef } from "./reference.ts";

const PROJECT: Json = {
  type: "object",
  required: ["id", "status"],
  additionalProperties: false,
  properties: {
    id: { type: "string", description: "The id that all systems share" },
    status: { enum: ["planned", "active", "closed"] },
    budget: { type: "number", minimum: 0 },
    address: { $ref: "#/$defs/address" },
    lines: {
      type: "array",
      items: { type: "object", required: ["hours"], properties: { hours: { type: "number" }, day: { type: "string", format: "date" } } },
    },
    tags: { type: ["array", "null"], items: { type: "string" } },
  },
  $defs: { address: { type: "object", properties: { city: { type: "string", maxLength: 40 } } } },
  "x-lifecycle": { field: "status", moves: { planned: ["active"], active: ["closed"], closed: [] } },
};

const changed = (change: (schema: { [key: string]: Json }) => void): string[] => {
  const after = structuredClone(PROJECT) as { [key: string]: Json };
  change(after);
  return contractChanges(PROJECT, after).map(({ path, what, isBreaking }) => `${isBreaking ? "breaks: " : ""}${path} ${what}`);
};
const at = (schema: Json | undefined, ...path: string[]): { [key: string]: Json } =>
  path.reduce<Json>((inner, key) => (inner as { [key: string]: Json })[key] ?? {}, schema ?? {}) as { [key: string]: Json };

test("a contract's fields are listed with where they stand, what they are and what they can be", () => {
  expect(fieldsOf(PROJECT).map(({ path, depth, type, isRequired, values }) => [path, depth, type, isRequired, values])).toEqual([
    ["id", 0, "string", true, null],
    ["status", 0, "string", true, ["planned", "active", "closed"]],
    ["budget", 0, "number", false, null],
    ["address", 0, "object", false, null],
    ["address.city", 1, "string", false, null],
    ["lines", 0, "list of object", false, null],
    ["lines[].hours", 1, "number", true, null],
    ["lines[].day", 1, "date", false, null],
    ["tags", 0, "list of string or null", false, null],
  ]);
});

test("a schema that holds itself is listed to an end", () => {
  const node: Json = { type: "object", properties: { name: { type: "string" }, parent: { $ref: "#" } } };
  expect(fieldsOf(node).length).toBeLessThan(20);
  expect(contractChanges(node, node)).toEqual([]);
});

test("the same contract has no changes, in whatever order it is written", () => {
  expect(contractChanges(PROJECT, { ...(PROJECT as object), $id: "urn:other" })).toEqual([]);
});

test.each<[string, (schema: { [key: string]: Json }) => void, string[]]>([
  ["a field is gone", (s) => Reflect.deleteProperty(at(s, "properties"), "budget"), ["breaks: budget is gone"]],
  ["a new field may be missing", (s) => Object.assign(at(s, "properties"), { owner: { type: "string" } }), ["owner is new"]],
  [
    "a new field is required",
    (s) => {
      Object.assign(at(s, "properties"), { owner: { type: "string" } });
      s.required = ["id", "status", "owner"];
    },
    ["breaks: owner is new and required"],
  ],
  ["a field becomes required", (s) => (s.required = ["id", "status", "budget"]), ["breaks: budget is required now"]],
  ["readers may no longer count on a field", (s) => (s.required = ["id"]), ["breaks: status may be missing now"]],
  ["another type", (s) => Object.assign(at(s, "properties", "budget"), { type: "string" }), ["breaks: budget was number and is string"]],
  ["one value more", (s) => Object.assign(at(s, "properties", "status"), { enum: ["planned", "active", "closed", "lost"] }), ["status can now be lost, too"]],
  ["one value less", (s) => Object.assign(at(s, "properties", "status"), { enum: ["planned", "active"] }), ["breaks: status can no longer be closed"]],
  ["a tighter bound", (s) => Object.assign(at(s, "properties", "budget"), { minimum: 10 }), ["breaks: budget has another minimum: 10 after 0"]],
  ["a looser bound", (s) => Reflect.deleteProperty(at(s, "properties", "budget"), "minimum"), ["budget has no minimum any more (it was 0)"]],
  [
    "behind a reference",
    (s) => Object.assign(at(s, "$defs", "address", "properties", "city"), { maxLength: 20 }),
    ["breaks: address.city has another maxLength: 20 after 40"],
  ],
  ["inside a list", (s) => Reflect.deleteProperty(at(s, "properties", "lines", "items", "properties"), "day"), ["breaks: lines[].day is gone"]],
  ["other fields are let in", (s) => Reflect.deleteProperty(s, "additionalProperties"), [" takes other fields, too"]],
  ["words", (s) => Object.assign(at(s, "properties", "id"), { description: "Its id" }), ["id is worded anew (description)"]],
  ["what cannot be judged", (s) => Object.assign(at(s, "properties", "id"), { not: { const: "" } }), ["breaks: id has another not"]],
  ["a choice", (s) => Object.assign(at(s, "properties", "id"), { anyOf: [{ type: "string" }, { minLength: 2 }] }), ["breaks: id has another anyOf"]],
  [
    "a way of the lifecycle",
    (s) => Object.assign(at(s, "x-lifecycle", "moves"), { closed: ["active"], planned: [] }),
    ["breaks: status no longer goes from planned to active", "status may go from closed to active"],
  ],
])("what changed is told, and whether it breaks somebody: %s", (_, change, told) => {
  expect(changed(change)).toEqual(told);
});

test("the states of a contract are read, and a lifecycle that contradicts its field is told", () => {
  expect(lifecycleOf(PROJECT)).toEqual({
    field: "status",
    states: [
      { name: "planned", next: ["active"] },
      { name: "active", next: ["closed"] },
      { name: "closed", next: [] },
    ],
  });
  expect(lifecycleTrouble(PROJECT)).toBeNull();
  expect(lifecycleOf({ type: "object" })).toBeNull();
  const wrong = (said: Json) => lifecycleTrouble({ ...(PROJECT as object), "x-lifecycle": said });
  expect(wrong("status")).toMatch("must name a field");
  expect(wrong({ field: "budget", moves: {} })).toMatch("budget");
  expect(wrong({ field: "status", moves: { planned: ["won"] } })).toMatch("won");
});

test("a version is named in two ways, and nothing else names one", () => {
  const ref = { key: "customer", version: 2 };
  expect(contractRef(ref)).toBe("customer@2");
  expect(readContractRef(contractRef(ref))).toEqual(ref);
  expect(readContractId(contractId(ref))).toEqual(ref);
  for (const other of ["customer", "customer@0", "Customer@1", "customer@1 ", 2, null]) expect(readContractRef(other)).toBeNull();
  expect(readContractId("https://example.com/customer/2")).toBeNull();
});
