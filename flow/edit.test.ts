import { expect, test } from "vitest";
import { copySteps, duplicateSteps } from "./clipboard.ts";
import { pasteSteps } from "./paste.ts";
import { FlowDocument } from "./document.ts";
import type { Added, Refused } from "./edit.ts";
import { addStep, connect, connection, disconnect, edgeKey, freshId, insertStep, moveSteps, removeSteps, renameStep, updateFlow, updateStep } from "./edit.ts";
import { sizeOf } from "./placement.ts";
import { rewriteSource } from "./rewrite-steps.ts";
import { validate } from "./validate.ts";

/*  won ─▶ map ─▶ ask ─approved─▶ cust ; ask ─changes─▶ (back to map) ; ask ─rejected─▶ no  */
const document: FlowDocument = FlowDocument.parse({
  throughline: 1,
  flow: { key: "won", name: "Won opportunity", businessKey: { $: "steps.map.reference" } },
  steps: [
    { id: "won", type: "trigger.webhook", name: "Opportunity won", config: { auth: { kind: "none" }, dedupe: { $: "trigger.body.id" } } },
    { id: "map", type: "map", name: "Map", config: { fields: ["amount", "crm", "name"].map((name) => ({ name, value: { $: `trigger.body.${name}` } })) } },
    { id: "ask", type: "approve", name: "Partner approval", config: { title: { $: "'Start for ' & steps.map.amount" }, assignees: { roles: ["approver"] } } },
    {
      id: "cust",
      type: "odoo.upsert",
      name: "Upsert customer",
      config: {
        connection: "odoo",
        model: "res.partner",
        match: { kind: "external-id", key: { $: "steps.map.crm" } },
        values: { name: { $: "steps.map.name" }, comment: "steps.map.name" },
      },
    },
    { id: "no", type: "stop", name: "Rejected", config: { outcome: "succeeded", reason: "Rejected" } },
  ],
  edges: [
    { from: "won", to: "map" },
    { from: "map", to: "ask" },
    { from: "ask", port: "approved", to: "cust" },
    { from: "ask", port: "changes", to: "map", rework: true },
    { from: "ask", port: "rejected", to: "no" },
  ],
  layout: { won: [0, 0], map: [0, 120], ask: [0, 240], cust: [0, 360], no: [380, 360] },
});
const keys = (flow: FlowDocument) => flow.edges.map(edgeKey).toSorted();
const added = (result: Added | Refused): Added => {
  if ("refused" in result) throw new Error(result.refused);
  return result;
};
const empty: FlowDocument = { throughline: 1, flow: { key: "x", name: "X" }, steps: [], edges: [] };

test("a flow drawn from nothing step by step is whole, and every step stands on its own spot", () => {
  const first = added(addStep(empty, { type: "trigger.webhook", place: { kind: "at", at: [3, 7] } }));
  const second = added(addStep(first.document, { type: "map", place: { kind: "after", from: { step: first.added, port: "out" } } }));
  const third = added(addStep(second.document, { type: "approve", place: { kind: "after", from: { step: second.added, port: "out" } } }));
  const fourth = added(addStep(third.document, { type: "stop", place: { kind: "after", from: { step: third.added, port: "approved" } } }));
  const fifth = added(addStep(fourth.document, { type: "stop", place: { kind: "after", from: { step: third.added, port: "rejected" } } }));
  expect(keys(fifth.document)).toEqual(["approve.approved>stop", "approve.rejected>stop_2", "map.out>approve", "webhook.out>map"]);
  expect(FlowDocument.safeParse(fifth.document).success).toBe(true);
  expect(new Set(Object.values(fifth.document.layout ?? {}).map(String)).size).toBe(5);
  expect(fifth.document.layout?.webhook).toEqual([0, 0]);
});

test("ids are readable, never given twice, and never one that a renamed step had", () => {
  expect(freshId(document, "Map fields")).toBe("map_fields");
  expect(freshId(document, "Map")).toBe("map_2");
  expect(freshId(document, "Überweisung € 7")).toBe("uberweisung_7");
  expect(freshId(document, "7 days")).toBe("days");
  expect(freshId(document, "—")).toBe("step");
  const renamed = renameStep(document, { id: "map", to: "fields" });
  if ("refused" in renamed) throw new Error(renamed.refused);
  expect(freshId(renamed.document, "Map")).toBe("map_2");
});

