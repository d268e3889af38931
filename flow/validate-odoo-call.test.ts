import { expect, test } from "vitest";
import type { FlowDocument, Json } from "./document.ts";
import type { OdooMethodFact } from "./odoo-shape.ts";
import { odooCallProblems } from "./validate-odoo-call.ts";
import { odooDomainProblems } from "./validate-odoo-domain.ts";

const method = (name: string, more: Partial<OdooMethodFact> = {}): OdooMethodFact => ({
  name,
  isOwn: true,
  ofRecords: true,
  parameters: [],
  isOpen: false,
  doc: null,
  returns: null,
  app: "sale",
  ...more,
});
const parameter = (name: string, required: boolean) => ({ name, required, type: null, doc: null });
const methods = [
  method("action_confirm"),
  method("search_count", { ofRecords: false, parameters: [parameter("domain", true), parameter("limit", false)] }),
  method("message_post", { parameters: [parameter("body", false)], isOpen: true }),
];

function found(config: Record<string, Json>, known: readonly OdooMethodFact[] | null = methods) {
  const step: FlowDocument["steps"][number] = { id: "call", type: "odoo.call", config: { connection: "odoo", model: "sale.order", ...config } };
  const odoo = [{ connection: "odoo", model: "sale.order", fields: [], ...(known ? { methods: known } : {}) }];
  return odooCallProblems(step, { odoo });
}
const told = (config: Record<string, Json>) => found(config).map(({ code, field, fix }) => `${code} ${field}: ${fix}`);

test("a method that is not there is told, with the one that was meant", () => {
  expect(found({ method: "action_confrim", ids: [1] })).toMatchObject([
    { code: "odoo.unknown_method", severity: "warning", field: "method", repair: { field: "method", was: "action_confrim", value: "action_confirm" } },
  ]);
});

test("arguments that are missing or unknown are told, unless the method takes any or an expression gives them", () => {
  expect(told({ method: "search_count", args: { limt: 3 } })).toEqual([
    "odoo.missing_argument args: Add the argument domain.",
    "odoo.unknown_argument args.limt: Use limit instead.",
  ]);
  expect(told({ method: "search_count", args: { domain: [], context: {} } })).toEqual([]);
  expect(told({ method: "search_count", args: { $: "trigger.body.args" } })).toEqual([]);
  expect(told({ method: "message_post", ids: { $: "trigger.body.id" }, args: { anything: 1 } })).toEqual([]);
});

test("methods of records need ids, those of models refuse them", () => {
  expect(told({ method: "action_confirm" })).toEqual(["odoo.method_records ids: Give the ids of the records."]);
  expect(told({ method: "action_confirm", ids: { $: "" } })).toHaveLength(1);
  expect(told({ method: "search_count", ids: [1], args: { domain: [] } })).toEqual(["odoo.method_records ids: Leave the record ids empty."]);
});

test("where methods are not known there is nothing to tell", () => {
  expect(found({ method: "nope" }, null)).toEqual([]);
});

test("a condition about a field that the model does not have is told, with the one that was meant; behind a relation nothing is judged", () => {
  const field = (name: string) => ({ name, label: name, type: "char", required: false, readonly: false, relation: null, selection: null });
  const domain: Json = ["|", ["nmae", "=", "x"], ["partner_id.nope", "=", 1], ["id", ">", 3], { $: "trigger.body.term" }];
  const step: FlowDocument["steps"][number] = {
    id: "read",
    type: "odoo.search",
    config: { connection: "odoo", model: "sale.order", domain, fields: ["name"] },
  };
  const odoo = [{ connection: "odoo", model: "sale.order", fields: [field("name"), field("partner_id")] }];
  expect(odooDomainProblems(step, { odoo })).toMatchObject([
    {
      code: "odoo.unknown_field",
      severity: "error",
      field: "domain.1",
      repair: { field: "domain", value: ["|", ["name", "=", "x"], ["partner_id.nope", "=", 1], ["id", ">", 3], { $: "trigger.body.term" }] },
    },
  ]);
  expect(odooDomainProblems(step, {})).toEqual([]);
});
