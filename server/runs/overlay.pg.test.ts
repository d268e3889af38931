import { afterAll, beforeAll, expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { insertFlow, insertRun, insertStepRun, versionsOf } from "../testing/history.ts";
import type { TestFlow } from "../testing/history.ts";
import { listRuns } from "./list.ts";
import { overlayOf } from "./overlay.ts";

const HOUR = 3_600_000;
const now = Date.now();
const won: FlowDocument = {
  throughline: 1,
  flow: { key: "won-opportunity", name: "Won opportunity" },
  steps: [
    { id: "won", type: "trigger.api", config: {} },
    { id: "proj", type: "map", config: { fields: [] } },
    { id: "tell", type: "map", config: { fields: [] } },
  ],
  edges: [],
};

const failure = { class: "business", kind: "rule", code: "odoo.rule", message: "The project exists already.", retryable: false };

let db: TestDatabase;
let flow: TestFlow;

beforeAll(async () => {
  db = await testDatabase();
  flow = await insertFlow(db.pool, won);
});
afterAll(() => db.drop());

type At = { status: string; step: string; environment?: string; hoursAgo?: number };

async function standing({ status, step, environment, hoursAgo = 1 }: At): Promise<void> {
  const runId = await insertRun(db.pool, flow, {
    status,
    createdAt: new Date(now - hoursAgo * HOUR),
    ...(status === "failed" ? { failure } : {}),
    ...(environment ? { environment } : {}),
  });
  await insertStepRun(db.pool, { runId, seq: 0, stepId: "won" });
  await insertStepRun(db.pool, {
    runId,
    seq: 1,
    stepId: step,
    status: status === "failed" ? "failed" : status === "succeeded" ? "succeeded" : status === "running" ? "running" : "waiting",
  });
}

test("runs are counted at the step where they stand, by what they do there, in one environment and one time", async () => {
  for (const at of [
    { status: "failed", step: "proj" },
    { status: "failed", step: "proj" },
    { status: "waiting", step: "proj" },
    { status: "parked", step: "tell" },
    { status: "running", step: "tell" },
    { status: "succeeded", step: "tell" },
    { status: "failed", step: "tell", hoursAgo: 48 },
    { status: "failed", step: "tell", environment: "test" },
  ])
    await standing(at);
  const asked = { environment: "production", flow: "won-opportunity" } as const;
  const deps = { pool: db.pool, clock: { now: () => now } };
  expect(await overlayOf(deps, { ...asked, hours: 24 })).toEqual({
    steps: [
      { step: "proj", running: 0, waiting: 1, parked: 0, failed: 2 },
      { step: "tell", running: 1, waiting: 0, parked: 1, failed: 0 },
    ],
    versions: [{ version: 1, runs: 5 }],
  });
  // runs of several versions stand side by side, and it is told how many of which
  await db.pool.query("update run set version_number = 2 where status = 'parked'");
  const week = await overlayOf(deps, { ...asked, hours: 168 });
  expect(week.versions).toEqual([
    { version: 2, runs: 1 },
    { version: 1, runs: 5 },
  ]);
  expect(week.steps.find((each) => each.step === "tell")?.failed).toBe(1);
  expect(await overlayOf(deps, { ...asked, flow: "nothing", hours: 24 })).toEqual({ steps: [], versions: [] });
  // a number leads to the runs that it counts
  const list = await listRuns({ ...deps, versions: versionsOf([flow]), findStep: () => undefined }, { ...asked, step: "proj", status: ["failed"] });
  expect(list.items.map((run) => [run.status, run.step?.id])).toEqual([
    ["failed", "proj"],
    ["failed", "proj"],
  ]);
});