test("a step added after an outcome that leads on stands in between", () => {
  const { document: next, added: id } = added(addStep(document, { type: "http", place: { kind: "after", from: { step: "ask", port: "approved" } } }));
  expect(keys(next)).toContain(`ask.approved>${id}`);
  expect(keys(next)).toContain(`${id}.out>cust`);
  expect(keys(next)).not.toContain("ask.approved>cust");
  expect(next.layout?.[id]).toEqual([0, 340]);
  expect(next.layout?.cust).toEqual([0, 440]);
  expect(next.layout?.no).toEqual([380, 360]);
});

test("a step put into an edge takes its place; a stop cannot, because nothing comes after it", () => {
  const edge = { from: "won", to: "map" };
  const { document: next, added: id } = added(addStep(document, { type: "wait", place: { kind: "into", edge } }));
  expect(keys(next)).toEqual(expect.arrayContaining([`won.out>${id}`, `${id}.out>map`]));
  expect(addStep(document, { type: "stop", place: { kind: "into", edge } })).toEqual({ refused: expect.stringContaining("ends the run") });
  expect(addStep(document, { type: "map", place: { kind: "into", edge: { from: "ask", port: "changes", to: "map", rework: true } } })).toEqual({
    refused: expect.stringContaining("sends work back"),
  });
});

test("a trigger dropped on an edge stands beside it", () => {
  const { document: next } = added(addStep(document, { type: "trigger.api", place: { kind: "into", edge: { from: "won", to: "map" } } }));
  expect(next.edges).toEqual(document.edges);
});

test("only connections that the format allows are made, and a refusal says why", () => {
  expect(connection(document, { from: { step: "ask", port: "expired" }, to: "no" })).toEqual({ why: null, rework: false });
  expect(connection(document, { from: { step: "ask", port: "expired" }, to: "map" })).toEqual({ why: null, rework: true });
  expect(connection(document, { from: { step: "cust", port: "out" }, to: "map" }).why).toContain("circle");
  expect(connection(document, { from: { step: "map", port: "out" }, to: "map" }).why).toContain("itself");
  expect(connection(document, { from: { step: "map", port: "out" }, to: "won" }).why).toContain("starts the flow");
  expect(connection(document, { from: { step: "map", port: "out" }, to: "ask" }).why).toContain("already");
  expect(connection(document, { from: { step: "map", port: "maybe" }, to: "cust" }).why).toContain("no outcome maybe");
  const result = connect(document, { from: { step: "ask", port: "expired" }, to: "map" });
  if ("refused" in result) throw new Error(result.refused);
  expect(result.document.edges.at(-1)).toEqual({ from: "ask", port: "expired", to: "map", rework: true });
  expect(validate(result.document).filter((problem) => problem.code.startsWith("graph.") && problem.severity === "error")).toEqual([]);
});

test("deleting a step of a straight line joins its neighbours; at a fork only the chosen outcome continues", () => {
  expect(keys(removeSteps(document, ["map"]))).toEqual(["ask.approved>cust", "ask.rejected>no", "won.out>ask"]);
  expect(keys(removeSteps(document, ["ask"]))).toEqual(["won.out>map"]);
  expect(keys(removeSteps(document, ["ask"], { ask: "approved" }))).toEqual(["map.out>cust", "won.out>map"]);
  expect(keys(removeSteps(document, ["map", "ask"], { ask: "approved" }))).toEqual(["won.out>cust"]);
  expect(removeSteps(document, ["map"]).layout).not.toHaveProperty("map");
});

test("an edge is cut and nothing else", () => {
  expect(keys(disconnect(document, [{ from: "map", to: "ask" }]))).toHaveLength(4);
  expect(disconnect(document, [])).toBe(document);
});

test("a move that moves nothing is no change", () => {
  expect(moveSteps(document, { map: [0, 120] })).toBe(document);
  expect(moveSteps(document, { gone: [5, 5] })).toBe(document);
  expect(moveSteps(document, { map: [20, 120] }).layout?.map).toEqual([20, 120]);
});

