import fc from "fast-check";
import { expect, test } from "vitest";
import { flowFile, meaningOf } from "./canonical.ts";
import type { Step } from "./document.ts";
import { FlowDocument } from "./document.ts";
import { addStep, connect, disconnect, isRefused, moveSteps, removeSteps, renameStep, stepOf, updateFlow, updateStep } from "./edit.ts";
import { merge, openConflicts } from "./merge.ts";
import { allSteps, bodyOf, viewOf, withView } from "./nested.ts";

/*  won ─▶ map ─▶ size ─large─▶ ask ─approved─▶ cust ─▶ lines (for each: line ─▶ note)
                   size ─normal──────────────▶ cust        ask ─rejected─▶ no                */
const base = FlowDocument.parse({
  throughline: 1,
  flow: { key: "won", name: "Won opportunity", owner: "delivery-ops", currency: "EUR" },
  steps: [
    { id: "won", type: "trigger.webhook", name: "Opportunity won", config: { auth: { kind: "none" }, dedupe: { $: "trigger.body.id" } } },
    { id: "map", type: "map", name: "Customer", config: { fields: [{ name: "amount", value: { $: "trigger.body.amount" } }] } },
    { id: "size", type: "branch", name: "Large?", config: { cases: [{ port: "large", when: { $: "steps.map.amount > 50000" } }], else: "normal" } },
    { id: "ask", type: "approve", name: "Approve", config: { title: "Start?", assignees: { roles: ["approver"] } } },
    {
      id: "cust",
      type: "odoo.upsert",
      name: "Customer in Odoo",
      config: { connection: "odoo", model: "res.partner", values: { name: { $: "steps.map.amount" } } },
    },
    {
      id: "lines",
      type: "each",
      name: "Lines",
      config: {
        items: { $: "trigger.body.lines" },
        itemKey: { $: "item.id" },
        body: {
          steps: [
            { id: "line", type: "map", name: "Line", config: { fields: [] } },
            { id: "note", type: "map", name: "Note", config: { fields: [] } },
          ],
          edges: [{ from: "line", to: "note" }],
        },
      },
    },
    { id: "no", type: "stop", name: "Rejected", config: { outcome: "succeeded", reason: "Rejected" } },
  ],
  edges: [
    { from: "won", to: "map" },
    { from: "map", to: "size" },
    { from: "size", port: "large", to: "ask" },
    { from: "size", port: "normal", to: "cust" },
    { from: "ask", port: "approved", to: "cust" },
    { from: "ask", port: "rejected", to: "no" },
    { from: "cust", to: "lines" },
  ],
  layout: { won: [0, 0], map: [0, 100], size: [0, 200], ask: [300, 200], cust: [0, 300], lines: [0, 400], no: [400, 300] },
});

const set = (document: FlowDocument, id: string, change: Partial<Step>): FlowDocument => {
  const step = stepOf(document, id);
  return step ? updateStep(document, { ...step, ...change }) : document;
};
const added = (document: FlowDocument, type: string, after: string): FlowDocument => {
  const result = addStep(document, { type, place: { kind: "after", from: { step: after, port: "out" } } });
  return isRefused(result) ? document : result.document;
};
const asked = (parts: ReturnType<typeof merge>["parts"]) => openConflicts(parts).map((part) => part.key);
const wires = (document: FlowDocument) => document.edges.map((edge) => `${edge.from}${edge.port ? `.${edge.port}` : ""}>${edge.to}`).toSorted();

test("what only one side changed is taken from there, and nobody is asked", () => {
  const mine = set(updateFlow(base, { owner: "finance" }), "cust", { name: "Client in Odoo" });
  const theirs = added(set(base, "ask", { config: { title: "Begin?" } }), "notify", "lines");
  const { document, parts } = merge({ base, mine, theirs });
  expect(openConflicts(parts)).toEqual([]);
  expect(document.flow.owner).toBe("finance");
  expect(stepOf(document, "cust")?.name).toBe("Client in Odoo");
  expect(stepOf(document, "ask")?.config.title).toBe("Begin?");
  expect(wires(document)).toContain("lines>notify");
  expect(parts.map((part) => [part.key, part.side])).toEqual(
    expect.arrayContaining([
      ["flow owner", "mine"],
      ["step cust", "mine"],
      ["step ask", "theirs"],
      ["step notify", "theirs"],
    ]),
  );
});

test("a part that both changed waits for a person, field by field, and becomes what was chosen", () => {
  const mine = set(updateFlow(base, { currency: "SEK" }), "map", { name: "Client" });
  const theirs = set(updateFlow(base, { currency: "USD" }), "map", { name: "Account" });
  const trio = { base, mine, theirs };
  const { parts } = merge(trio);
  expect(asked(parts)).toEqual(["flow currency", "step map"]);
  expect(parts.find((part) => part.key === "step map")?.fields).toEqual([{ path: "name", base: "Customer", mine: "Client", theirs: "Account" }]);
  const chosen = merge(trio, { "flow currency": "mine", "step map": "theirs" });
  expect(openConflicts(chosen.parts)).toEqual([]);
  expect([chosen.document.flow.currency, stepOf(chosen.document, "map")?.name]).toEqual(["SEK", "Account"]);
});

