import { expect, test } from "vitest";
import { type FlowFact, givenBy, isCallable, takenBy } from "./called-flows.ts";
import type { Edge, FlowDocument, Json, Step } from "./document.ts";
import { scopeAt } from "./shape-at.ts";
import { unknownShape } from "./shape.ts";
import { validate } from "./validate.ts";

const SCHEMA = {
  type: "object",
  properties: { name: { type: "string" }, vat: { type: "string" }, credit: { type: "number" }, tier: { enum: ["gold", "silver"] } },
  required: ["name", "vat"],
  additionalProperties: false,
};
const map = (id: string, fields: Record<string, Json>): Step => ({
  id,
  type: "map",
  config: { fields: Object.entries(fields).map(([name, value]) => ({ name, value })) },
});
const api: Step = { id: "start", type: "trigger.api", config: { schema: SCHEMA } };
/** `a>b` an edge, `a.port>b` one of an outcome. */
function flow(key: string, steps: Step[], edges: string): FlowDocument {
  const read = (text: string): Edge => {
    const [, from = "", port, to = ""] = /^(\w+)(?:\.(\w+))?>(\w+)$/.exec(text) ?? [];
    return { from, to, ...(port ? { port } : {}) };
  };
  return { throughline: 1, flow: { key, name: key }, steps, edges: edges === "" ? [] : edges.split(" ").map(read) };
}

const customer = flow("make-customer", [api, map("made", { id: { $: "$length(trigger.body.name)" }, name: { $: "trigger.body.name" } })], "start>made");
const fact = (document: FlowDocument, more: Partial<FlowFact> = {}): FlowFact => ({
  key: document.flow.key,
  name: "Make customer",
  version: 3,
  isCallable: isCallable(document),
  takes: takenBy(document),
  gives: givenBy(document),
  ...more,
});

test("a flow takes what its API trigger says and gives what its last step gives", () => {
  expect(takenBy(customer)).toEqual(SCHEMA);
  expect(givenBy(customer)).toEqual({ kind: "object", fields: { id: { kind: "number" }, name: { kind: "string" } }, open: true });
  expect(takenBy(flow("f", [{ ...api, config: {} }], ""))).toBeNull();
  expect(isCallable(flow("f", [map("a", { x: 1 })], ""))).toBe(false);
});

/*  start ─▶ big ─yes─▶ approved
                 └─no (nothing follows)      a run that is stopped as failed gives nothing  */
test("whichever step can be the last counts: one of whose outcomes nothing follows, not the one that fails", () => {
  const big: Step = { id: "big", type: "branch", config: { cases: [{ port: "yes", when: { $: "trigger.body.credit > 5" } }], else: "no" } };
  const stop: Step = { id: "stop", type: "stop", config: { outcome: "failed", code: "customer.blocked", reason: "Blocked" } };
  const both = givenBy(flow("f", [api, big, map("approved", { ok: true }), map("small", { ok: false })], "start>big big.yes>approved big.no>small"));
  expect(both).toEqual({ kind: "object", fields: { ok: { kind: "boolean" } }, open: true });
  expect(givenBy(flow("f", [api, big, map("approved", { ok: true }), stop], "start>big big.yes>approved big.no>stop"))).toEqual(both);
  const open = givenBy(flow("f", [api, big, map("approved", { ok: true })], "start>big big.yes>approved"));
  expect(open).toMatchObject({ fields: { ok: { kind: "boolean" } }, optional: ["port", "ok"] });
  expect(givenBy(flow("f", [api], ""))).toEqual(unknownShape);
});

const calling = (input: Json, key = "make-customer", after: Record<string, Json> = { x: { $: "steps.customer.name & '!'" } }) =>
  flow(
    "deal",
    [
      { id: "hook", type: "trigger.webhook", config: { auth: { kind: "none" } } },
      { id: "customer", type: "subflow", name: "Customer", config: { flow: key, input } },
      map("after", after),
    ],
    "hook>customer customer>after",
  );
const told = (document: FlowDocument, flows: FlowFact[]) =>
  validate(document, { flows })
    .filter(({ code }) => /^(subflow|expression)\./.test(code))
    .map(({ severity, code, step, field }) => `${severity} ${code} ${step} ${field}`);

test("steps after a sub-flow see what it gives, in checks and in completion", () => {
  const flows = [fact(customer)];
  const fine = { name: "Ostara", vat: "DE1" };
  expect(told(calling(fine), flows)).toEqual([]);
  expect(told(calling(fine, "make-customer", { x: { $: "steps.customer.name * 2" }, y: { $: "steps.customer.naem" } }), flows)).toEqual([
    "error expression.not_number after fields.0.value",
    "warning expression.unknown_field after fields.1.value",
  ]);
  const scope = scopeAt(calling(fine), "after", { steps: {} }, { flows });
  expect(scope).toMatchObject({ fields: { steps: { fields: { customer: { fields: { id: { kind: "number" }, name: { kind: "string" } } } } } } });
  expect(scopeAt(calling(fine), "after", { steps: { customer: { $new: "customer" } } }, { flows })).toEqual(scope);
  // without knowledge nothing is told
  expect(told(calling(fine, "make-customer", { x: { $: "steps.customer.name * 2" } }), [])).toEqual(["warning subflow.unknown customer flow"]);
  expect(validate(calling(fine)).filter(({ code }) => code.startsWith("subflow."))).toEqual([]);
});

test("what the called flow gives now counts as soon as it is known", () => {
  const document = calling({ name: "Ostara", vat: "DE1" }, "make-customer", { x: { $: "steps.customer.name * 2" } });
  expect(told(document, [fact(customer, { gives: unknownShape })])).toEqual([]);
  expect(told(document, [fact(customer)])).toEqual(["error expression.not_number after fields.0.value"]);
});

test("a flow that is not there, cannot be called or is not deployed is told at the setting that names it", () => {
  const input = { name: "Ostara", vat: "DE1" };
  expect(told(calling(input, "make-custommer"), [fact(customer)])).toEqual(["warning subflow.unknown customer flow"]);
  expect(told(calling(input), [fact(customer, { isCallable: false })])).toEqual(["warning subflow.no_trigger customer flow"]);
  expect(told(calling(input), [fact(customer, { version: null })])).toEqual(["warning subflow.not_deployed customer flow"]);
});

test("an input that the called flow does not take is told where it is written", () => {
  const flows = [fact(customer)];
  expect(told(calling({ name: "Ostara" }), flows)).toEqual(["warning subflow.required customer input"]);
  expect(told(calling({ name: "Ostara", vat: { $: "$length(trigger.body.x)" }, credit: "much", tier: "bronze", note: 1 }), flows)).toEqual([
    "warning subflow.type customer input.vat",
    "warning subflow.type customer input.credit",
    "warning subflow.value customer input.tier",
    "warning subflow.unknown customer input.note",
  ]);
  expect(told(calling({ $: "trigger.body" }), flows)).toEqual([]);
  const message = validate(calling({ name: "Ostara" }), { flows }).find(({ code }) => code === "subflow.required");
  expect([message?.message, message?.fix]).toEqual(["vat is required and not given (Make customer).", "Give it: without it, runs fail here."]);
});
