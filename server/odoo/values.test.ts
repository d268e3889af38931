import { describe, expect, it } from "vitest";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { Field } from "./fields.ts";
import { cell, isNew, isSame, normal, written } from "./values.ts";

const field = (type: string, more: Partial<Field> = {}): Field => ({
  name: "f",
  label: "F",
  type,
  required: false,
  readonly: false,
  relation: null,
  selection: null,
  help: null,
  inverse: null,
  precision: null,
  currency: null,
  zone: "UTC",
  ...more,
});
const value = (type: string, given: Json, more: Partial<Field> = {}) => normal({ model: "m", field: field(type, more), value: given });
const selection: [string, string][] = [
  ["invoice", "Invoice address"],
  ["other", "Other"],
];

describe("times of a connection with a zone", () => {
  const zone = { zone: "Europe/Oslo" };
  it.each<[string, Json, Json]>([
    ["datetime", "2026-12-31 18:00:00", "2026-12-31 17:00:00"],
    ["datetime", "2026-07-01", "2026-06-30 22:00:00"],
    ["datetime", "2026-12-31T18:00:00Z", "2026-12-31 18:00:00"],
    ["date", "2026-12-31T23:30:00Z", "2027-01-01"],
    ["date", "2026-12-31", "2026-12-31"],
    ["date", "2026-12-31 23:30:00", "2026-12-31"],
  ])("%s %j is %j", (type, given, kept) => {
    expect(value(type, given, zone)).toBe(kept);
  });
});

describe("a value as Odoo keeps it", () => {
  it.each<[string, Json, Json]>([
    ["char", "Acme", "Acme"],
    ["char", 42, "42"],
    ["char", "", false],
    ["char", null, false],
    ["boolean", "false", false],
    ["boolean", "1", true],
    ["boolean", null, false],
    ["integer", "7", 7],
    ["integer", null, 0],
    ["float", "12.50", 12.5],
    ["monetary", 1e3, 1000],
    ["many2one", 7, 7],
    ["many2one", "7", 7],
    ["many2one", [7, "Acme"], 7],
    ["many2one", { id: 7, name: "Acme" }, 7],
    ["many2one", "", false],
    ["many2many", [3, 1], [3, 1]],
    ["many2many", [[6, 0, [3, 1]]], [3, 1]],
    [
      "many2many",
      [
        [3, "Three"],
        [1, "One"],
      ],
      [3, 1],
    ],
    ["many2many", [[4, 3]], [[4, 3]]],
    ["date", "2026-12-31T23:30:00+02:00", "2026-12-31"],
    ["datetime", "2026-12-31T23:30:00+02:00", "2026-12-31 21:30:00"],
    ["datetime", "2026-12-31 10:00:00", "2026-12-31 10:00:00"],
    ["datetime", "2026-12-31", "2026-12-31 00:00:00"],
    ["datetime", "2026-12-31T10:00:00.123Z", "2026-12-31 10:00:00"],
  ])("%s %j is %j", (type, given, kept) => {
    expect(value(type, given)).toEqual(kept);
  });

  it("takes choices by value and by label, and leaves what nobody knows to Odoo", () => {
    expect(value("selection", "invoice", { selection })).toBe("invoice");
    expect(value("selection", "invoice ADDRESS", { selection })).toBe("invoice");
    expect(value("selection", "bogus", { selection })).toBe("bogus");
  });

  it.each<[string, Json]>([
    ["integer", 1.5],
    ["integer", "seven"],
    ["float", "1,000.00"],
    ["float", {}],
    ["many2one", "Norway"],
    ["many2one", 0],
    ["many2one", -1],
    ["many2many", ["x"]],
    ["boolean", "perhaps"],
    ["date", 20261231],
    ["datetime", "2026-13-45T00:00:00Z"],
    ["char", ["a"]],
  ])("%s cannot be %j", (type, given) => {
    expect(() => value(type, given)).toThrow(StepFailure);
  });
});

describe("comparing", () => {
  it("sees no difference where Odoo would keep the same", () => {
    expect(isSame(field("float", { precision: 2 }), 10.1, 10.1000001)).toBe(true);
    expect(isSame(field("float", { precision: 2 }), 10.1, 10.11)).toBe(false);
    expect(isSame(field("many2many"), [1, 3], [3, 1])).toBe(true);
    expect(isSame(field("html"), "<p>Fish &amp; chips</p>", "Fish & chips")).toBe(true);
    expect(isSame(field("html"), "<p>a</p><p>b</p>", "a")).toBe(false);
    expect(isSame(field("char"), false, "x")).toBe(false);
  });
});

describe("writing", () => {
  it("says lists of records as Odoo wants them said", () => {
    expect(written(field("many2many"), [1, 2])).toEqual([[6, 0, [1, 2]]]);
    expect(cell(field("many2many"), [1, 2])).toEqual({ column: "f/.id", cell: "1,2" });
    expect(cell(field("many2many"), [[3, 2]])).toBeNull();
  });

  it("never sends a JSON boolean to load, which breaks on it", () => {
    expect(cell(field("boolean"), true)).toEqual({ column: "f", cell: "1" });
    expect(cell(field("boolean"), false)).toEqual({ column: "f", cell: "0" });
    expect(cell(field("many2one"), false)).toEqual({ column: "f/.id", cell: "" });
    expect(cell(field("char"), false)).toEqual({ column: "f", cell: "" });
  });

  it("knows ids that do not exist yet wherever they stand", () => {
    expect(isNew({ $new: "cust" })).toBe(true);
    expect(isNew([["partner_id", "=", { $new: "cust" }]])).toBe(true);
    expect(isNew([1, { a: "x" }])).toBe(false);
  });
});
