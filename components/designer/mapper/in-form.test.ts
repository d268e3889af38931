import { expect, test } from "vitest";
import { freeTarget } from "#flow/mapping/target.ts";
import { readMapped, writeMapped } from "#flow/mapping/mapped.ts";
import type { Json } from "#flow/document.ts";
import { droppedBy, type Form, inForm } from "./in-form.ts";

const lines = { ...freeTarget("order_line"), type: "lines" as const };
const turned = (value: Json, form: Form) => writeMapped(inForm(readMapped(value), form, lines));
const dropped = (value: Json, form: Form) => droppedBy(readMapped(value), form, lines);

const each = "[trigger.body.lines.{'product': sku, 'order': $$.trigger.body.id, 'qty': 2, 'note': $uppercase(text) & '!'}]";

test("lines that were mapped field by field become one create with these fields, whose places are those of the first line", () => {
  expect(turned({ $: each }, "commands")).toEqual([
    [
      0,
      0,
      {
        product: { $: "trigger.body.lines[0].sku" },
        order: { $: "trigger.body.id" },
        qty: 2,
        note: { $: "trigger.body.lines[0].($uppercase(text) & '!')" },
      },
    ],
  ]);
  expect(dropped({ $: each }, "commands")).toBeNull();
});

test("records that are written out become as many creates", () => {
  const records = [{ name: "a" }, { name: { $: "trigger.body.name" } }];
  expect(turned(records, "commands")).toEqual([
    [0, 0, { name: "a" }],
    [0, 0, { name: { $: "trigger.body.name" } }],
  ]);
  expect(dropped(records, "commands")).toBeNull();
});

test("what another form cannot keep is named before it goes; what nobody has worked on is not", () => {
  expect(dropped({ $: each }, "literal")).toBe("4 fields of each line");
  expect(dropped([[4, 7], [5]], "lines")).toBe("2 commands");
  expect(dropped({ $: "$map(trigger.body.lines, function($l) { $l })" }, "commands")).toBe("the expression");
  expect(dropped({ $: "trigger.body.lines" }, "commands")).toBeNull();
  expect(dropped([], "commands")).toBeNull();
  expect(dropped([1, 2], "commands")).toBe("2 values");
});
