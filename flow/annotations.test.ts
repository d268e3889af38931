import { expect, test } from "vitest";
import { spotBeside } from "./placement.ts";
import { addGroup, addNote, groupBox, groupOf, notesIn, removeGroups, updateGroup, updateNotes } from "./annotations.ts";
import { flowFile, meaningOf } from "./canonical.ts";
import { copySteps } from "./clipboard.ts";
import { pasteSteps } from "./paste.ts";
import { compare } from "./compare.ts";
import { FlowDocument } from "./document.ts";
import { addStep, removeSteps, renameStep } from "./edit.ts";

/*  won ─▶ map ─▶ cust ; lines is a for each  */
const document: FlowDocument = FlowDocument.parse({
  throughline: 1,
  flow: { key: "won", name: "Won opportunity" },
  steps: [
    { id: "won", type: "trigger.webhook", config: { auth: { kind: "none" } } },
    { id: "map", type: "map", config: { fields: [] } },
    { id: "cust", type: "map", config: { fields: [{ name: "n", value: { $: "steps.map.n" } }] } },
    { id: "lines", type: "each", config: { items: { $: "trigger.body.lines" }, body: { steps: [{ id: "one", type: "map", config: {} }], edges: [] } } },
  ],
  edges: [
    { from: "won", to: "map" },
    { from: "map", to: "cust" },
  ],
  layout: { won: [0, 0], map: [0, 100], cust: [0, 200], lines: [340, 0] },
});
const grouped = () => {
  const result = addGroup(document, { steps: ["map", "cust"], title: "Customer", colour: "blue" });
  if ("refused" in result) throw new Error(result.refused);
  return result.document;
};
const noted = (frame: string | null = null) => addNote(grouped(), { at: [600, 7], frame, colour: "yellow", text: "Ask **finance**" }).document;

test("a group is where its steps are, and a step is in one group", () => {
  const flow = grouped();
  const [group] = flow.groups ?? [];
  if (!group) throw new Error("no group");
  expect(groupBox(group, flow, flow.layout ?? {})).toEqual({ x: -20, y: 60, width: 268, height: 222 });
  expect(groupOf(flow, ["cust", "map"])).toBe(group);
  expect(groupOf(flow, ["map"])).toBeUndefined();
  const again = addGroup(flow, { steps: ["cust", "won"], title: "Other", colour: "green" });
  if ("refused" in again) throw new Error(again.refused);
  expect(again.document.groups?.map((each) => each.steps)).toEqual([["map"], ["won", "cust"]]);
  expect(addGroup(flow, { steps: ["gone"], title: "", colour: "grey" })).toHaveProperty("refused");
});

test("groups follow their steps: a new id, a step between two of them, a deleted one", () => {
  const renamed = renameStep(grouped(), { id: "map", to: "shape" });
  if ("refused" in renamed) throw new Error(renamed.refused);
  expect(renamed.document.groups?.[0]?.steps).toEqual(["shape", "cust"]);
  const between = addStep(grouped(), { type: "wait", place: { kind: "into", edge: { from: "map", to: "cust" } } });
  if ("refused" in between) throw new Error(between.refused);
  expect(between.document.groups?.[0]?.steps).toEqual(["map", "cust", between.added]);
  expect(removeSteps(grouped(), ["map"]).groups?.[0]?.steps).toEqual(["cust"]);
  expect(removeSteps(grouped(), ["map", "cust"])).not.toHaveProperty("groups");
  expect(removeGroups(grouped(), ["group_1"])).not.toHaveProperty("groups");
});

test("notes stand on the flow or in a for each, and go with it", () => {
  expect(notesIn(noted("lines"), null)).toEqual([]);
  expect(notesIn(noted("lines"), "lines").map((note) => note.at)).toEqual([[600, 0]]);
  expect(removeSteps(noted("lines"), ["lines"])).not.toHaveProperty("notes");
  expect(removeSteps(noted(), ["lines"]).notes).toHaveLength(1);
  const renamed = renameStep(noted("lines"), { id: "lines", to: "order_lines" });
  if ("refused" in renamed) throw new Error(renamed.refused);
  expect(renamed.document.notes?.[0]?.frame).toBe("order_lines");
});

test("a run knows nothing of groups and notes: what a version means is the same, its file has them in a stable order", () => {
  expect(meaningOf(noted())).toBe(meaningOf(document));
  const file = flowFile(noted());
  expect(FlowDocument.parse(JSON.parse(file)).groups?.[0]?.steps).toEqual(["cust", "map"]);
  const second = addNote(noted(), { at: [0, 0], frame: null, colour: "rose" }).document;
  expect(flowFile({ ...second, notes: second.notes?.toReversed() })).toBe(flowFile(second));
  expect(flowFile(document)).not.toContain("groups");
});

test("people see in the differences what became of groups and notes, not where a note stands", () => {
  const changed = updateGroup(updateNotes(noted(), { note_1: { text: "Ask sales" } }), "group_1", { title: "Client" });
  expect(compare(noted(), changed).map((change) => [change.kind, change.what, change.title, change.fields.map((field) => field.path)])).toEqual([
    ["changed", "group", "Client", ["title"]],
    ["changed", "note", "Ask sales", ["text"]],
  ]);
  expect(compare(noted(), updateNotes(noted(), { note_1: { at: [0, 0], size: [300, 300] } }))).toEqual([]);
  expect(compare(document, noted()).map((change) => `${change.kind} ${change.what}`)).toEqual(["added group", "added note"]);
});

test("what is copied takes its group and the chosen notes along, under ids of their own", () => {
  const text = copySteps(noted(), { steps: ["map", "cust"], notes: ["note_1"] });
  const pasted = pasteSteps(noted(), { text, at: [1_000, 0] });
  if ("refused" in pasted) throw new Error(pasted.refused);
  expect(pasted.document.groups?.map((group) => [group.id, group.steps])).toEqual([
    ["group_1", ["map", "cust"]],
    ["group_2", pasted.added],
  ]);
  expect(pasted.notes).toEqual(["note_2"]);
  expect(pasted.document.steps.find((step) => step.id === pasted.added[1])?.config).toEqual({
    fields: [{ name: "n", value: { $: `steps.${pasted.added[0]}.n` } }],
  });
  // half a group is none, and a note alone is enough
  expect(JSON.parse(copySteps(noted(), { steps: ["map"] })).copied).not.toHaveProperty("groups");
  const alone = pasteSteps(document, { text: copySteps(noted(), { steps: [], notes: ["note_1"] }), frame: "lines" });
  if ("refused" in alone) throw new Error(alone.refused);
  expect(alone.document.notes?.map((note) => note.frame)).toEqual(["lines"]);
});

test("a new note stands beside the steps and notes that are there, not on them", () => {
  const document = { ...grouped(), notes: [] };
  const [first] = document.steps;
  const on = document.layout?.[first?.id ?? ""] ?? [0, 0];
  const size = { width: 240, height: 140 };
  const at = spotBeside(document, { size, wanted: on });
  expect(at).not.toEqual(on);
  for (const [x, y] of Object.values(document.layout ?? {})) expect(Math.abs(x - at[0]) >= 228 || Math.abs(y - at[1]) >= 62).toBe(true);
  const next = spotBeside(document, { size, wanted: on, others: [{ at, size }] });
  expect(Math.abs(next[0] - at[0]) >= size.width || Math.abs(next[1] - at[1]) >= size.height).toBe(true);
});
