import { expect, test } from "vitest";
import { flowFile, meaningOf } from "./canonical.ts";
import { compare } from "./compare.ts";
import type { FlowDocument } from "./document.ts";
import { validate } from "./validate.ts";

/*  won ─▶ map ─▶ ask ─approved─▶ cust ; ask ─changes─▶ (back to map)  */
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "won", name: "Won opportunity" },
  steps: [
    { id: "won", type: "trigger.webhook", config: { auth: { kind: "hmac", secret: { secretRef: "crm" } }, dedupe: { $: "trigger.body.id" } } },
    { id: "map", type: "map", config: { fields: [{ name: "amount", value: { $: "$number(trigger.body.amount)" } }] } },
    { id: "ask", type: "approve", config: { title: { $: "'Start for ' & steps.map.amount & '?'" }, assignees: { roles: ["approver"] } } },
    {
      id: "cust",
      type: "odoo.upsert",
      config: {
        connection: "odoo",
        model: "res.partner",
        match: { kind: "external-id", key: { $: "'crm_' & trigger.body.id" } },
        values: { name: { $: "steps.map.amount" } },
      },
    },
    { id: "no", type: "stop", config: { outcome: "succeeded", reason: "Rejected" } },
  ],
  edges: [
    { from: "won", to: "map" },
    { from: "map", to: "ask" },
    { from: "ask", port: "approved", to: "cust" },
    { from: "ask", port: "changes", to: "map", rework: true },
    { from: "ask", port: "rejected", to: "no" },
  ],
};
const changed = (change: (copy: FlowDocument) => void): FlowDocument => {
  const copy = structuredClone(document);
  change(copy);
  return copy;
};
const codes = (flow: FlowDocument, knowledge = {}) => validate(flow, knowledge).map((problem) => `${problem.code}${problem.field ? ` ${problem.field}` : ""}`);

test("a flow that is whole has no problems", () => {
  expect(validate(document, { connections: [{ key: "odoo", kind: "odoo" }], secrets: ["crm"] })).toEqual([]);
});

test.each<[string, (copy: FlowDocument) => void, string]>([
  ["an empty flow", (copy) => void Object.assign(copy, { steps: [], edges: [] }), "flow.empty"],
  ["a runbook that nobody reads", (copy) => void Object.assign(copy.flow, { runbook: "x".repeat(20_001) }), "flow.runbook_long runbook"],
  ["no trigger", (copy) => void copy.steps.shift(), "flow.no_trigger"],
  ["an unknown step type", (copy) => void copy.steps.push({ id: "x", type: "teleport", config: {} }), "step.unknown_type"],
  ["a step from the future", (copy) => void Object.assign(copy.steps[1] ?? {}, { version: 99 }), "step.version"],
  [
    "a rate over what is no time",
    (copy) => void Object.assign(copy.steps[0]?.config ?? {}, { rateLimit: { requests: 5, per: "soon" } }),
    "config.invalid rateLimit.per",
  ],
  ["two steps with one id", (copy) => void copy.steps.push({ id: "map", type: "map", config: { fields: [] } }), "step.duplicate_id"],
  ["an edge to nowhere", (copy) => void copy.edges.push({ from: "map", to: "gone" }), "graph.dangling_edge"],
  ["an outcome that is not there", (copy) => void copy.edges.push({ from: "ask", port: "maybe", to: "no" }), "graph.unknown_port"],
  ["a circle", (copy) => void copy.edges.push({ from: "cust", to: "map" }), "graph.cycle"],
  ["an edge into the trigger", (copy) => void copy.edges.push({ from: "map", to: "won" }), "graph.trigger_incoming"],
  ["an expression that does not parse", (copy) => void Object.assign(copy.steps[2]?.config ?? {}, { title: { $: "'Start' & (" } }), "expression.syntax title"],
  [
    "an expression that reads a step that is not there",
    (copy) => void Object.assign(copy.steps[2]?.config ?? {}, { title: { $: "steps.nobody.x" } }),
    "expression.unknown_step title",
  ],
  [
    "an expression that reads a later step",
    (copy) => void Object.assign(copy.steps[1]?.config ?? {}, { fields: [{ name: "a", value: { $: "steps.cust.id" } }] }),
    "expression.not_before fields.0.value",
  ],
  ["a required setting left out", (copy) => void Object.assign(copy.steps[3]?.config ?? {}, { model: "" }), "config.required model"],
  ["a setting that nobody knows", (copy) => void Object.assign(copy.steps[4]?.config ?? {}, { colour: "red" }), "config.unknown"],
  ["no dedupe key", (copy) => void Reflect.deleteProperty(copy.steps[0]?.config ?? {}, "dedupe"), "trigger.no_dedupe dedupe"],
  [
    "a wait that may be in vain, with nothing after it",
    (copy) => void Object.assign(copy.steps[1] ?? {}, { type: "wait", config: { event: { topic: "paid", timeout: "P1D" } } }),
    "graph.unwired_outcome",
  ],
  [
    "a wait for two things at once",
    (copy) => void Object.assign(copy.steps[1] ?? {}, { type: "wait", config: { for: "PT1H", event: { topic: "paid" } } }),
    "config.invalid for",
  ],
  ["an outcome that ends unseen", (copy) => void copy.edges.pop(), "graph.unwired_outcome"],
])("%s is found and named", (_, change, code) => {
  expect(codes(changed(change))).toContain(code);
});

test("a connection or secret that the environment lacks is found", () => {
  expect(codes(document, { connections: [{ key: "odoo", kind: "smtp" }], secrets: [] })).toEqual(["secret.missing auth.secret", "connection.kind connection"]);
  expect(codes(document, { connections: [] })).toEqual(["connection.missing connection"]);
});

test("every problem says what to do", () => {
  for (const problem of validate({ ...document, steps: document.steps.slice(1) })) expect(problem.fix).not.toBe("");
});

test("the same flow gives the same bytes whatever the order of its keys, and a moved box means nothing new", () => {
  const shuffled = changed((copy) => void Object.assign(copy, { edges: copy.edges.reverse(), steps: copy.steps.reverse() }));
  expect(flowFile(shuffled)).toBe(flowFile(document));
  expect(meaningOf({ ...document, layout: { won: [0, 0] } })).toBe(meaningOf(document));
});

test("changes are told step by step and field by field", () => {
  const after = changed((copy) => {
    Object.assign(copy.steps[3]?.config ?? {}, { model: "res.users" });
    copy.steps.splice(4, 1);
    copy.edges.pop();
  });
  expect(compare(document, after).map((change) => [change.kind, change.what, change.id, change.fields.map((field) => field.path)])).toEqual([
    ["changed", "step", "cust", ["config.model"]],
    ["removed", "step", "no", []],
    ["removed", "edge", "ask.rejected to no", []],
  ]);
});
