import { expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import type { OdooNeed } from "#server/app.ts";
import { lacking, namesFrom, rowsOf, toAllow, toggled, withNeeds } from "./matrix.ts";

const need = (over: Partial<OdooNeed>): OdooNeed => ({ model: "res.partner", operations: ["read"], fields: ["name"], flows: [], optional: false, ...over });

test("without a list everything is allowed, and an empty list allows nothing", () => {
  expect(rowsOf(undefined)).toBeNull();
  expect(rowsOf([])).toEqual([]);
});

test("what is stored comes back as it was, methods by name and fields where there is a list", () => {
  const stored: Json[] = [
    { model: "res.partner", operations: ["read", "update"], fields: ["email", "name"] },
    { model: "sale.order", operations: ["read", "action_confirm"] },
    { model: "crm.lead", operations: ["call"] },
  ];
  expect(toAllow(rowsOf(stored) ?? [])).toEqual([stored[2], stored[0], stored[1]]);
});

test("names of Odoo's own are shown in the columns that they mean", () => {
  expect(rowsOf([{ model: "res.partner", operations: ["write", "unlink"] }])?.[0]?.operations).toEqual(["update", "archive", "delete"]);
});

test("taking what flows need adds to what is there and takes nothing away", () => {
  const rows = rowsOf([{ model: "res.partner", operations: ["archive"], fields: ["phone"] }]) ?? [];
  const taken = withNeeds(rows, [need({ operations: ["create"] }), need({ model: "sale.order", operations: ["read", "action_confirm"], fields: null })]);
  expect(toAllow(taken)).toEqual([
    { model: "res.partner", operations: ["create", "archive"], fields: ["name", "phone"] },
    { model: "sale.order", operations: ["read", "action_confirm"] },
  ]);
  expect(taken.flatMap((row) => lacking(row, need({ model: row.model })))).toEqual([]);
});

test("what a flow needs and the connection does not allow is named", () => {
  const [row] = rowsOf([{ model: "res.partner", operations: ["update"], fields: ["name"] }]) ?? [];
  expect(lacking(row, need({ operations: ["read", "update", "delete"], fields: ["name", "vat", "write_date"] }))).toEqual(["delete", "vat"]);
  expect(lacking(row, need({ operations: ["action_post"], fields: null }))).toEqual(["action_post", "all fields"]);
  expect(lacking(undefined, need({}))).toEqual(["the model"]);
});

test("a box is switched on and off", () => {
  const [row] = rowsOf([{ model: "res.partner", operations: ["read"] }]) ?? [];
  if (!row) throw new Error("no row");
  expect(toggled(toggled(row, "create"), "read").operations).toEqual(["create"]);
});

test("fields are typed as people type lists", () => {
  expect(namesFrom(" name, email\n vat;name ")).toEqual(["name", "email", "vat"]);
});
