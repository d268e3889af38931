import { expect, test } from "vitest";
import type { ContractFact, OwnershipRule } from "./contract/facts.ts";
import { contractId } from "./contract/reference.ts";
import { FlowDocument } from "./document.ts";
import type { Step } from "./document.ts";
import type { Knowledge } from "./problem.ts";
import { repaired } from "./repair.ts";
import { validate } from "./validate.ts";

const flowOf = (steps: object[]): FlowDocument =>
  FlowDocument.parse({
    throughline: 1,
    flow: { key: "hr-sync", name: "HR sync" },
    steps: [{ id: "start", type: "trigger.webhook", config: { auth: { kind: "none" } } }, ...steps],
    edges: steps.map((step, index) => ({ from: index === 0 ? "start" : Reflect.get(steps[index - 1] ?? {}, "id"), to: Reflect.get(step, "id") })),
  });
const told = (document: FlowDocument, knowledge: Knowledge, prefix: string): string[] =>
  validate(document, knowledge)
    .filter((problem) => problem.code.startsWith(prefix))
    .map(({ severity, step, field, message }) => `${severity} ${step} ${field}: ${message}`);

const rule = (over: Partial<OwnershipRule>): OwnershipRule => ({
  id: "r1",
  object: { kind: "model", name: "res.partner" },
  field: "vat",
  system: "CRM",
  policy: "flag",
  writers: [],
  ...over,
});
const writing = (over: object = {}, type = "odoo.update") => ({
  id: "cust",
  type,
  name: "Customer",
  config: { connection: "odoo", model: "res.partner", id: 7, values: { name: "x", vat: { $: "trigger.body.vat" } }, ...over },
});
const ofOwnership = (steps: object[], ...rules: OwnershipRule[]) => told(flowOf(steps), { ownership: rules }, "ownership.");

test("a field that another system owns is told at the field, as a warning or as what stops the flow", () => {
  expect(ofOwnership([writing()], rule({}))).toEqual(["warning cust values.vat: vat of res.partner belongs to CRM, and Customer writes it."]);
  expect(ofOwnership([writing()], rule({ policy: "stop" }))).toEqual(["error cust values.vat: vat of res.partner belongs to CRM, and Customer writes it."]);
});

test.each(["odoo.create", "odoo.upsert", "odoo.update"])("%s is a write, for one record and for a list", (type) => {
  expect(ofOwnership([writing({}, type)], rule({}))).toHaveLength(1);
  expect(ofOwnership([writing({ items: { $: "trigger.body.list" }, values: { vat: { $: "item.vat" } } }, type)], rule({}))).toHaveLength(1);
});

test("the owner's own flows write; so does everybody else what nobody owns", () => {
  expect(ofOwnership([writing()], rule({ writers: ["hr-sync"] }))).toEqual([]);
  expect(ofOwnership([writing()], rule({ field: "phone" }))).toEqual([]);
  expect(ofOwnership([writing()], rule({ object: { kind: "model", name: "res.users" } }))).toEqual([]);
  expect(ofOwnership([{ id: "look", type: "odoo.search", config: { connection: "odoo", model: "res.partner", fields: ["vat"] } }], rule({}))).toEqual([]);
});

test("a rule of the whole object is told once, and a field's own rule goes before it", () => {
  const whole = rule({ id: "r2", field: null, system: "ERP" });
  expect(ofOwnership([writing()], whole)).toEqual(["warning cust model: res.partner belongs to ERP, and Customer writes name, vat."]);
  expect(ofOwnership([writing()], whole, rule({ writers: ["hr-sync"] }))).toEqual([
    "warning cust model: res.partner belongs to ERP, and Customer writes name.",
  ]);
});

test("values that are worked out count as far as it is sure what they hold", () => {
  expect(ofOwnership([writing({ values: { $: "{ 'vat': trigger.body.vat }" } })], rule({}))).toEqual([
    "warning cust values: vat of res.partner belongs to CRM, and Customer writes it.",
  ]);
});

test("values that come as a whole are told once, whatever the rule says, and not of an object whose owner may be told by name", () => {
  const whole = writing({ values: { $: "trigger.body.values" } });
  expect(ofOwnership([whole], rule({ policy: "stop" }), rule({ id: "r2", field: "email", system: "HR" }))).toEqual([
    "warning cust values: What Customer writes to res.partner comes as a whole, so nobody can see whether it holds vat (CRM), email (HR).",
  ]);
  expect(ofOwnership([whole], rule({ writers: ["hr-sync"] }))).toEqual([]);
  expect(ofOwnership([whole], rule({ object: { kind: "model", name: "sale.order" } }))).toEqual([]);
  expect(ofOwnership([whole], rule({}), rule({ id: "r2", field: null, system: "ERP" }))).toEqual([
    "warning cust model: res.partner belongs to ERP, and Customer writes it.",
  ]);
});