test("a renamed step is followed by its edges, its place and the expressions that read it, and keeps its effect keys", () => {
  const result = renameStep(document, { id: "map", to: "fields" });
  if ("refused" in result) throw new Error(result.refused);
  const text = JSON.stringify(result.document);
  expect(text).not.toContain("steps.map.amount");
  expect(result.document.steps.find((step) => step.id === "cust")?.config.values).toEqual({ name: { $: "steps.fields.name" }, comment: "steps.map.name" });
  expect(result.document.flow.businessKey).toEqual({ $: "steps.fields.reference" });
  expect(result.document.steps.find((step) => step.id === "fields")?.was).toEqual(["map"]);
  expect(result.document.layout?.fields).toEqual([0, 120]);
  expect(validate(result.document).filter((problem) => problem.severity === "error")).toEqual([]);
  expect(renameStep(document, { id: "map", to: "ask" })).toEqual({ refused: expect.stringContaining("taken") });
  expect(renameStep(document, { id: "map", to: "Map!" })).toEqual({ refused: expect.stringContaining("small letter") });
});

test("a step renamed back keeps the key that it had first", () => {
  const there = renameStep(document, { id: "map", to: "fields" });
  if ("refused" in there) throw new Error(there.refused);
  const back = renameStep(there.document, { id: "fields", to: "map" });
  if ("refused" in back) throw new Error(back.refused);
  expect(back.document.steps.find((step) => step.id === "map")?.was?.[0]).toBe("map");
});

test.each([
  ["steps.map.a + steps . map.b", "steps.fields.a + steps . fields.b"],
  ["steps.mapped + trigger.steps.map", "steps.mapped + trigger.steps.map"],
  ["'steps.map' & \"steps.map\" /* steps.map */", "'steps.map' & \"steps.map\" /* steps.map */"],
  ["$$.steps.map.x", "$$.steps.fields.x"],
  ["steps.`map`.x", "steps.`fields`.x"],
  ["$steps.map", "$steps.map"],
  ["steps.\"map\".x & steps.'map'.y", "steps.\"fields\".x & steps.'fields'.y"],
  // a quote in a pattern begins no text
  ["$replace(trigger.body.a, /['\"]/, '') & steps.map.x & 'z'", "$replace(trigger.body.a, /['\"]/, '') & steps.fields.x & 'z'"],
  ["$contains(steps.map.x, /steps.map/i)", "$contains(steps.fields.x, /steps.map/i)"],
  // and a division is no pattern
  ["steps.map.a / steps.map.b / 2 & '/'", "steps.fields.a / steps.fields.b / 2 & '/'"],
])("in %s only what reads the step changes", (before, after) => {
  expect(rewriteSource(before, { map: "fields" })).toBe(after);
});

test("edges follow an outcome whose name is typed anew, letter by letter", () => {
  const branch = added(addStep(document, { type: "branch", place: { kind: "at", at: [800, 0] } }));
  const wired = connect(branch.document, { from: { step: branch.added, port: "yes" }, to: "no" });
  if ("refused" in wired) throw new Error(wired.refused);
  const named = (flow: FlowDocument, port: string) => {
    const step = flow.steps.find((each) => each.id === branch.added);
    if (!step) throw new Error("the branch is gone");
    return updateStep(flow, { ...step, config: { cases: [{ port, when: { $: "true" } }], else: "no" } });
  };
  const typed = ["ye", "y", "", "l", "la", "large"].reduce(named, wired.document);
  expect(keys(typed)).toContain(`${branch.added}.large>no`);
});

test("an emptied setting of the flow is taken away", () => {
  expect(updateFlow(document, { businessKey: undefined, owner: "ops" }).flow).toEqual({ key: "won", name: "Won opportunity", owner: "ops" });
});

