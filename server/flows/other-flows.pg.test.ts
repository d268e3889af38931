/** What a step that calls a flow is told of it: the version that is deployed in the environment, or else the draft. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FlowDocument, Json, Step } from "#flow/document.ts";
import { createAudit } from "#server/audit/create.ts";
import type { Actor, Flows } from "#server/app.ts";
import { testDatabase } from "#server/testing/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { createFlows } from "./create.ts";

const hanna: Actor = { kind: "person", id: "hanna", name: "Hanna Lind", role: "analyst" };
const notAsked = async () => {
  throw new Error("not asked here");
};

let database: TestDatabase;
let flows: Flows;

beforeAll(async () => {
  database = await testDatabase();
  const { pool, prisma } = database;
  flows = createFlows({
    ...{ pool, prisma, audit: createAudit({ pool }).record, clock: { now: () => Date.now() } },
    ...{ isSandbox: async () => false, announce: async () => {}, publicUrl: "https://flows.halvorsen.example" },
    ...{ odoo: { fields: async () => [], methods: async () => ({ kind: "untold", why: "server" }) }, connections: { variables: async () => ({}) } },
    ...{ simulate: notAsked, backtest: notAsked },
  });
});
afterAll(() => database.drop());

const map = (id: string, fields: Record<string, Json>): Step => ({
  id,
  type: "map",
  config: { fields: Object.entries(fields).map(([name, value]) => ({ name, value })) },
});
/** One step after the other. */
function chain(key: string, name: string, steps: Step[]): FlowDocument {
  return { throughline: 1, flow: { key, name }, steps, edges: steps.slice(1).map((step, index) => ({ from: steps[index]?.id ?? "", to: step.id })) };
}
const takes = (field: string) => ({ type: "object", properties: { [field]: { type: "string" } }, required: [field] });
const api = (field: string): Step => ({ id: "start", type: "trigger.api", config: { schema: takes(field) } });
const call = (flow: string): Step => ({ id: "call", type: "subflow", config: { flow, input: { name: "Ostara" } } });

test("flows are told by what is deployed, else by their drafts; a chain of them gives what the last one gives", async () => {
  const bring = (document: FlowDocument, publish = false) => flows.import(hanna, { document, publish });
  await bring(chain("customer", "Make customer", [api("name"), map("made", { id: 7 })]), true);
  await flows.deploy(hanna, { flow: "customer", environment: "test", version: 1 });
  // what is drawn since then is nobody's business where a version is deployed
  await bring(chain("customer", "Make customer", [api("company"), map("made", { id: 7, city: "Oslo" })]));
  await bring(chain("lead", "Keep lead", [api("name"), call("customer")]));
  await bring(chain("hook", "New order", [{ id: "came", type: "trigger.webhook", config: { auth: { kind: "none" } } }]));

  const made = (fields: string[]) => ({ kind: "object", fields: Object.fromEntries(fields.map((name) => [name, expect.anything()])), open: true });
  expect((await flows.others({ environment: "test" })).flows).toEqual([
    { key: "lead", name: "Keep lead", version: null, isCallable: true, takes: takes("name"), gives: made(["id"]) },
    { key: "customer", name: "Make customer", version: 1, isCallable: true, takes: takes("name"), gives: made(["id"]) },
    { key: "hook", name: "New order", version: null, isCallable: false, takes: null, gives: { kind: "unknown" } },
  ]);
  expect((await flows.others({ environment: "production" })).flows.find(({ key }) => key === "customer")).toEqual({
    ...{ key: "customer", name: "Make customer", version: null, isCallable: true },
    ...{ takes: takes("company"), gives: made(["id", "city"]) },
  });
});

test("whoever deploys a flow is told that one it calls is not there yet, and may deploy it", async () => {
  const deal = chain("deal", "New deal", [{ id: "came", type: "trigger.webhook", config: { auth: { kind: "none" } } }, call("customer")]);
  await flows.import(hanna, { document: deal, publish: true });
  const said = async (environment: string) => {
    const { triggers, problems } = await flows.deploy(hanna, { flow: "deal", environment, version: 1 });
    return [triggers.length, problems.filter(({ code }) => code.startsWith("subflow.")).map(({ code, severity }) => `${severity} ${code}`)];
  };
  expect(await said("production")).toEqual([1, ["warning subflow.not_deployed", "warning subflow.required"]]);
  expect(await said("test")).toEqual([1, []]);
});

test("topics are those that flows publish and hear, and those that came from outside", async () => {
  const publish: Step = { id: "tell", type: "event.publish", config: { topic: "customer.made", payload: { id: 7 } } };
  await flows.import(hanna, { document: chain("teller", "Teller", [api("name"), publish]), publish: true });
  await flows.deploy(hanna, { flow: "teller", environment: "test", version: 1 });
  // a draft of what is deployed says nothing there
  await flows.import(hanna, {
    document: chain("teller", "Teller", [api("name"), { ...publish, config: { topic: "customer.gone", payload: {} } }]),
    publish: false,
  });
  await flows.import(hanna, {
    document: chain("hearer", "Hearer", [{ id: "came", type: "trigger.event", config: { topic: "customer.made" } }]),
    publish: false,
  });
  const came = "insert into event (id, environment, topic, payload, correlation_id) values ($1, $2, $3, '{}', 'c')";
  for (const [environment, topic, id] of ["test crm.lead 1", "test crm.lead 2", "test erp.stock 3", "production elsewhere 4"].map((row) => row.split(" ")))
    await database.pool.query(came, [id, environment, topic]);
  expect((await flows.others({ environment: "test" })).topics).toMatchObject([
    { topic: "crm.lead", publishers: [], listeners: [], carries: null },
    {
      topic: "customer.made",
      publishers: [{ key: "teller", name: "Teller" }],
      listeners: [{ key: "hearer", name: "Hearer" }],
      carries: { fields: { id: { kind: "number" } } },
    },
    { topic: "erp.stock", publishers: [], listeners: [], carries: null },
  ]);
});
