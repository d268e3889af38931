import { expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { evaluate } from "#flow/expression/evaluate.ts";
import { scopeAt } from "#flow/shape-at.ts";
import { sourcesOf } from "./sources.ts";
import { dataTables } from "./tables.ts";
import { treeRows } from "./tree-rows.ts";

const body = {
  account: { "legal name": "Nordlys AS" },
  lines: [
    { role: "Architect", days: 12 },
    { role: "Tester", days: 4 },
  ],
  tags: ["a", "b"],
};
const state = { toggled: new Set<string>(), steps: new Map<string, number>(), query: "" };
const rows = (change: Partial<typeof state>) =>
  treeRows({ path: "trigger", name: "trigger", value: { body }, shape: { kind: "unknown" } }, { ...state, ...change }).map(({ path }) => path);

test("a tree begins open near its top, and folds and unfolds by path", () => {
  expect(rows({})).toEqual(["trigger", "trigger.body", "trigger.body.account", "trigger.body.lines", "trigger.body.tags"]);
  expect(rows({ toggled: new Set(["trigger.body.account"]) })).toContain("trigger.body.account.`legal name`");
  expect(rows({ toggled: new Set(["trigger"]) })).toEqual(["trigger"]);
});

test("of a list one item is shown, and stepping shows another", () => {
  const toggled = new Set(["trigger.body.lines", "trigger.body.lines[0]", "trigger.body.lines[1]"]);
  expect(rows({ toggled })).toContain("trigger.body.lines[0].role");
  expect(rows({ toggled })).not.toContain("trigger.body.lines[1]");
  expect(rows({ toggled, steps: new Map([["trigger.body.lines", 1]]) })).toContain("trigger.body.lines[1].role");
  expect(rows({ toggled, steps: new Map([["trigger.body.lines", 9]]) })).toContain("trigger.body.lines[1].role");
});

test("the id of a record that a test run would make is a value, not an object to look into", () => {
  const [, id] = treeRows({ path: "steps.order", name: "order", value: { id: { $new: "order" } }, shape: { kind: "unknown" } }, state);
  expect(id).toMatchObject({ path: "steps.order.id", isBranch: false, kind: "number", text: "given when the record is made" });
});

test("a search finds names and values wherever they stand, with what leads to them", () => {
  expect(rows({ query: "tester" })).toEqual(["trigger", "trigger.body", "trigger.body.lines", "trigger.body.lines[1]", "trigger.body.lines[1].role"]);
  expect(rows({ query: "LEGAL" })).toEqual(["trigger", "trigger.body", "trigger.body.account", "trigger.body.account.`legal name`"]);
  expect(rows({ query: "nowhere" })).toEqual([]);
});

test("where no value is at hand, the declared shape is the tree", () => {
  const shape = { kind: "object", fields: { id: { kind: "number" }, tags: { kind: "array", of: { kind: "string" } } } } as const;
  expect(treeRows({ path: "steps.cust", name: "steps.cust", value: undefined, shape }, state)).toMatchObject([
    { path: "steps.cust", isBranch: true },
    { path: "steps.cust.id", text: "a number" },
    { path: "steps.cust.tags", isBranch: true },
    { path: "steps.cust.tags[0]", text: "text" },
  ]);
});

test("tables hold every single value, and lists of objects as rows; each cell knows its path", async () => {
  const [fields, lines] = dataTables({ body }, "trigger", "");
  expect(fields?.rows.map((row) => [row.name, row.cells[0]?.text])).toEqual([
    ["body.account.legal name", "Nordlys AS"],
    ["body.tags", '["a","b"]'],
  ]);
  expect(lines?.columns?.map((column) => column.name)).toEqual(["role", "days"]);
  const scope = { trigger: { body } };
  const language = { now: 0, seed: "s", step: "s" };
  expect(await evaluate(lines?.rows[1]?.cells[0]?.path ?? "", scope, language)).toBe("Tester");
  expect(await evaluate(lines?.columns?.[1]?.path ?? "", scope, language)).toEqual([12, 4]);
  expect(dataTables({ body }, "trigger", "tester").flatMap((table) => table.rows)).toHaveLength(1);
});

//  won → map → each [ line ]
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "won", name: "Won" },
  steps: [
    { id: "won", type: "trigger.api", name: "Opportunity won", config: {} },
    { id: "map", type: "map", config: { fields: [{ name: "amount", value: 1 }] } },
    {
      id: "lines",
      type: "each",
      config: { items: { $: "trigger.body.lines" }, body: { steps: [{ id: "line", type: "map", config: { fields: [] } }], edges: [] } },
    },
  ],
  edges: [
    { from: "won", to: "map" },
    { from: "map", to: "lines" },
  ],
};

test("a step sees its item, then earlier steps nearest first, then the trigger; each says where it comes from", () => {
  const seen = { document, step: "line", trigger: { body }, outputs: { map: { amount: 5 } }, vars: { region: "north" }, item: body.lines[1] };
  const scope = scopeAt(document, "line", { trigger: { body }, steps: { map: { amount: 5 } } });
  const sources = (pinned: string[]) => sourcesOf({ ...seen, scope, pinned: new Set(pinned) }).map(({ path, origin }) => [path, origin]);
  expect(sources([])).toEqual([
    ["item", "run"],
    ["steps.map", "run"],
    ["trigger", "sample"],
    ["vars", "environment"],
    ["run", "shape"],
  ]);
  expect(sources(["map"])).toContainEqual(["steps.map", "pinned"]);
  const blank = sourcesOf({
    document,
    step: "lines",
    scope: scopeAt(document, "lines", { steps: {} }),
    trigger: undefined,
    outputs: {},
    pinned: new Set(),
    item: undefined,
    vars: undefined,
  });
  expect(blank.map(({ path, origin, title }) => [path, origin, title])).toEqual([
    ["steps.map", "shape", "Map"],
    ["trigger", "shape", "Opportunity won"],
    ["vars", "shape", "Variables"],
    ["run", "shape", "Run"],
  ]);
});
