import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import { FlowDocument } from "./document.ts";
import { allSteps } from "./nested.ts";
import { unionOf } from "./union.ts";

const body = (names: string[]) => ({ steps: names.map((id) => ({ id, type: "map", config: { fields: [] } })), edges: [] });
/*  won ─▶ map ─▶ lines (line)      becomes      won ─▶ ask ─▶ lines (line, note)  */
const before = FlowDocument.parse({
  throughline: 1,
  flow: { key: "won", name: "Won" },
  steps: [
    { id: "won", type: "trigger.webhook", config: {} },
    { id: "map", type: "map", config: { fields: [] } },
    { id: "lines", type: "each", config: { items: [], body: body(["line"]) } },
  ],
  edges: [
    { from: "won", to: "map" },
    { from: "map", to: "lines" },
  ],
  layout: { won: [0, 0], map: [0, 100], lines: [0, 200] },
});
const after = FlowDocument.parse({
  ...before,
  steps: [
    { id: "won", type: "trigger.webhook", name: "Opportunity won", config: {} },
    { id: "ask", type: "approve", config: {} },
    { id: "lines", type: "each", config: { items: [], body: body(["line", "note"]) } },
  ],
  edges: [
    { from: "won", to: "ask" },
    { from: "ask", port: "approved", to: "lines" },
  ],
  layout: { won: [0, 0], ask: [0, 100], lines: [0, 200] },
});

test("what went is drawn beside what took its place, and every step says what became of it", () => {
  const { document, steps, edges } = unionOf(before, after);
  expect(Object.fromEntries(steps)).toEqual({ won: "changed", ask: "added", map: "removed", lines: "changed", note: "added" });
  expect(Object.fromEntries(edges)).toEqual({ "won.out>ask": "added", "ask.approved>lines": "added", "won.out>map": "removed", "map.out>lines": "removed" });
  expect(document.layout?.ask).toEqual([0, 100]);
  expect(document.layout?.map).not.toEqual([0, 100]);
  expect(allSteps(document).map((step) => step.id)).toEqual(["won", "ask", "lines", "line", "note", "map"]);
});

test("a flow and itself have no difference", () => {
  expect(unionOf(before, before)).toMatchObject({ document: before, steps: new Map(), edges: new Map() });
  expect(compare(before, before)).toEqual([]);
});

test("what changed inside a for each is told step by step", () => {
  expect(compare(before, after).filter((change) => change.frame)).toEqual([
    { kind: "added", what: "step", id: "note", title: "note", frame: "lines", fields: [] },
  ]);
  expect(compare(before, after).some((change) => change.id === "lines")).toBe(false);
});

test("a list of as many parts is compared part by part, another one as a whole", () => {
  const first = before.steps[0];
  if (!first) throw new Error("no step");
  const withFields = (...values: string[]) => ({
    ...before,
    steps: [{ ...first, config: { fields: values.map((value) => ({ name: "amount", value: { $: value } })) } }, ...before.steps.slice(1)],
  });
  const [change] = compare(withFields("a", "b"), withFields("a", "c"));
  expect(change?.fields).toEqual([{ path: "config.fields.1.value", before: { $: "b" }, after: { $: "c" } }]);
  expect(compare(withFields("a"), withFields("a", "b"))[0]?.fields.map((field) => field.path)).toEqual(["config.fields"]);
});

test("groups and notes are marked as steps are, and those that went still stand where they stood", () => {
  const note = (id: string, text: string, x = 400) => ({ id, text, at: [x, 0], size: [240, 140] });
  const was = FlowDocument.parse({
    ...before,
    groups: [
      { id: "g1", title: "Billing", steps: ["map"] },
      { id: "g2", title: "Delivery", steps: ["lines"] },
    ],
    notes: [note("n1", "Ask finance"), note("n2", "Old"), note("n3", "Stays")],
  });
  const now = FlowDocument.parse({
    ...after,
    groups: [
      { id: "g2", title: "Delivery", steps: ["lines", "ask"] },
      { id: "g3", title: "New", steps: ["won"] },
    ],
    // a moved note is layout
    notes: [note("n1", "Ask finance first"), note("n3", "Stays", 900), note("n4", "New")],
  });
  const { document, groups, notes, goneGroups } = unionOf(was, now);
  expect(Object.fromEntries(groups)).toEqual({ g1: "removed", g2: "changed", g3: "added" });
  expect(Object.fromEntries(notes)).toEqual({ n1: "changed", n2: "removed", n4: "added" });
  expect(document.groups?.map((group) => group.id)).toEqual(["g2", "g3"]);
  expect(goneGroups.map((group) => group.title)).toEqual(["Billing"]);
  expect(document.notes?.map((each) => each.id)).toEqual(["n1", "n3", "n4", "n2"]);
});
