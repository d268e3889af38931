import { existsSync, readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { expect, test } from "vitest";
import { FlowDocument } from "./document.ts";
import type { Edge, Json, Step } from "./document.ts";
import type { OdooFieldFact } from "./odoo-shape.ts";
import type { Knowledge } from "./problem.ts";
import { validate } from "./validate.ts";

/** `a>b` an edge, `a.port>b` one of an outcome. */
function flow(text: string, steps: Record<string, Partial<Step>>): FlowDocument {
  const edges: Edge[] = text.split(" ").map((part) => {
    const [, from = "", port, to = ""] = /^(\w+)(?:\.(\w+))?>(\w+)$/.exec(part) ?? [];
    return { from, to, ...(port ? { port } : {}) };
  });
  const ids = [...new Set(edges.flatMap((edge) => [edge.from, edge.to]))];
  return {
    throughline: 1,
    flow: { key: "f", name: "F" },
    edges,
    steps: ids.map((id) => ({ id, type: "map", config: { fields: [{ name: "x", value: 1 }] }, ...steps[id] })),
  };
}
const map = (fields: Record<string, Json>): Partial<Step> => ({
  type: "map",
  config: { fields: Object.entries(fields).map(([name, value]) => ({ name, value })) },
});
const t: Partial<Step> = {
  type: "trigger.api",
  config: {
    schema: {
      type: "object",
      properties: {
        amount: { type: "number" },
        name: { type: "string" },
        lines: { type: "array", items: { type: "object", properties: { qty: { type: "number" } }, required: ["qty"], additionalProperties: false } },
      },
      required: ["amount", "name", "lines"],
      additionalProperties: false,
    },
  },
};
const branch = (when: string): Partial<Step> => ({ type: "branch", config: { cases: [{ port: "yes", when: { $: when } }], else: "no" } });
const found = (document: FlowDocument, knowledge: Knowledge = {}) =>
  validate(document, knowledge)
    .filter((problem) => /^(expression|odoo)\./.test(problem.code))
    .map((problem) => `${problem.step} ${problem.field} ${problem.code}`);

test("what a step gives is known to the steps after it, through schema, map and filter", () => {
  const steps = {
    t,
    m: map({ double: { $: "trigger.body.amount * 2" }, label: { $: "trigger.body.name" } }),
    f: { type: "filter", config: { items: { $: "trigger.body.lines" }, where: { $: "item.qty > 1" } } },
    e: map({
      ok: { $: "steps.m.double + $sum(steps.f.items.qty)" },
      bad: { $: "steps.m.label * 2" },
      slip: { $: "steps.m.doubel" },
      deep: { $: "steps.f.items.qyt" },
    }),
  };
  expect(found(flow("t>m m>f f>e", steps))).toEqual([
    "e fields.1.value expression.not_number",
    "e fields.2.value expression.unknown_field",
    "e fields.3.value expression.unknown_field",
  ]);
});

test("a slip has a repair, and a condition that is none is told", () => {
  const problems = validate(flow("t>b b.yes>m", { t, b: branch("trigger.body.nmae"), m: map({ a: 1 }) }));
  expect(problems.find((problem) => problem.code === "expression.unknown_field")?.repair).toEqual({
    field: "cases.0.when",
    was: { $: "trigger.body.nmae" },
    value: { $: "trigger.body.name" },
  });
  expect(found(flow("t>b b.yes>m", { t, b: branch("trigger.body.name") }))).toEqual(["b cases.0.when expression.never_boolean"]);
});

/*  t ─▶ b ─yes─▶ a ─▶ j
           └─no──────▶ j     */
test("a step on one branch only may be missing after the join; parallel steps are not", () => {
  const steps = { t, b: branch("trigger.body.amount > 5"), a: map({ x: 1 }), j: map({ y: { $: "steps.a.x" } }) };
  expect(found(flow("t>b b.yes>a a>j b.no>j", steps))).toEqual(["j fields.0.value expression.unguarded"]);
  expect(found(flow("t>b b.yes>a a>j", steps))).toEqual([]);
  expect(found(flow("t>a t>c a>j c>j", { t, a: map({ x: 1 }), c: map({ x: 1 }), j: steps.j }))).toEqual([]);
  expect(found(flow("t>a t>c a>j c>j", { t, a: map({ x: 1 }), c: map({ x: 1 }), j: { ...steps.j, join: "any" } }))).toEqual([
    "j fields.0.value expression.unguarded",
  ]);
});

test("a step that writes a list sees its items in the settings of each record, and nowhere else", () => {
  const config = (items: Json | undefined) => ({
    connection: "odoo",
    model: "res.partner",
    ...(items === undefined ? {} : { items }),
    match: { kind: "external-id", key: { $: "item.qty" } },
    values: { name: { $: "$string(item.qty)" }, city: { $: "item.qyt" } },
  });
  const upsert = (items: Json | undefined) => ({ t, u: { type: "odoo.upsert", config: JSON.parse(JSON.stringify(config(items))) } });
  expect(found(flow("t>u", upsert({ $: "trigger.body.lines" })))).toEqual(["u values.city expression.unknown_field"]);
  expect(found(flow("t>u", upsert(undefined)))).toEqual([
    "u match.key expression.unknown_field",
    "u values.name expression.unknown_field",
    "u values.city expression.unknown_field",
  ]);
});

test("the items of a for each are those of its list", () => {
  const body = { steps: [{ id: "in", ...map({ q: { $: "item.qty * 2" }, r: { $: "item.qyt" } }) }], edges: [] };
  const each = { type: "each", config: { items: { $: "trigger.body.lines" }, body: JSON.parse(JSON.stringify(body)) } };
  expect(found(flow("t>e", { t, e: each }))).toEqual(["in fields.1.value expression.unknown_field"]);
});

const fact = (name: string, type: string, more: Partial<OdooFieldFact> = {}): OdooFieldFact => ({
  name,
  label: name,
  type,
  required: false,
  readonly: false,
  relation: null,
  selection: null,
  ...more,
});
const odoo = [
  {
    connection: "odoo",
    model: "project.project",
    fields: [
      fact("name", "char", { required: true }),
      fact("partner_id", "many2one", { relation: "res.partner" }),
      fact("date_start", "date"),
      fact("privacy", "selection", {
        selection: [
          ["open", "Open"],
          ["closed", "Closed"],
        ],
      }),
      fact("hours", "float"),
    ],
  },
];

test("values of the wrong type, fields and choices that Odoo does not have, and required fields are told", () => {
  const create = (values: Record<string, Json>) =>
    flow("t>c", { t, c: { type: "odoo.create", config: { connection: "odoo", model: "project.project", values } } });
  expect(
    found(create({ name: { $: "trigger.body.name" }, partner_id: 7, hours: { $: "trigger.body.amount" }, privacy: "open", date_start: "2026-12-01" }), {
      odoo,
    }),
  ).toEqual([]);
  expect(
    found(create({ nmae: "x", partner_id: { $: "trigger.body.name" }, date_start: { $: "trigger.body.amount" }, privacy: "opne", hours: "many" }), { odoo }),
  ).toEqual([
    "c values.nmae odoo.unknown_field",
    "c values.partner_id odoo.value",
    "c values.date_start odoo.value",
    "c values.privacy odoo.selection",
    "c values.hours odoo.value",
    "c values odoo.required",
  ]);
  // what Odoo fills in for this login is not missing
  const filled = odoo.map((each) => ({ ...each, fields: each.fields.map((field) => ({ ...field, filled: true })) }));
  expect(found(create({ partner_id: 7 }), { odoo: filled })).toEqual([]);
  expect(found(create({ partner_id: 7 }), { odoo })).toEqual(["c values odoo.required"]);
});

test("a field that an Odoo trigger watches is one that the model has; lines of a record are not changes of it", () => {
  const watch = (fields: string[], read: string[] = []): Record<string, Partial<Step>> => ({
    w: { type: "trigger.odoo", config: { connection: "odoo", model: "project.project", fields, read } },
    m: map({
      ok: { $: "trigger.record.hours * 2" },
      bad: { $: "trigger.record.housr" },
      old: { $: "trigger.previous.name" },
      how: { $: "trigger.change.kind" },
    }),
  });
  const lines = { ...fact("task_ids", "one2many"), relation: "project.task" };
  const known = { odoo: odoo.map((each) => ({ ...each, fields: [...each.fields, lines] })) };
  expect(found(flow("w>m", watch(["name"], ["hours"])), known)).toEqual(["m fields.1.value expression.unknown_field"]);
  expect(found(flow("w>m", { ...watch(["nmae", "task_ids"], ["housr"]), m: map({}) }), known)).toEqual([
    "w fields.0 odoo.unknown_field",
    "w read.0 odoo.unknown_field",
    "w fields.1 odoo.watched_lines",
  ]);
});

test("what a search reads has the types of its fields", () => {
  const search: Partial<Step> = { type: "odoo.search", config: { connection: "odoo", model: "project.project", fields: ["name", "hours"] } };
  const steps = { t, s: search, m: map({ ok: { $: "steps.s.records[0].hours * 2" }, bad: { $: "steps.s.records[0].housr" } }) };
  expect(found(flow("t>s s>m", steps), { odoo })).toEqual(["m fields.1.value expression.unknown_field"]);
});

test("no flow of this repository has a false problem, with and without a sample", async () => {
  const files: string[] = [];
  for await (const file of glob(["server/**/*.flow.json", "flow/**/*.flow.json", "components/**/*.flow.json"])) files.push(file);
  expect(files.length).toBeGreaterThan(1);
  const body = {
    reference: "OP-1",
    id: "1",
    stage_changed_at: "x",
    name: "N",
    amount: "12",
    start_date: "2026-12-01",
    customer: "C",
    account: { id: 4, name: "A" },
    owner: { name: "E", email: "e@x.example" },
  };
  for (const file of files) {
    const document = FlowDocument.parse(JSON.parse(readFileSync(file, "utf8")));
    // a template comes with a sample of its own
    const own = file.replace(".flow.json", ".sample.json");
    const trigger = existsSync(own) ? JSON.parse(readFileSync(own, "utf8")) : { body };
    for (const knowledge of [{}, { trigger }]) expect([file, found(document, knowledge)]).toEqual([file, []]);
  }
});
