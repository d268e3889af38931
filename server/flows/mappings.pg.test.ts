import { afterAll, beforeAll, expect, test } from "vitest";
import type { FlowDocument, Json } from "#flow/document.ts";
import { createAudit } from "#server/audit/create.ts";
import type { Actor } from "#server/app.ts";
import { testDatabase } from "#server/testing/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { createFlows } from "./create.ts";

const hanna: Actor = { kind: "person", id: "hanna", name: "Hanna Lind", role: "analyst" };
const notAsked = async () => {
  throw new Error("not asked here");
};

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.drop();
});

test("the latest versions of other flows say how a model's fields are filled, the most usual first", async () => {
  const { pool, prisma } = database;
  const flows = createFlows({
    isSandbox: async () => false,
    odoo: { fields: async () => [], methods: async () => ({ kind: "untold", why: "server" }) },
    pool,
    prisma,
    audit: createAudit({ pool }).record,
    announce: async () => {},
    simulate: notAsked,
    backtest: notAsked,
    connections: { variables: async () => ({}) },
    clock: { now: () => Date.now() },
    publicUrl: "https://flows.halvorsen.example",
  });
  const publish = (key: string, values: Json) => flows.import(hanna, { document: drawn(key, values), publish: true });
  await publish("a", { name: { $: "trigger.body.old" } });
  await publish("a", { name: { $: "trigger.body.name" }, is_company: true });
  await publish("b", { name: { $: "trigger.body.name" }, city: { $: "trigger.body.town" } });
  await publish("mine", { name: { $: "trigger.body.mine" } });
  await flows.import(hanna, { document: drawn("draft", { name: { $: "trigger.body.draft" } }), publish: false });

  expect(await flows.mappings({ model: "res.partner", except: "mine" })).toEqual([
    { field: "name", value: { $: "trigger.body.name" }, flows: ["Flow a", "Flow b"] },
    { field: "city", value: { $: "trigger.body.town" }, flows: ["Flow b"] },
  ]);
  expect(await flows.mappings({ model: "res.users" })).toEqual([]);
});

function drawn(key: string, values: Json): FlowDocument {
  return {
    throughline: 1,
    flow: { key, name: `Flow ${key}` },
    steps: [
      { id: "won", type: "trigger.webhook", config: { auth: { kind: "none" }, dedupe: { $: "trigger.body.id" } } },
      {
        id: "cust",
        type: "odoo.upsert",
        config: { connection: "odoo", model: "res.partner", match: { kind: "external-id", key: { $: "'crm_' & trigger.body.id" } }, values },
      },
    ],
    edges: [{ from: "won", to: "cust" }],
  };
}
