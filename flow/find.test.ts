import { expect, test } from "vitest";
import { FlowDocument } from "./document.ts";
import { findIn } from "./find.ts";

const document = FlowDocument.parse({
  throughline: 1,
  flow: { key: "won", name: "Won" },
  steps: [
    { id: "won", type: "trigger.webhook", name: "Order in", config: { auth: { kind: "none" } } },
    { id: "shape", type: "map", name: "Shape order", config: { fields: [{ name: "amount", value: { $: "trigger.body.amount" } }] } },
    {
      id: "lines",
      type: "each",
      name: "Lines",
      config: {
        items: { $: "trigger.body.lines" },
        body: { steps: [{ id: "one", type: "map", name: "One line", config: { fields: [{ name: "sku", value: { $: "item.sku" } }] } }], edges: [] },
      },
    },
  ],
  edges: [],
  groups: [{ id: "group_1", title: "Sales order", steps: ["won"] }],
  notes: [{ id: "note_1", text: "Ask finance\nabout every order", at: [0, 0], size: [240, 140] }],
});
const brief = (search: string) => findIn(document, search).found.map(({ id, where, path }) => [id, where, path]);

test("words are found in names, groups and notes, letters large or small", () => {
  expect(brief("ORDER")).toEqual([
    ["won", "name", null],
    ["shape", "name", null],
    ["group_1", "text", null],
    ["note_1", "text", null],
  ]);
});

test("settings and expressions are found with their place, in frames once and not twice", () => {
  expect(brief("amount")).toEqual([
    ["shape", "setting", "fields.0.name"],
    ["shape", "expression", "fields.0.value"],
  ]);
  expect(brief("item.sku")).toEqual([["one", "expression", "fields.0.value"]]);
  expect(brief("webhook")).toEqual([["won", "type", null]]);
  expect(brief("   ")).toEqual([]);
});

test("what surrounds the words is cut to a line, and the words are marked in it", () => {
  const [hit] = findIn(document, "finance about").found;
  expect(hit?.text.slice(hit.from, hit.to)).toBe("finance about");
  const long = {
    ...document,
    notes: [
      { id: "n", text: `${"x".repeat(500)} needle ${"y".repeat(500)}`, at: [0, 0] satisfies [number, number], size: [240, 140] satisfies [number, number] },
    ],
  };
  const [cut] = findIn(long, "needle").found;
  expect(cut?.text.length).toBeLessThan(140);
  expect(cut?.text.slice(cut.from, cut.to)).toBe("needle");
});

test("a search that fits everything ends", () => {
  const many = { ...document, steps: Array.from({ length: 1_000 }, (_, index) => ({ id: `s${index}`, type: "map", config: {} })) };
  const { found, isMore } = findIn(many, "s");
  expect([found.length, isMore]).toEqual([300, true]);
});
