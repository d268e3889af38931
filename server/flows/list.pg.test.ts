/** The list tells what each draft is like and what is wrong with it, and reads only those that have changed since it last did. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
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
/** ids of the flows whose drafts were read, list by list */
const read: string[][] = [];

beforeAll(async () => {
  database = await testDatabase();
  const prisma = database.prisma.$extends({
    query: {
      draft: {
        findMany: ({ args, query }) => {
          const wanted = args.where?.flowId as { in: string[] } | undefined;
          read.push(wanted?.in ?? []);
          return query(args);
        },
      },
    },
  }) as unknown as TestDatabase["prisma"];
  flows = createFlows({
    ...{ pool: database.pool, prisma, audit: createAudit({ pool: database.pool }).record, clock: { now: () => Date.now() }, announce: async () => {} },
    ...{ isSandbox: async () => false, odoo: { fields: async () => [], methods: async () => ({ kind: "untold" as const, why: "server" as const }) } },
    ...{ simulate: notAsked, backtest: notAsked, connections: { variables: async () => ({}) }, publicUrl: "https://flows.halvorsen.example" },
  });
});
afterAll(() => database.drop());

const invoices = (over: Partial<FlowDocument["flow"]> = {}, path = "trigger.body.id"): FlowDocument => ({
  throughline: 1,
  flow: { key: "invoices", name: "Invoices", domain: "finance", ...over },
  steps: [
    { id: "came", type: "trigger.webhook", config: { auth: { kind: "hmac", secret: { secretRef: "shop-hmac" } } } },
    { id: "fields", type: "map", config: { fields: [{ name: "number", value: { $: path } }] } },
  ],
  edges: [{ from: "came", to: "fields" }],
});

test("a draft is read when it is new, when it has changed, and when something about it is known that was not", async () => {
  const { prisma } = database;
  await flows.create(hanna, { name: "Orders", key: "orders" });
  await flows.create(hanna, { name: "Invoices", key: "invoices" });
  const saved = await flows.saveDraft(hanna, { flow: "invoices", document: invoices(), baseRevision: 1 });
  expect(saved).toEqual({ saved: true, revision: 2 });

  const list = () => flows.list({ environment: "production" });
  const told = async () => (await list()).find(({ key }) => key === "invoices");
  const first = await told();
  expect(first).toMatchObject({ domain: "finance", draftRevision: 2, stepTypes: ["trigger.webhook", "map"], hasUnpublishedChanges: true });
  expect(first?.problems.errors).toBe(1);
  expect(await told()).toEqual(first);
  expect(read.map((ids) => ids.length)).toEqual([2]);

  await flows.saveDraft(hanna, { flow: "invoices", document: invoices({ domain: "billing" }, "trigger.body."), baseRevision: 2 });
  expect(await told()).toMatchObject({ domain: "billing", draftRevision: 3, problems: { errors: 2 } });
  expect(read.map((ids) => ids.length)).toEqual([2, 1]);

  await prisma.secret.create({ data: { environment: "production", name: "shop-hmac", ciphertext: new Uint8Array(1) } });
  expect((await told())?.problems).toMatchObject({ errors: 1 });
  expect(read.map((ids) => ids.length)).toEqual([2, 1, 2]);
});
