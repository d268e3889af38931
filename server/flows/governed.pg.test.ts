/** A rule that stops holds at every door by which a flow gets to run: publishing, deploying what was published before it, and importing. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { createAudit } from "#server/audit/create.ts";
import type { Actor, Flows, Governance } from "#server/app.ts";
import { createGovernance } from "#server/governance/create.ts";
import { createSchemaPort } from "#server/schema/port.ts";
import { testDatabase } from "#server/testing/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { createFlows } from "./create.ts";

const hanna: Actor = { kind: "person", id: "hanna", name: "Hanna Lind", role: "analyst" };
const notAsked = async () => {
  throw new Error("not asked here");
};
const RULE = { object: { kind: "contract" as const, name: "invoice" }, field: "status", system: "Odoo", writers: [], note: "" };

let database: TestDatabase;
let flows: Flows;
let governance: Governance;

beforeAll(async () => {
  database = await testDatabase();
  const { pool, prisma } = database;
  const audit = createAudit({ pool }).record;
  const clock = { now: () => Date.now() };
  flows = createFlows({
    ...{
      pool,
      prisma,
      audit,
      clock,
      isSandbox: async () => false,
      odoo: { fields: async () => [], methods: async () => ({ kind: "untold", why: "server" }) },
      announce: async () => {},
    },
    ...{ simulate: notAsked, backtest: notAsked, connections: { variables: async () => ({}) }, publicUrl: "https://flows.halvorsen.example" },
  });
  governance = createGovernance({ pool, prisma, audit, schema: createSchemaPort(), clock });
});
afterAll(() => database.drop());

const drawn = (key: string): FlowDocument => ({
  throughline: 1,
  flow: { key, name: `Flow ${key}` },
  steps: [
    { id: "came", type: "trigger.webhook", config: { auth: { kind: "none" } } },
    { id: "tell", type: "event.publish", config: { topic: "invoice.paid", contract: "invoice@1", payload: { status: "paid" } } },
  ],
  edges: [{ from: "came", to: "tell" }],
});
const owned = (problems: { code: string; severity: string }[]) => problems.filter((each) => each.code === "ownership.other").map((each) => each.severity);

test("a flag warns and lets through; a stop keeps the flow from being published, deployed and imported until it carries the owner's values", async () => {
  await flows.import(hanna, { document: drawn("paid"), publish: false });
  const flag = await governance.saveRule(hanna, { ...RULE, policy: "flag" });
  const published = await flows.publish(hanna, { flow: "paid", note: "" });
  expect([published.version, owned(published.problems)]).toEqual([1, ["warning"]]);

  await governance.saveRule(hanna, { ...RULE, id: flag.id, policy: "stop" });
  const refused = await flows.publish(hanna, { flow: "paid", note: "again", environment: "test" });
  expect([refused.version, owned(refused.problems)]).toEqual([null, ["error"]]);
  // what was published before the rule does not slip through
  const deployed = await flows.deploy(hanna, { flow: "paid", environment: "test", version: 1 });
  expect([deployed.triggers, owned(deployed.problems)]).toEqual([[], ["error"]]);
  const imported = await flows.import(hanna, { document: drawn("other"), publish: true });
  expect([imported.version, owned(imported.problems)]).toEqual([null, ["error"]]);

  await governance.saveRule(hanna, { ...RULE, id: flag.id, policy: "stop", writers: ["paid"] });
  expect(owned((await flows.publish(hanna, { flow: "paid", note: "again" })).problems)).toEqual([]);
  expect(owned((await flows.deploy(hanna, { flow: "paid", environment: "test", version: 1 })).problems)).toEqual([]);
  expect((await flows.governed()).ownership).toMatchObject([{ field: "status", policy: "stop", writers: ["paid"] }]);
});