const field = (name: string, type: string, relation: string | null = null) => ({
  name,
  label: name,
  type,
  required: false,
  readonly: false,
  relation,
  selection: null,
});
const ODOO = [
  { connection: "odoo", model: "sale.order", fields: [field("partner_id", "many2one", "res.partner"), field("order_line", "one2many", "sale.order.line")] },
  { connection: "odoo", model: "sale.order.line", fields: [field("product_id", "many2one", "product.product")] },
];
const ofOrder = (values: object, ...rules: OwnershipRule[]) =>
  told(
    flowOf([{ id: "order", type: "odoo.create", name: "Order", config: { connection: "odoo", model: "sale.order", values } }]),
    { ownership: rules, odoo: ODOO },
    "ownership.",
  );
const price = rule({ object: { kind: "model", name: "sale.order.line" }, field: "price_unit", system: "the price list" });

test.each([
  ["a list of lines", [{ name: "x", price_unit: 3 }]],
  [
    "commands that create and update",
    [
      [0, 0, { name: "x" }],
      [1, 7, { price_unit: 3 }],
    ],
  ],
  ["a list that is worked out", { $: "[trigger.body.lines.{ 'name': text, 'price_unit': price }]" }],
  ["commands that are worked out", { $: "[trigger.body.lines.[[0, 0, { 'price_unit': price }]]]" }],
])("order lines are records of their own, given as %s", (_, order_line) => {
  expect(ofOrder({ order_line }, price)).toEqual([
    "warning order values.order_line: price_unit of sale.order.line belongs to the price list, and Order writes it in order_line.",
  ]);
  expect(ofOrder({ order_line }, rule({ ...price, field: "discount" }))).toEqual([]);
});

test("lines that are only linked are not written, and of a model that nobody describes nothing is said", () => {
  expect(ofOrder({ order_line: [[6, 0, [1, 2]]] }, price, rule({ ...price, id: "r2", field: null }))).toEqual([]);
  expect(ofOrder({ order_line: [1, 2] }, rule({ ...price, field: null }))).toEqual([]);
  expect(ofOrder({ other_line: [{ price_unit: 3 }] }, price)).toEqual([]);
});

test("a record that a lookup makes is written, also inside of a line", () => {
  const lookup = (onMissing: string) => ({ $record: { by: "name", value: { $: "trigger.body.name" }, onMissing } });
  const name = rule({ field: "name" });
  expect(ofOrder({ partner_id: lookup("create") }, name)).toEqual([
    "warning order values.partner_id: name of res.partner belongs to CRM, and Order makes one with it where partner_id finds none.",
  ]);
  expect(ofOrder({ partner_id: lookup("fail") }, name, rule({ id: "r2", field: null }))).toEqual([]);
  expect(
    ofOrder({ order_line: [{ product_id: lookup("create") }] }, rule({ object: { kind: "model", name: "product.product" }, field: null, system: "ERP" })),
  ).toEqual(["warning order values.order_line: product.product belongs to ERP, and Order makes one with it where order_line.product_id finds none."]);
});

test.each([
  ["create", { vals_list: [{ vat: "x" }] }, "args.vals_list"],
  ["web_save", { vals: { vat: "x" } }, "args.vals"],
  ["copy", { default: { vat: "x" } }, "args.default"],
  ["write", { $: "{ 'vals': { 'vat': trigger.body.vat } }" }, "args"],
])("the method %s writes what it is given", (method, args, at) => {
  const call = { id: "put", type: "odoo.call", config: { connection: "odoo", model: "res.partner", method, ids: 7, args } };
  expect(ofOwnership([call], rule({}))).toEqual([`warning put ${at}: vat of res.partner belongs to CRM, and put writes it.`]);
  expect(ofOwnership([call], rule({ field: "phone" }))).toEqual([]);
});

test("what is archived, and what a method of Odoo is given to write, is written", () => {
  const archive = { id: "gone", type: "odoo.archive", config: { connection: "odoo", model: "res.partner", ids: 7 } };
  expect(ofOwnership([archive], rule({ field: "active" }))).toHaveLength(1);
  const call = { id: "put", type: "odoo.call", config: { connection: "odoo", model: "res.partner", method: "write", ids: 7, args: { vals: { vat: "x" } } } };
  expect(ofOwnership([call], rule({}))).toEqual(["warning put args.vals: vat of res.partner belongs to CRM, and put writes it."]);
});

test("an event in a contract's name is a write of that contract", () => {
  const event = { id: "tell", type: "event.publish", config: { topic: "invoice.paid", contract: "invoice@1", payload: { id: "1", status: "paid" } } };
  const owned = rule({ object: { kind: "contract", name: "invoice" }, field: "status", system: "Odoo", policy: "stop" });
  expect(ofOwnership([event], owned)).toEqual(["error tell payload: status of invoice belongs to Odoo, and tell writes it."]);
});

