import { expect, test } from "vitest";
import { needsOfStep } from "./needs.ts";

const needs = (type: string, config: object) => needsOfStep({ type: `odoo.${type}`, config: JSON.parse(JSON.stringify(config)) });
const model = "res.partner";

test("a step that creates needs the fields that it names; what an expression builds may name any", () => {
  expect(needs("create", { model, values: { name: "x", email: { $: "trigger.body.email" } } }).needs).toEqual([
    { model, operations: ["create", "update"], fields: ["name", "email"] },
  ]);
  expect(needs("create", { model, values: { $: "steps.map" } }).needs).toEqual([{ model, operations: ["create", "update"], fields: null }]);
  expect(needs("create", { model, records: [{ name: "a" }, { vat: "b" }] }).needs).toEqual([
    { model, operations: ["create", "update"], fields: ["name", "vat"] },
  ]);
});

test("an upsert reads what it is matched by, and does not update where it leaves what is there", () => {
  const match = { kind: "fields", fields: ["email"] };
  expect(needs("upsert", { model, match, values: { name: "x" } }).needs).toEqual([
    { model, operations: ["read", "create", "update"], fields: ["name"] },
    { model, operations: ["read"], fields: ["email"] },
  ]);
  expect(needs("upsert", { model, match, onMatch: "skip", values: {} }).needs[0]).toMatchObject({ operations: ["read", "create"] });
});

test("reading counts what it looks by and sorts by", () => {
  const config = { model, fields: ["name", "country_id.code"], domain: ["|", ["vat", "=", "NO"], ["parent_id.name", "=", "x"]], order: "write_date desc" };
  expect(needs("search", config).needs).toEqual([{ model, operations: ["read"], fields: ["name", "country_id", "vat", "parent_id", "write_date"] }]);
  expect(needs("search", { model, fields: ["name"], domain: { $: "vars.domain" } }).needs).toEqual([{ model, operations: ["read"], fields: null }]);
});

test("a method is needed by its name, and what is a method of the matrix by its operation", () => {
  expect(needs("call", { model: "sale.order", method: "action_confirm" }).needs).toEqual([{ model: "sale.order", operations: ["action_confirm"], fields: [] }]);
  expect(needs("call", { model, method: "unlink" }).needs).toEqual([{ model, operations: ["delete"], fields: null }]);
  const invoicing = { model: "sale.advance.payment.inv", method: "create_invoices", doneModel: "sale.order", done: [["invoice_status", "!=", "to invoice"]] };
  expect(needs("call", invoicing).needs[1]).toEqual({ model: "sale.order", operations: ["read"], fields: ["invoice_status"] });
});

test("records that are looked up are told with the way to them, also inside lines; those by id or key need nothing", () => {
  const values = {
    country_id: { $record: { by: "code", value: "NO" } },
    parent_id: { $record: { by: "key", value: "x" } },
    category_id: [{ $record: { by: "name", value: "VIP", onMissing: "create" } }],
    child_ids: [[0, 0, { state_id: { $record: { by: "code", value: "03" } } }]],
  };
  expect(needs("create", { model, values }).related).toEqual([
    { model, path: ["country_id"], operations: ["read"], fields: ["code"], isOnlyOfLines: false },
    { model, path: ["category_id"], operations: ["read", "create"], fields: ["name"], isOnlyOfLines: false },
    { model, path: ["child_ids"], operations: ["create", "update"], fields: ["state_id"], isOnlyOfLines: false },
    { model, path: ["child_ids", "state_id"], operations: ["read"], fields: ["code"], isOnlyOfLines: false },
  ]);
});

test("lines need the rights of their own model, with the fields that they name; what only links needs none unless it is the record's own", () => {
  const of = (order_line: object) =>
    needs("update", { model: "sale.order", id: 1, values: { order_line } }).related.map(({ path, operations, fields, isOnlyOfLines }) => [
      path.join("."),
      operations.join(),
      fields?.join() ?? "all",
      isOnlyOfLines,
    ]);
  expect(of([{ name: "x", parts: [{ qty: 1 }] }])).toEqual([
    ["order_line", "create,update", "name,parts", true],
    ["order_line.parts", "create,update", "qty", true],
  ]);
  expect(of([[1, { $: "item.id" }, { price_unit: 1 }]])).toEqual([["order_line", "read,update", "price_unit", false]]);
  expect(of([[2, 7]])).toEqual([["order_line", "delete", "", false]]);
  expect(of([[4, 7]])).toEqual([["order_line", "update", "", true]]);
  expect(of({ $: "trigger.body.lines" })).toEqual([["order_line", "create,update", "all", true]]);
  expect(of([7, 8])).toEqual([]);
});

test("a trigger reads what it watches; its webhook is worth having and not needed", () => {
  const { needs: all } = needsOfStep({ type: "trigger.odoo", config: { model, fields: ["name"], read: ["email"], domain: [["active", "=", true]] } });
  expect(all[0]).toEqual({ model, operations: ["read"], fields: ["name", "email", "active"] });
  expect(all.slice(1).map((need) => [need.model, need.optional])).toEqual([
    ["base.automation", true],
    ["ir.actions.server", true],
  ]);
});

test("a report needs what Odoo prints it by", () => {
  expect(needs("report", { model: "sale.order", record: 1, report: "x" }).needs.map((need) => [need.model, need.operations.join()])).toEqual([
    ["sale.order", "read"],
    ["ir.actions.report", "read"],
    ["mail.template", "read,create,update"],
    ["mail.compose.message", "read,create"],
    ["ir.attachment", "read,delete"],
  ]);
});

test("messages, files and activities need their record; what they read beside it is told", () => {
  expect(needs("message", { model: "crm.lead", id: 1, body: "Hi" }).needs).toEqual([{ model: "crm.lead", operations: ["message"], fields: [] }]);
  expect(needs("attach", { model: "crm.lead", id: 1 }).needs).toEqual([{ model: "crm.lead", operations: ["attach"], fields: [] }]);
  expect(needs("activity", { model: "crm.lead", id: 1, activityType: "Call", user: "bob" }).needs.map((need) => need.model)).toEqual([
    "crm.lead",
    "mail.activity.type",
    "res.users",
  ]);
  expect(needs("fetch", { record: 1 }).needs).toEqual([{ model: "ir.attachment", operations: ["read"], fields: null }]);
});