test("the same change on both sides is no difference", () => {
  const both = set(base, "map", { name: "Client" });
  expect(merge({ base, mine: both, theirs: both }).parts).toEqual([]);
});

test("a step that one removed and the other changed is asked about once, with the edges at it", () => {
  const mine = removeSteps(base, ["cust"]);
  const theirs = set(base, "cust", { name: "Client in Odoo" });
  expect(wires(mine)).toContain("size.normal>lines");
  const { parts } = merge({ base, mine, theirs });
  expect(asked(parts)).toEqual(["step cust"]);
  expect(parts.map((part) => part.what)).toEqual(["step"]);
  expect(meaningOf(merge({ base, mine, theirs }, { "step cust": "mine" }).document)).toBe(meaningOf(mine));
  expect(meaningOf(merge({ base, mine, theirs }, { "step cust": "theirs" }).document)).toBe(meaningOf(theirs));
});

test("a step that one removed while the other led something to it is not lost silently", () => {
  const mine = removeSteps(base, ["lines"]);
  const theirs = added(base, "map", "cust");
  expect(wires(theirs)).toContain("map_2>lines");
  expect(asked(merge({ base, mine, theirs }).parts)).toEqual(["step lines"]);
});

test("two steps put into the same edge: where it leads is asked, and both steps are kept", () => {
  const mine = added(base, "http", "won");
  const theirs = added(base, "notify", "won");
  const { parts, document } = merge({ base, mine, theirs });
  expect(asked(parts)).toEqual(["edges won out"]);
  expect(document.steps.map((step) => step.id)).toEqual(expect.arrayContaining(["http_request", "notify"]));
});

test("what follows the end of a flow on both sides is kept on both", () => {
  const { document, parts } = merge({ base, mine: added(base, "http", "lines"), theirs: added(base, "notify", "lines") });
  expect(openConflicts(parts)).toEqual([]);
  expect(wires(document)).toEqual(expect.arrayContaining(["lines>http_request", "lines>notify"]));
});

test("two new steps that happen to have one id are both kept", () => {
  const mine = set(added(base, "map", "lines"), "map_2", { name: "Margin", config: { fields: [{ name: "x", value: { $: "steps.map.amount" } }] } });
  const theirs = set(added(base, "map", "cust"), "map_2", { name: "Rate" });
  const { document, parts, renamed } = merge({ base, mine, theirs });
  expect(renamed).toEqual([{ from: "map_2", to: "map_3", title: "Margin" }]);
  expect([stepOf(document, "map_2")?.name, stepOf(document, "map_3")?.name]).toEqual(["Rate", "Margin"]);
  expect(openConflicts(parts)).toEqual([]);
  expect(wires(document)).toEqual(expect.arrayContaining(["lines>map_3", "cust>map_2", "map_2>lines"]));
});

test("a step that one gave another id stays one step, and the other's expressions read it by the new one", () => {
  const renaming = renameStep(base, { id: "map", to: "customer" });
  if (isRefused(renaming)) throw new Error(renaming.refused);
  const theirs = set(set(base, "map", { name: "Client" }), "ask", { config: { title: { $: "steps.map.amount" } } });
  const { document, parts } = merge({ base, mine: renaming.document, theirs });
  expect(openConflicts(parts)).toEqual([]);
  expect(document.steps.map((step) => step.id)).not.toContain("map");
  expect(stepOf(document, "customer")).toMatchObject({ name: "Client", was: ["map"] });
  expect(stepOf(document, "ask")?.config.title).toEqual({ $: "steps.customer.amount" });
});

test("inside a for each, steps are merged one by one", () => {
  const inside = (document: FlowDocument, change: (view: FlowDocument) => FlowDocument) => {
    const view = viewOf(document, "lines", (same) => same);
    return view ? withView(document, "lines", change(view)) : document;
  };
  const mine = inside(base, (view) => set(view, "line", { name: "Order line" }));
  const theirs = inside(set(base, "lines", { name: "Every line" }), (view) => added(view, "map", "note"));
  const { document, parts } = merge({ base, mine, theirs });
  expect(openConflicts(parts)).toEqual([]);
  const frame = stepOf(document, "lines");
  const body = frame && bodyOf(frame);
  expect(frame?.name).toBe("Every line");
  expect(body?.steps.map((step) => step.name)).toEqual(["Order line", "Note", "Map"]);
  expect(body?.edges).toHaveLength(2);
});

