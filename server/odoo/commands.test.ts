import { describe, expect, it } from "vitest";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import { commandsIn, linkedByNew, remaining } from "./commands.ts";
import type { Field } from "./fields.ts";
import { roundedBy, roundedTo } from "./rounding.ts";
import { cell, normal, ofNew } from "./values.ts";

const field = (type: string): Field => ({
  name: "f",
  label: "F",
  type,
  required: false,
  readonly: false,
  relation: "m.line",
  selection: null,
  help: null,
  inverse: null,
  precision: null,
  currency: null,
  zone: "UTC",
});
const value = (type: string, given: Json) => normal({ model: "m", field: field(type), value: given });
const rest = (before: number[], commands: Json) =>
  remaining({ before, commands: commandsIn(commands) ?? [], different: (id, values) => (id === 1 ? {} : values) }).commands;

describe("commands for lists of records", () => {
  it("are told from ids and from records as reads show them", () => {
    expect(commandsIn([[5]])).toEqual([[5]]);
    expect(commandsIn([[4, 7, 0]])).not.toBeNull();
    expect(commandsIn([[3, "Three"]])).toBeNull();
    expect(commandsIn([[7, "Acme"]])).toBeNull();
    expect(commandsIn([1, 2])).toBeNull();
    expect(commandsIn([{ name: "x" }])).toBeNull();
  });

  it.each<[string, Json, Json]>([
    ["many2many", [[5, 0, 0]], [[5]]],
    [
      "many2many",
      [
        [4, "7", 0],
        [3, 8],
      ],
      [
        [4, 7],
        [3, 8],
      ],
    ],
    ["many2many", [[6, 0, ["1", 2]]], [1, 2]],
    [
      "one2many",
      [
        [1, "3", { qty: 2 }],
        [2, 4],
      ],
      [
        [1, 3, { qty: 2 }],
        [2, 4],
      ],
    ],
    ["one2many", [{ qty: 1 }], [{ qty: 1 }]],
  ])("%s %j is %j", (type, given, kept) => {
    expect(value(type, given)).toEqual(kept);
  });

  it.each<[string, Json]>([
    ["many2many", [[6, 0, 7]]],
    ["many2many", [[4, 0]]],
    ["one2many", [[1, 3, null]]],
    ["one2many", [[0, 0, 5]]],
  ])("%s cannot be %j", (type, given) => {
    expect(() => value(type, given)).toThrow(StepFailure);
  });

  it("send only what is not done yet", () => {
    expect(
      rest(
        [1, 2],
        [
          [4, 1],
          [4, 3],
        ],
      ),
    ).toEqual([[4, 3]]);
    expect(
      rest(
        [1, 2],
        [
          [3, 9],
          [2, 2],
        ],
      ),
    ).toEqual([[2, 2]]);
    expect(rest([], [[5]])).toEqual([]);
    expect(rest([1], [[5], [4, 2]])).toEqual([[5], [4, 2]]);
    expect(rest([2, 1], [[6, 0, [1, 2]]])).toEqual([]);
    expect(
      rest(
        [1, 2],
        [
          [1, 1, { qty: 2 }],
          [1, 2, { qty: 2 }],
        ],
      ),
    ).toEqual([[1, 2, { qty: 2 }]]);
    // once they are done there is nothing left
    expect(
      rest(
        [1, 3],
        [
          [4, 3],
          [3, 2],
        ],
      ),
    ).toEqual([]);
  });

  it("are the ids of a new record where they only link, and are never a column of a record that is there", () => {
    expect(
      linkedByNew([
        [4, 1],
        [4, 2],
        [3, 1],
      ]),
    ).toEqual([2]);
    expect(
      linkedByNew([
        [6, 0, [1]],
        [4, 2],
      ]),
    ).toEqual([1, 2]);
    expect(linkedByNew([[0, 0, {}]])).toBeNull();
    expect(cell(field("many2many"), ofNew(field("many2many"), [[4, 2]]))).toEqual({ column: "f/.id", cell: "2" });
    // a column replaces what the record has: a link must not
    expect(cell(field("many2many"), [[4, 2]])).toBeNull();
  });
});

describe("rounding", () => {
  it("is Odoo's: half away from zero, by the step of the currency", () => {
    expect(roundedBy(10.4, 1)).toBe(10);
    expect(roundedBy(10.5, 1)).toBe(11);
    expect(roundedBy(-10.5, 1)).toBe(-11);
    expect(roundedBy(1.005, 0.01)).toBe(1.01);
    expect(roundedBy(2.675, 0.01)).toBe(2.68);
    expect(roundedBy(1.0005, 0.001)).toBe(1.001);
    expect(roundedBy(1.03, 0.05)).toBe(1.05);
    expect(roundedBy(0.1 + 0.2, 0.01)).toBe(0.3);
    expect(roundedTo(12.345_678, 3)).toBe(12.346);
    expect(roundedBy(7.77, 0)).toBe(7.77);
  });
});
