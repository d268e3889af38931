/** One step of a draft by itself, over what is known of the steps before it. */
import { expect, test } from "vitest";
import type { FlowDocument, Json } from "#flow/document.ts";
import { technical } from "#flow/failure.ts";
import { findStep } from "#flow/steps/index.ts";
import type { OneStep, Pins } from "#server/app.ts";
import { createSimulate } from "./simulate.ts";

const refuse = async (): Promise<never> => {
  throw technical("internal", "test.port", "Nothing outside is asked here.");
};
const simulate = createSimulate({
  portsFor: () => ({
    odoo: { create: refuse, upsert: refuse, update: refuse, writeList: refuse, call: refuse, report: refuse, resolve: refuse, search: refuse, preview: refuse },
    http: { send: refuse },
    mail: { send: refuse },
    code: { run: refuse },
    schema: { check: () => [] },
  }),
  connections: { variables: async () => ({}) },
  installation: "here",
  clock: { now: () => 0 },
  findStep,
});

const map = (id: string, name: string, $: string) => ({ id, name, type: "map", config: { fields: [{ name: "x", value: { $ } }] } });
const body: Json = JSON.parse(JSON.stringify({ steps: [map("line", "Line", "item.n * steps.rate.x")], edges: [] }));
// start -> rate -> sum -> each
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "f", name: "F" },
  steps: [
    { id: "start", type: "trigger.webhook", config: { auth: { kind: "none" } } },
    map("rate", "Rate", "trigger.body.rate"),
    map("sum", "Sum", "steps.rate.x * 2"),
    { id: "post", name: "Post it", type: "http", config: { method: "POST", url: "https://erp.example/orders", body: { $: "steps.sum" } } },
    { id: "each", name: "Lines", type: "each", config: { items: { $: "trigger.body.lines" }, itemKey: { $: "item.n" }, body } },
  ],
  edges: [
    { from: "start", to: "rate" },
    { from: "rate", to: "sum" },
    { from: "sum", to: "post" },
    { from: "post", to: "each" },
  ],
};
const only = (step: string, pins: Pins = {}, more: OneStep = {}) =>
  simulate({ document, environment: "test", trigger: { body: { rate: 3, lines: [{ n: 1 }, { n: 2 }] } }, pins, only: { step, ...more } });
const known = { rate: { port: "out", output: { x: 5 } } };

test("only the step is executed, with the sample and with what the steps before it gave", async () => {
  const first = await only("rate");
  expect(first.status).toBe("succeeded");
  expect(first.steps.map((view) => [view.step, view.output])).toEqual([["rate", { x: 3 }]]);
  const second = await only("sum", known);
  expect(second.steps.map((view) => [view.step, view.output])).toEqual([["sum", { x: 10 }]]);
});

test("its effect is described", async () => {
  const { steps, effects } = await only("post", { sum: { port: "out", output: { x: 10 } } });
  expect(steps).toMatchObject([{ step: "post", status: "simulated" }]);
  expect(effects[0]?.previews[0]).toMatchObject({ title: "POST https://erp.example/orders", fields: [{ after: { x: 10 } }] });
});

test("what it reads and is not known is named, and nothing is executed", async () => {
  const { status, failure, steps } = await only("sum");
  expect({ status, steps }).toEqual({ status: "failed", steps: [] });
  expect(failure).toMatchObject({
    code: "simulate.output_unknown",
    message: "Sum reads what Rate gave, and that is not known yet.",
    fix: "Run up to Sum, or pin what it gives.",
    detail: { steps: ["rate"] },
  });
});

test("what the sample passes by is missing, not unknown", async () => {
  const { status, steps } = await only("sum", {}, { without: ["rate"] });
  expect(status).toBe("succeeded");
  expect(steps[0]?.output).toEqual({});
});

test("inside a for each it works on the item that is looked at, and says so where there is none", async () => {
  expect((await only("line", known)).failure).toMatchObject({ code: "simulate.item_unknown" });
  const { steps } = await only("line", known, { item: { value: { n: 2 }, index: 1 } });
  expect(steps).toMatchObject([{ step: "line", item: "1", output: { x: 10 } }]);
});

test("a for each by itself goes through its items", async () => {
  const { steps } = await only("each", known);
  expect(steps.map((view) => [view.step, view.item])).toEqual([
    ["line", "1"],
    ["line", "2"],
    ["each", undefined],
  ]);
});

test("a trigger cannot be run by itself", async () => {
  expect((await only("start")).failure?.code).toBe("simulate.nothing_to_run");
});
