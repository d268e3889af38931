import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import type { Actor } from "#server/app.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { insertApproval, insertFlow, insertRun, versionsOf } from "../testing/history.ts";
import { createOverview } from "./create.ts";

const HOUR = 60 * 60 * 1000;
const now = Date.now();
const sam: Actor = { kind: "person", id: "sam", name: "Sam", role: "operator" };
const flowOf = (key: string, slo?: FlowDocument["flow"]["slo"]): FlowDocument => ({
  throughline: 1,
  flow: { key, name: key, ...(slo ? { slo } : {}) },
  steps: [{ id: "start", type: "trigger.webhook", config: {} }],
  edges: [],
});
const failure = (kind: string) => ({ class: kind, kind: "rule", code: "x.y", message: "No.", retryable: false });

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

test("the overview counts the last 24 hours, keeps each flow's promise in view and leaves out what a replay has set right", async () => {
  const promised = await insertFlow(db.pool, flowOf("promised", { within: "PT5M", target: 0.99 }));
  const plain = await insertFlow(db.pool, flowOf("plain"));
  const ago = (milliseconds: number) => new Date(now - milliseconds);
  await insertRun(db.pool, promised, { createdAt: ago(HOUR), finishedAt: ago(HOUR - 60_000) });
  await insertRun(db.pool, promised, { createdAt: ago(HOUR), finishedAt: ago(HOUR - 10 * 60_000) });
  const fixed = await insertRun(db.pool, promised, { createdAt: ago(HOUR), status: "failed", failure: failure("technical") });
  await insertRun(db.pool, promised, { createdAt: ago(HOUR / 2), replayOf: fixed });
  const failing = await insertRun(db.pool, plain, { createdAt: ago(2 * HOUR), status: "failed", failure: failure("business") });
  await insertRun(db.pool, plain, { createdAt: ago(30 * HOUR), status: "failed", failure: failure("technical"), environment: "test" });
  const waiting = await insertRun(db.pool, plain, { createdAt: ago(30 * HOUR), status: "waiting" });
  await insertApproval(db.pool, { flow: plain, runId: waiting, stepId: "start" });
  await db.pool.query("insert into connection (id, environment, key, kind, name, config, health) values ($1, 'production', 'odoo', 'odoo', 'Odoo', $2, $3)", [
    v7(),
    JSON.stringify({ url: "http://localhost/practice/odoo" }),
    JSON.stringify({ ok: false, message: "Odoo does not answer." }),
  ]);

  await db.pool.query(
    "insert into finding (kind, run_id, environment, at) values ('worker-lost', $1, 'production', $2), ('worker-lost', $1, 'production', $3)",
    [waiting, ago(HOUR), ago(30 * HOUR)],
  );

  const overview = createOverview({
    pool: db.pool,
    versions: versionsOf([promised, plain]),
    findStep: () => undefined,
    clock: { now: () => now },
    isPractice: (config) => String(config.url).includes("/practice/"),
  });
  const shown = await overview.get(sam, { environment: "production" });
  expect(shown.counts).toEqual({ accepted24h: 5, succeeded24h: 3, failed24h: 2, waiting: 1, parked: 0, openApprovals: 1 });
  expect(shown.findings).toMatchObject({ total: 1, items: [{ run: { id: waiting }, text: expect.stringContaining("fell silent") }] });
  expect(shown.perHour).toHaveLength(24);
  expect(shown.perHour.reduce((sum, hour) => sum + hour.succeeded + hour.business + hour.technical + hour.open, 0)).toBe(5);
  expect(shown.failing.map((run) => run.id)).toEqual([failing]);
  expect(shown.connections).toEqual([{ key: "odoo", name: "Odoo", kind: "odoo", ok: false, message: "Odoo does not answer.", practice: true }]);
  expect(shown.flows).toEqual([
    { key: "promised", name: "promised", runs24h: 4, failed24h: 1, withinSlo: 0.5 },
    { key: "plain", name: "plain", runs24h: 1, failed24h: 1, withinSlo: null },
  ]);
});

test("an environment where nothing has happened shows zeros, not gaps", async () => {
  const overview = createOverview({ pool: db.pool, versions: versionsOf([]), findStep: () => undefined, clock: { now: () => now }, isPractice: () => false });
  const shown = await overview.get(sam, { environment: "development" });
  expect(shown.counts).toEqual({ accepted24h: 0, succeeded24h: 0, failed24h: 0, waiting: 0, parked: 0, openApprovals: 0 });
  expect(shown.perHour).toHaveLength(24);
  expect(shown.flows).toEqual([]);
});