test("boxes that both moved are no conflict", () => {
  const { document, parts } = merge({ base, mine: moveSteps(base, { map: [20, 100] }), theirs: moveSteps(base, { map: [40, 100], no: [0, 900] }) });
  expect(parts).toEqual([]);
  expect(document.layout).toMatchObject({ map: [20, 100], no: [0, 900] });
});

// ---- for all edits -----------------------------------------------------------------------

const at = fc.nat({ max: 40 });
const anyEdit = fc.oneof(
  fc.record({ kind: fc.constant("add" as const), at, type: fc.constantFrom("map", "http", "branch", "notify") }),
  fc.record({ kind: fc.constant("remove" as const), at }),
  fc.record({ kind: fc.constant("name" as const), at, name: fc.constantFrom("Client", "Account", "Rate") }),
  fc.record({ kind: fc.constant("id" as const), at, to: fc.constantFrom("alpha", "beta") }),
  fc.record({ kind: fc.constant("cut" as const), at }),
  fc.record({ kind: fc.constant("wire" as const), at, to: at }),
  fc.record({ kind: fc.constant("move" as const), at, x: fc.integer({ min: 0, max: 400 }) }),
  fc.record({ kind: fc.constant("owner" as const), name: fc.constantFrom("finance", "people") }),
);
type AnyEdit = typeof anyEdit extends fc.Arbitrary<infer T> ? T : never;

function edited(document: FlowDocument, edit: AnyEdit): FlowDocument {
  const pick = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(1, all.length)];
  if (edit.kind === "owner") return updateFlow(document, { owner: edit.name });
  if (edit.kind === "cut") {
    const edge = pick(document.edges, edit.at);
    return edge ? disconnect(document, [edge]) : document;
  }
  const step = pick(document.steps, edit.at);
  if (!step) return document;
  switch (edit.kind) {
    case "add":
      return added(document, edit.type, step.id);
    case "remove":
      return removeSteps(document, [step.id]);
    case "name":
      return set(document, step.id, { name: edit.name });
    case "id": {
      const result = renameStep(document, { id: step.id, to: edit.to });
      return isRefused(result) ? document : result.document;
    }
    case "wire": {
      const to = pick(document.steps, edit.to);
      const result = to ? connect(document, { from: { step: step.id, port: "out" }, to: to.id }) : { refused: "" };
      return isRefused(result) ? document : result.document;
    }
    case "move":
      return moveSteps(document, { [step.id]: [edit.x, 0] });
  }
}
const side = fc.array(anyEdit, { maxLength: 6 }).map((edits) => edits.reduce(edited, base));

test("against somebody who changed nothing, the merge is what was drawn, on either side", () => {
  fc.assert(
    fc.property(side, (drawn) => {
      expect(flowFile(merge({ base, mine: drawn, theirs: base }).document)).toBe(flowFile(drawn));
      expect(flowFile(merge({ base, mine: base, theirs: drawn }).document)).toBe(flowFile(drawn));
      expect(merge({ base, mine: drawn, theirs: drawn }).parts).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test("where nobody has to choose, it does not matter who is who", () => {
  fc.assert(
    fc.property(side, side, (mine, theirs) => {
      const here = merge({ base, mine, theirs });
      const there = merge({ base, mine: theirs, theirs: mine });
      expect(asked(there.parts).toSorted()).toEqual(here.renamed.length > 0 ? expect.any(Array) : asked(here.parts).toSorted());
      if (openConflicts(here.parts).length === 0 && here.renamed.length === 0) expect(meaningOf(there.document)).toBe(meaningOf(here.document));
    }),
    { numRuns: 150 },
  );
});

test("whatever is chosen, the result is a document whose ids are unique and whose edges lead somewhere", () => {
  fc.assert(
    fc.property(side, side, fc.infiniteStream(fc.constantFrom("mine" as const, "theirs" as const)), (mine, theirs, coin) => {
      const choices: Record<string, "mine" | "theirs"> = {};
      // a choice may bring up another one: what leads to a step is asked when it is known whether the step stays
      for (let round = 0; round < 20; round += 1) {
        const [next] = openConflicts(merge({ base, mine, theirs }, choices).parts);
        if (!next) break;
        choices[next.key] = coin.next().value ?? "mine";
      }
      const { document, parts } = merge({ base, mine, theirs }, choices);
      expect(openConflicts(parts)).toEqual([]);
      expect(FlowDocument.safeParse(document).success).toBe(true);
      const ids = allSteps(document).map((step) => step.id);
      expect(new Set(ids).size).toBe(ids.length);
      const top = new Set(document.steps.map((step) => step.id));
      for (const edge of document.edges) expect([top.has(edge.from), top.has(edge.to), edge.from === edge.to]).toEqual([true, true, false]);
      expect(new Set(wires(document)).size).toBe(document.edges.length);
    }),
    { numRuns: 150 },
  );
});
