import { expect, test } from "vitest";
import type { OdooField } from "#flow/odoo-shape.ts";
import { alongPath, modelsAlong } from "./field-path.ts";

const field = (name: string, relation: string | null = null): OdooField => ({ name, label: name, type: relation ? "many2one" : "char", relation }) as OdooField;
const known: Record<string, OdooField[]> = {
  "sale.order": [field("partner_id", "res.partner"), field("name")],
  "res.partner": [field("country_id", "res.country"), field("parent_id", "res.partner")],
  "res.country": [field("code")],
};
const along = (path: string, of: string[] = Object.keys(known)) => alongPath(path, "sale.order", (model) => (of.includes(model) ? known[model] : undefined));

test("each name is looked for where the one before it leads", () => {
  const segments = along("partner_id.country_id.code");
  expect(segments.map(({ name, model, field }) => [name, model, field?.name])).toEqual([
    ["partner_id", "sale.order", "partner_id"],
    ["country_id", "res.partner", "country_id"],
    ["code", "res.country", "code"],
  ]);
});

test("a model is asked for once the one before it is known, once, and with the one behind the path", () => {
  expect(modelsAlong(along("partner_id.country_id", []))).toEqual(["sale.order"]);
  expect(modelsAlong(along("partner_id.country_id", ["sale.order"]))).toEqual(["sale.order", "res.partner"]);
  expect(modelsAlong(along("partner_id.country_id"))).toEqual(["sale.order", "res.partner", "res.country"]);
  expect(modelsAlong(along("partner_id.parent_id"))).toEqual(["sale.order", "res.partner"]);
  expect(modelsAlong(along("name"))).toEqual(["sale.order"]);
});

test("behind a name that is not there nothing is known", () => {
  expect(along("partner_id.gone.code").map(({ model }) => model)).toEqual(["sale.order", "res.partner", null]);
});