test("there are two ways out, and leaving the field out is one that solves it", () => {
  const document = flowOf([writing()]);
  const [problem] = validate(document, { ownership: [rule({})] }).filter((each) => each.code === "ownership.other");
  expect(problem?.ways?.map((way) => way.label)).toEqual(["Leave vat out", "Let this flow write it"]);
  const [leave] = problem?.ways ?? [];
  const step = document.steps[1];
  if (leave?.kind !== "repair" || !step) throw new Error("the first way changes the setting");
  const next = repaired(step, leave.repair);
  expect(next?.config.values).toEqual({ name: "x" });
  expect(
    told({ ...document, steps: document.steps.map((each): Step => (each.id === "cust" && next ? next : each)) }, { ownership: [rule({})] }, "ownership."),
  ).toEqual([]);
});

const PROJECT: ContractFact = {
  key: "project",
  name: "Project",
  version: 1,
  state: "active",
  schema: {
    $id: contractId({ key: "project", version: 1 }),
    type: "object",
    required: ["id", "status"],
    additionalProperties: false,
    properties: {
      id: { type: "string" },
      status: { enum: ["planned", "active"] },
      hours: { type: "number" },
      address: { type: "object", required: ["city"], properties: { city: { type: "string" } } },
      lines: { type: "array", items: { type: "object", required: ["day"], properties: { day: { type: "string" } } } },
    },
  },
};
const ofContract = (step: object, ...contracts: ContractFact[]) => told(flowOf([step]), { contracts }, "contract.");
const map = (fields: [string, unknown][], target: object = { contract: "project@1" }) => ({
  id: "make",
  type: "map",
  name: "Project",
  config: { target, fields: fields.map(([name, value]) => ({ name, value })) },
});

test("a map that is made for a contract says what is missing, what does not fit and what is too much, each at its field", () => {
  expect(
    ofContract(
      map([
        ["hours", "eight"],
        ["status", "lost"],
        ["colour", "red"],
        ["address", { street: "x" }],
        ["lines", [{ hours: 1 }]],
      ]),
      PROJECT,
    ),
  ).toEqual([
    "warning make fields: id is required and not given (project@1).",
    "warning make fields.0.value: hours is number and gets text (project@1).",
    "warning make fields.1.value: status cannot be 'lost' (project@1).",
    "warning make fields.2.value: colour is no field of it, and it takes no others (project@1).",
    "warning make fields.3.value: address.city is required and not given (project@1).",
    "warning make fields.4.value: lines[].day is required and not given (project@1).",
  ]);
});

test("what fits, and what nobody can know, is no problem", () => {
  expect(
    ofContract(
      map([
        ["id", { $: "trigger.body.id" }],
        ["status", { $: "trigger.body.open ? 'active' : 'planned'" }],
        ["hours", 3],
        ["lines", { $: "trigger.body.lines" }],
      ]),
      PROJECT,
    ),
  ).toEqual([]);
  expect(ofContract(map([["hours", "x"]], { connection: "odoo", model: "project.project" }), PROJECT)).toEqual([]);
});

test("a version that is not there, retired or a draft is told with the one to take", () => {
  const newer: ContractFact = { ...PROJECT, version: 2 };
  const fields: [string, unknown][] = [
    ["id", "1"],
    ["status", "active"],
  ];
  expect(ofContract(map(fields, { contract: "project@9" }), PROJECT)).toEqual([
    "warning make fields: Project names the contract project@9, and there is none: nothing is checked by it.",
  ]);
  expect(ofContract(map(fields), { ...PROJECT, state: "retired" }, newer)).toEqual(["warning make fields: Project keeps to project@1, which is retired."]);
  expect(ofContract(map(fields), { ...PROJECT, state: "draft" }, newer)[0]).toMatch("a draft");
});

test("an event that is published in a contract's name is held against it, a schema that calls itself one, too", () => {
  const event = { id: "tell", type: "event.publish", config: { topic: "x", contract: "project@1", payload: { id: 7 } } };
  expect(ofContract(event, PROJECT)).toEqual([
    "warning tell payload: status is required and not given (project@1).",
    "warning tell payload: id is string and gets a number (project@1).",
  ]);
  const check = (schema: object) => ({ id: "check", type: "validate", config: { value: { $: "trigger.body" }, schema } });
  expect(ofContract(check(PROJECT.schema), PROJECT)).toEqual([]);
  expect(ofContract(check({ ...PROJECT.schema, required: [] }), PROJECT)[0]).toMatch("is not what project@1 says");
  expect(ofContract(check({ type: "object" }), PROJECT)).toEqual([]);
});

test("what is checked in runs is held against the contract wherever it stands: at a trigger, and beside the contract of an event", () => {
  const told = (type: string, config: object) => ofContract({ id: "it", type, name: "It", config }, PROJECT);
  const moved = { ...PROJECT.schema, required: [] };
  expect(told("trigger.event", { topic: "x", schema: PROJECT.schema })).toEqual([]);
  expect(told("trigger.event", { topic: "x", schema: moved })).toEqual([
    "warning it schema: It checks by a schema that calls itself project@1 and is not what project@1 says.",
  ]);
  const payload = { $: "trigger.body" };
  expect(told("event.publish", { topic: "x", payload, contract: "project@1", schema: PROJECT.schema })).toEqual([]);
  expect(told("event.publish", { topic: "x", payload, contract: "project@1", schema: moved })).toHaveLength(1);
});
