import { expect, test } from "vitest";
import type { OwnershipRule } from "./contract/facts.ts";
import type { Json } from "./document.ts";
import { stoppedBy } from "./kept-rules.ts";
import { writtenValues } from "./written-values.ts";

const rule = (over: Partial<OwnershipRule>): OwnershipRule => ({
  ...{ id: "r1", object: { kind: "model", name: "res.partner" }, field: "vat", system: "CRM", policy: "stop", writers: [] },
  ...over,
});
const relations = { "sale.order": { order_line: "sale.order.line", partner_id: "res.partner" }, "sale.order.line": { tax_ids: "account.tax" } };
const told = (q: { type?: string; input: Record<string, Json>; config?: Record<string, Json>; judgedBy: OwnershipRule[][] }): string | undefined => {
  const step = { id: "put", name: "Put", type: q.type ?? "odoo.update", config: q.config ?? {} };
  return stoppedBy(step, writtenValues(step, q.input, relations), { flow: "hr-sync", relations, judgedBy: q.judgedBy })?.failure.message;
};
const partner = (values: Json, more: Record<string, Json> = {}) => ({ model: "res.partner", values, ...more });

test("what the values hold counts, whatever way they are given", () => {
  const judgedBy = [[rule({})]];
  const stopped = "res.partner.vat belongs to CRM, and Put would write it. Nothing was written.";
  expect(told({ input: partner({ name: "x" }), judgedBy })).toBeUndefined();
  expect(told({ input: partner({ name: "x", vat: "SE1" }), judgedBy })).toBe(stopped);
  expect(told({ type: "odoo.create", input: { model: "res.partner", records: [{ name: "x" }, { vat: null }] }, judgedBy })).toBe(stopped);
  const each: Json = [{ refused: { code: "x", message: "x" } }, { values: { name: "x" } }, { values: { vat: "SE1" } }];
  expect(told({ input: { model: "res.partner", each }, judgedBy })).toBe(stopped);
  expect(told({ type: "odoo.call", input: { model: "res.partner", method: "write", args: { vals: { vat: "SE1" } } }, judgedBy })).toBe(stopped);
  expect(told({ type: "odoo.call", input: { model: "res.partner", method: "create", args: { vals_list: [{ vat: "SE1" }] } }, judgedBy })).toBe(stopped);
  expect(told({ type: "odoo.call", input: { model: "res.partner", method: "read", args: { vals: { vat: "SE1" } } }, judgedBy })).toBeUndefined();
});

test("data that looks like an expression is data", () => {
  expect(told({ input: partner({ $: "x", vat: "SE1" }), judgedBy: [[rule({})]] })).toContain("res.partner.vat");
});

test("so does an event in the name of a contract", () => {
  const judgedBy = [[rule({ object: { kind: "contract", name: "invoice" }, field: "status" })]];
  const event = (payload: Json) => told({ type: "event.publish", config: { contract: "invoice@2" }, input: { topic: "paid", payload }, judgedBy });
  expect(event({ status: "paid" })).toContain("invoice.status belongs to CRM");
  expect(event({ id: 1 })).toBeUndefined();
});

test("lines are records of their own, at any depth, as lists and as commands; so are records that a lookup makes", () => {
  const lines = [[rule({ object: { kind: "model", name: "sale.order.line" }, field: "price_unit" })]];
  const order = (values: Json, judgedBy: OwnershipRule[][]) => told({ input: { model: "sale.order", values }, judgedBy });
  expect(order({ order_line: [[0, 0, { price_unit: 1 }]] }, lines)).toContain("in order_line");
  expect(order({ order_line: [{ price_unit: 1 }] }, lines)).toContain("in order_line");
  expect(order({ order_line: [[6, 0, [1, 2]]] }, lines)).toBeUndefined();
  const taxes = [[rule({ object: { kind: "model", name: "account.tax" }, field: "amount" })]];
  expect(order({ order_line: [[1, 7, { tax_ids: [[0, 0, { amount: 25 }]] }]] }, taxes)).toContain("in order_line.tax_ids");
  const made = (onMissing: string) => order({ partner_id: { $record: { by: "vat", value: "SE1", onMissing } } }, [[rule({})]]);
  expect(made("create")).toContain("where partner_id finds none");
  expect(made("fail")).toBeUndefined();
});

test("a field's own rule goes before that of its object, which is told with what it is about", () => {
  const whole = rule({ id: "r2", field: null, system: "ERP" });
  expect(told({ input: partner({ name: "x", city: "Oslo" }), judgedBy: [[whole]] })).toBe(
    "res.partner belongs to ERP, and Put would write name, city of it. Nothing was written.",
  );
  expect(told({ input: partner({ vat: "x" }), judgedBy: [[whole, rule({ writers: ["hr-sync"] })]] })).toBeUndefined();
  expect(told({ input: partner({ vat: "x" }), judgedBy: [[whole, rule({ policy: "flag" })]] })).toBeUndefined();
});

test("it takes a rule then and a rule now, for the same field", () => {
  const input = partner({ vat: "x", phone: "1" });
  const phone = rule({ id: "r3", field: "phone" });
  expect(told({ input, judgedBy: [[rule({})], []] })).toBeUndefined();
  expect(told({ input, judgedBy: [[], [rule({})]] })).toBeUndefined();
  expect(told({ input, judgedBy: [[rule({})], [phone]] })).toBeUndefined();
  expect(told({ input, judgedBy: [[rule({})], [phone, rule({ system: "HR" })]] })).toContain("vat belongs to HR");
  expect(told({ input, judgedBy: [] })).toBeUndefined();
});
