import { expect, test } from "vitest";
import type { FlowDocument, Step } from "./document.ts";
import { scopeAt } from "./shape-at.ts";
import { topicsOf } from "./topics.ts";

/** One step after the other. */
function chain(key: string, name: string, steps: Step[]): { key: string; name: string; document: FlowDocument } {
  const edges = steps.slice(1).map((step, index) => ({ from: steps[index]?.id ?? "", to: step.id }));
  return { key, name, document: { throughline: 1, flow: { key, name }, steps, edges } };
}
const hook: Step = { id: "hook", type: "trigger.webhook", config: { auth: { kind: "none" } } };
const sum: Step = { id: "sum", type: "map", config: { fields: [{ name: "total", value: { $: "6 * 7" } }] } };
const publish = (topic: string, payload: Step["config"]): Step => ({ id: "tell", type: "event.publish", config: { topic, payload } });
const heard = (topic: string): Step => ({ id: "came", type: "trigger.event", config: { topic } });
const wait = (topic: string): Step => ({ id: "wait", type: "wait", config: { event: { topic, match: { $: "event.body.order = '1'" } } } });
const last: Step = { id: "last", type: "map", config: { fields: [] } };

const billing = chain("billing", "Billing", [hook, sum, publish("invoice.paid", { total: { $: "steps.sum.total" }, status: "paid" })]);
const dunning = chain("dunning", "Dunning", [hook, wait("invoice.paid"), last]);
const ledger = chain("ledger", "Ledger", [heard("invoice.paid"), last]);

test("a topic is told by who publishes it, who listens, and what it carries", () => {
  const known = { kind: "object", fields: { total: { kind: "number" }, status: { kind: "string", values: ["paid"] } }, open: true };
  expect(topicsOf([billing, dunning, ledger], ["crm.lead", "invoice.paid"])).toEqual([
    { topic: "crm.lead", publishers: [], listeners: [], carries: null },
    {
      ...{ topic: "invoice.paid", carries: known },
      publishers: [{ key: "billing", name: "Billing" }],
      listeners: [
        { key: "dunning", name: "Dunning" },
        { key: "ledger", name: "Ledger" },
      ],
    },
  ]);
});

test("inside a for each, too; what two flows publish is either of them", () => {
  const body = { steps: [publish("line.sold", { quantity: 2 })], edges: [] };
  const each: Step = { id: "each", type: "each", config: { items: { $: "trigger.body" }, body } };
  const [fact] = topicsOf([chain("lines", "Lines", [hook, each]), chain("shop", "Shop", [hook, publish("line.sold", { sku: "A-7" })])], []);
  expect(fact?.publishers.map(({ key }) => key)).toEqual(["lines", "shop"]);
  expect(fact?.carries).toMatchObject({ fields: { quantity: { kind: "number" }, sku: { kind: "string" } }, open: true });
});

test("who listens sees what the topic carries: after its trigger, after a wait, and in the wait's own condition", () => {
  const topics = topicsOf([billing], []);
  const carried = { fields: { total: { kind: "number" } }, open: true };
  expect(scopeAt(ledger.document, "last", { steps: {} }, { topics })).toMatchObject({ fields: { trigger: { fields: { body: carried } } } });
  expect(scopeAt(dunning.document, "last", { steps: {} }, { topics })).toMatchObject({
    fields: { steps: { fields: { wait: { fields: { body: carried } } } } },
  });
  expect(scopeAt(dunning.document, "wait", { steps: {} }, { topics })).toMatchObject({
    fields: { event: { fields: { body: carried, topic: { kind: "string" } } } },
  });
  expect(scopeAt(dunning.document, "wait", { steps: {} })).toMatchObject({ fields: { event: { fields: { body: { kind: "unknown" } } } } });
});

test("a schema of the listener's own goes before what others publish", () => {
  const schema = { type: "object", properties: { id: { type: "string" } } };
  const { document } = chain("ledger", "Ledger", [{ ...heard("invoice.paid"), config: { topic: "invoice.paid", schema } }, last]);
  const scope = scopeAt(document, "last", { steps: {} }, { topics: topicsOf([billing], []) });
  expect(scope).toMatchObject({ fields: { trigger: { fields: { body: { fields: { id: { kind: "string" } } } } } } });
});