test("copied steps come back under new ids, wired and reading each other, in this flow and in another", () => {
  const text = copySteps(document, { steps: ["map", "ask"] });
  const here = pasteSteps(document, { text });
  if ("refused" in here) throw new Error(here.refused);
  expect(here.added).toEqual(["map_2", "ask_2"]);
  expect(keys(here.document)).toEqual(expect.arrayContaining(["map_2.out>ask_2", "ask_2.changes>map_2"]));
  expect(here.document.steps.find((step) => step.id === "ask_2")?.config.title).toEqual({ $: "'Start for ' & steps.map_2.amount" });
  const there = pasteSteps(empty, { text, at: [100, 100] });
  if ("refused" in there) throw new Error(there.refused);
  expect(there.document.layout).toEqual({ map: [100, 100], ask: [100, 220] });
  expect(duplicateSteps(document, { steps: ["cust"] }).added).toEqual(["cust_2"]);
  expect(pasteSteps(document, { text: "hello" })).toEqual({ refused: expect.stringContaining("no steps") });
  expect(pasteSteps(document, { text: '{"nodes":[],"connections":{}}' })).toEqual({ refused: expect.stringContaining("no steps") });
  expect(pasteSteps(document, { text: '{"throughline":1,"copied":{"steps":[{"id":"X"}],"edges":[],"layout":{}}}' })).toEqual({
    refused: expect.stringContaining("copied.steps[0].id must"),
  });
  const one = { id: "m", type: "map", config: {} };
  expect(pasteSteps(document, { text: JSON.stringify({ throughline: 1, copied: { steps: [one, one], edges: [], layout: {} } }) })).toEqual({
    refused: expect.stringContaining("the id m"),
  });
});

test("what is pasted again stands beside what was pasted before, and comes to where one looks", () => {
  const text = copySteps(document, { steps: ["map", "ask"] });
  const paste = (flow: FlowDocument, seen?: { x: number; y: number; width: number; height: number }) => {
    const result = pasteSteps(flow, { text, seen });
    if ("refused" in result) throw new Error(result.refused);
    return result.document;
  };
  const [x = 0, y = 0] = document.layout?.map ?? [];
  const twice = paste(paste(document));
  expect(twice.layout?.map_2).toEqual([x + 40, y + 40]);
  expect(twice.layout?.map_3).toEqual([x + 80, y + 80]);
  // the first two stand where nobody looks
  expect(paste(document, { x: x - 20, y, width: 900, height: 600 }).layout?.map_2).toEqual([x + 40, y + 40]);
  const far = paste(document, { x: 5_000, y: -3_000, width: 900, height: 600 }).layout?.map_2 ?? [];
  expect(far[0]).toBeGreaterThan(5_000);
  expect(far[0]).toBeLessThan(5_900);
  expect(far[1]).toBeGreaterThan(-3_000);
  expect(far[1]).toBeLessThan(-2_400);
});

test("a pill stands in line with the step it follows", () => {
  const { document: next, added: id } = added(addStep(empty, { type: "map", place: { kind: "at", at: [0, 0] } }));
  const stop = added(addStep(next, { type: "stop", place: { kind: "after", from: { step: id, port: "out" } } }));
  const [x = 0] = stop.document.layout?.[stop.added] ?? [];
  expect(x + sizeOf({ type: "stop" }).width / 2).toBe(sizeOf({ type: "map" }).width / 2);
});

test("a step that stands alone can be dropped into an edge; one that is connected, and a trigger, cannot", () => {
  const alone = added(addStep(document, { type: "wait", place: { kind: "at", at: [600, 0] } }));
  const edge = { from: "won", to: "map" };
  const result = insertStep(alone.document, { id: alone.added, edge, at: [0, 60] });
  if ("refused" in result) throw new Error(result.refused);
  expect(keys(result.document)).toContain(`won.out>${alone.added}`);
  expect(keys(result.document)).toContain(`${alone.added}.out>map`);
  expect(keys(result.document)).not.toContain("won.out>map");
  // it stands in the line where it was dropped, and what follows makes room
  const [won, dropped, map] = ["won", alone.added, "map"].map((id) => result.document.layout?.[id]);
  expect(dropped?.[0]).toBe(won?.[0]);
  expect(dropped?.[1]).toBeGreaterThan(won?.[1] ?? 0);
  expect(map?.[1]).toBeGreaterThan(dropped?.[1] ?? 0);
  expect(insertStep(document, { id: "cust", edge, at: [0, 0] })).toEqual({ refused: "Upsert customer is connected already." });
  const trigger = added(addStep(document, { type: "trigger.api", place: { kind: "at", at: [600, 0] } }));
  expect(insertStep(trigger.document, { id: trigger.added, edge, at: [0, 0] })).toHaveProperty("refused");
});
