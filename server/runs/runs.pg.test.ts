import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { business } from "#flow/failure.ts";
import type { Actor, Runs } from "#server/app.ts";
import type { Arrival, Engine } from "#server/deps.ts";
import { inTransaction } from "../db/transaction.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { auditInto, insertFlow, insertPerson, insertRun, insertStepRun, versionsOf } from "../testing/history.ts";
import type { TestFlow } from "../testing/history.ts";
import { createRuns } from "./create.ts";
import { DOTS } from "../sensitive.ts";

const HOUR = 60 * 60 * 1000;
const now = Date.now();

// won ─▶ size ─large─▶ proj ─▶ tell
//            └normal─▶ no
const won: FlowDocument = {
  throughline: 1,
  flow: { key: "won-opportunity", name: "Won opportunity" },
  steps: [
    { id: "won", type: "trigger.webhook", name: "Opportunity won", config: { auth: { kind: "hmac", header: "x-crm-proof" } } },
    { id: "size", type: "branch", name: "Contract value", config: { cases: [], else: "normal" } },
    { id: "proj", type: "odoo.create", name: "Create project", config: { model: "project.project" } },
    { id: "tell", type: "event.publish", name: "Tell", config: { topic: "project.activated" } },
    { id: "no", type: "stop", name: "Stop", config: {} },
  ],
  edges: [
    { from: "won", to: "size" },
    { from: "size", port: "large", to: "proj" },
    { from: "size", port: "normal", to: "no" },
    { from: "proj", to: "tell" },
  ],
};
const sheets: FlowDocument = { ...won, flow: { key: "timesheets", name: "Approved timesheets" } };

const technical = {
  class: "technical",
  kind: "unavailable",
  code: "odoo.unavailable",
  message: "Odoo does not answer.",
  retryable: true,
  where: { step: "proj" },
};
const rule = { class: "business", kind: "rule", code: "odoo.rule", message: "The project exists already.", retryable: false };

let db: TestDatabase;
let flow: TestFlow;
let other: TestFlow;
let sam: Actor;
let runs: Runs;
const arrivals: Arrival[] = [];
const asked: { method: string; q: unknown }[] = [];

/** What this room asks of the engine; the engine's own tests prove what it does. */
function engine(): Engine {
  const unused = async (): Promise<never> => {
    throw new Error("not part of this test");
  };
  return {
    accept: async (arrival, also) => {
      if (arrival.originKey === "broken") throw business("invalid-data", "trigger.schema", "amount must be a number.");
      arrivals.push(arrival);
      const accepted = { runId: v7(), duplicate: arrival.originKey === "again" };
      if (also && !accepted.duplicate) await inTransaction(db.pool, (transaction) => also(accepted, transaction));
      return accepted;
    },
    acceptIn: unused,
    resume: unused,
    withdraw: unused,
    cancel: async (q, also) => {
      asked.push({ method: "cancel", q });
      if (also) await inTransaction(db.pool, (transaction) => also(undefined, transaction));
    },
    replay: async (q, also) => {
      asked.push({ method: "replay", q });
      const made = { runId: v7() };
      if (also) await inTransaction(db.pool, (transaction) => also(made, transaction));
      return made;
    },
    replayPreview: async () => ({ refused: null, input: null, steps: [] }),
    settleOutcome: unused,
    decideDeleted: unused,
    backtest: unused,
    publishEvent: unused,
    waitFor: unused,
    startWorker: unused,
    ready: async () => true,
  };
}

beforeAll(async () => {
  db = await testDatabase();
  flow = await insertFlow(db.pool, won);
  other = await insertFlow(db.pool, sheets);
  sam = await insertPerson(db.pool, { id: "sam", name: "Sam Adeyemi", role: "operator" });
  const versions = versionsOf([flow, other]);
  runs = createRuns({
    sensitive: { open: (value) => JSON.parse(JSON.stringify(value).replaceAll(`{"$sealed":"c2VhbGVk"}`, `"opened"`)) },
    pool: db.pool,
    versions,
    findStep: () => undefined,
    registrations: {
      byToken: async () => null,
      byTopic: async () => [],
      byType: async () => [],
      byFlow: async (q) =>
        q.flowKey === "won-opportunity"
          ? {
              id: v7(),
              environment: q.environment,
              flowId: flow.flowId,
              stepId: "won",
              type: q.type,
              token: "t",
              topic: null,
              version: await versions.get(flow.versionId),
            }
          : null,
    },
    engine: engine(),
    audit: auditInto(db.pool),
    clock: { now: () => now },
  });
});
afterAll(() => db.drop());

const list = (q: Partial<Parameters<Runs["list"]>[0]> = {}) => runs.list({ environment: "production", ...q });

describe("the list", () => {
  const ids: string[] = [];

  beforeAll(async () => {
    const make = async (over: Parameters<typeof insertRun>[2], of = flow) => {
      ids.push(await insertRun(db.pool, of, { createdAt: new Date(now - 2 * HOUR + ids.length * 1000), ...over }));
    };
    await make({ businessKey: "SO-1041", value: 12_000, trigger: { body: { account: { name: "Ostrava Steel" } } } });
    await make({
      businessKey: "SO-1042",
      value: 148_500,
      trigger: { body: { customer: "Acme GmbH" } },
      status: "failed",
      failure: technical,
      correlationId: "cor-acme",
    });
    await insertStepRun(db.pool, { runId: ids[1] ?? "", seq: 0, stepId: "won", port: "out" });
    await insertStepRun(db.pool, {
      runId: ids[1] ?? "",
      seq: 1,
      stepId: "proj",
      status: "failed",
      failure: technical,
      attempts: [
        { startedAt: new Date(now).toISOString(), finishedAt: new Date(now).toISOString(), failure: technical },
        { startedAt: new Date(now).toISOString(), finishedAt: new Date(now).toISOString(), failure: technical },
      ],
    });
    await make({ businessKey: "SO_1043", status: "failed", failure: rule });
    await make(
      {
        businessKey: "TS-1",
        status: "waiting",
        waitingFor: { kind: "approval", step: "size", since: new Date(now).toISOString(), until: null, text: "Waits for Delivery director" },
      },
      other,
    );
    await make({ businessKey: "TS-2" }, other);
    await make({ businessKey: "SO-1042", environment: "test" });
  });

  test("newest first, one environment only, with customer, money and the step where each one stands", async () => {
    const page = await list();
    expect(page.items.map((item) => item.businessKey)).toEqual(["TS-2", "TS-1", "SO_1043", "SO-1042", "SO-1041"]);
    expect(page.items[3]).toMatchObject({
      status: "failed",
      customer: "Acme GmbH",
      value: 148_500,
      currency: "EUR",
      step: { id: "proj", name: "Create project", attempts: 2 },
      failure: { class: "technical", message: "Odoo does not answer." },
      origin: `origin-${ids[1]}`,
      flow: { key: "won-opportunity", name: "Won opportunity" },
    });
    expect(page.items[1]?.waitingFor).toMatchObject({ kind: "approval", text: "Waits for Delivery director" });
    expect(page.items[4]).toMatchObject({ customer: "Ostrava Steel", step: null, failure: null });
  });

  test("pages follow each other without a gap or a repeat", async () => {
    const seen: (string | null)[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((item) => item.businessKey));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["TS-2", "TS-1", "SO_1043", "SO-1042", "SO-1041"]);
  });

  test.each([
    ["a prefix of the business key", { search: "SO-" }, ["SO-1042", "SO-1041"]],
    ["lower case", { search: "so-104" }, ["SO-1042", "SO-1041"]],
    ["signs that SQL patterns use", { search: "SO_" }, ["SO_1043"]],
    ["a correlation id", { search: "cor-acme" }, ["SO-1042"]],
    ["an exact business key", { businessKey: "SO-1041" }, ["SO-1041"]],
    ["a flow", { flow: "timesheets" }, ["TS-2", "TS-1"]],
    ["statuses", { status: ["waiting" as const, "failed" as const] }, ["TS-1", "SO_1043", "SO-1042"]],
    ["a failure class alone means failed", { failureClass: "business" as const }, ["SO_1043"]],
    ["nothing that matches", { search: "%" }, []],
  ])("finds runs by %s", async (_, filter, keys) => {
    expect((await list(filter)).items.map((item) => item.businessKey)).toEqual(keys);
  });

  test("finds a run by its id", async () => {
    expect((await list({ search: ids[0] ?? "" })).items.map((item) => item.id)).toEqual([ids[0]]);
  });

  test("counts follow the other filters, never their own", async () => {
    const all = (await list()).facets;
    expect(all.status).toMatchObject({ succeeded: 2, failed: 2, "failed.technical": 1, "failed.business": 1, waiting: 1, queued: 0 });
    expect(all.flow).toEqual([
      { key: "won-opportunity", name: "Won opportunity", count: 3 },
      { key: "timesheets", name: "Approved timesheets", count: 2 },
    ]);
    const chosen = (await list({ flow: "timesheets", status: ["waiting"] })).facets;
    expect(chosen.status).toMatchObject({ succeeded: 1, waiting: 1, failed: 0 });
    expect(chosen.flow).toEqual([{ key: "timesheets", name: "Approved timesheets", count: 1 }]);
  });

  test("the histogram covers the chosen range and counts every run in it once", async () => {
    const { histogram, items } = await list({ from: new Date(now - 4 * HOUR).toISOString(), to: new Date(now).toISOString() });
    expect(histogram).toHaveLength(48);
    const sum = (key: "succeeded" | "business" | "technical" | "open") => histogram.reduce((total, slice) => total + slice[key], 0);
    expect([sum("succeeded"), sum("business"), sum("technical"), sum("open")]).toEqual([2, 1, 1, 1]);
    expect(items).toHaveLength(5);
    expect((await list({ from: new Date(now - HOUR).toISOString() })).items).toEqual([]);
  });
});

describe("one run", () => {
  test("shows each step with its note, hides credentials, and says what it did not reach", async () => {
    const id = await insertRun(db.pool, flow, {
      businessKey: "SO-9",
      trigger: { body: { token: "kept" }, headers: { "x-crm-proof": "abc", authorization: "Bearer x", accept: "*/*" }, query: {} },
      correlationId: "cor-9",
    });
    await insertStepRun(db.pool, { runId: id, seq: 0, stepId: "won", port: "out" });
    await insertStepRun(db.pool, { runId: id, seq: 1, stepId: "size", port: "large" });
    await insertStepRun(db.pool, {
      runId: id,
      seq: 2,
      stepId: "proj",
      port: "out",
      output: { id: 12, action: "created", changed: [] },
      request: { headers: { Authorization: "bearer key" } },
    });
    const again = await insertRun(db.pool, flow, { replayOf: id, correlationId: "cor-9" });
    const run = await runs.get({ runId: id });
    expect(run.trigger).toEqual({ body: { token: "kept" }, headers: { "x-crm-proof": DOTS, authorization: DOTS, accept: "*/*" }, query: {} });
    expect(run.steps.map((step) => step.note)).toEqual([null, "Branch: large", "Created project #12"]);
    expect(run.steps[0]?.output).toEqual(run.trigger);
    expect(run.steps[2]?.request).toEqual({ headers: { Authorization: DOTS } });
    expect(run.skipped).toEqual(["tell", "no"]);
    expect(run.related.map((each) => each.id)).toEqual([again]);
    expect(run.can).toEqual({ replay: { ok: true, why: null }, cancel: { ok: false, why: "This run has already finished successfully." } });
    expect(run.activity.map((entry) => entry.text)).toEqual(["Accepted by Opportunity won.", "Finished successfully."]);
  });

  test("an unfinished run knows its dead paths and can be cancelled, not replayed", async () => {
    const id = await insertRun(db.pool, flow, { status: "running" });
    await insertStepRun(db.pool, { runId: id, seq: 0, stepId: "won", port: "out", output: { body: {} } });
    await insertStepRun(db.pool, { runId: id, seq: 1, stepId: "size", port: "large", output: {} });
    const run = await runs.get({ runId: id });
    expect(run.skipped).toEqual(["no"]);
    expect(run.can).toMatchObject({ cancel: { ok: true }, replay: { ok: false } });
  });

  test("one that a step of another run started names that run", async () => {
    const caller = await insertRun(db.pool, other, { status: "waiting" });
    const id = await insertRun(db.pool, flow, { status: "running" });
    await db.pool.query("update run set parent_run = $2, parent_step = 'customer' where id = $1", [id, caller]);
    expect((await runs.get({ runId: id })).parent).toEqual({ runId: caller, step: "customer", flow: "Approved timesheets" });
    expect((await runs.get({ runId: caller })).parent).toBeNull();
  });

  test("one that does not exist is said to be missing", async () => {
    await expect(runs.get({ runId: v7() })).rejects.toMatchObject({ status: 404, code: "run.missing" });
    await expect(runs.get({ runId: "SO-1042" })).rejects.toMatchObject({ status: 404 });
  });
});

describe("acting", () => {
  test("starting carries who started it, and is on record", async () => {
    const started = await runs.start(sam, { flow: "won-opportunity", environment: "production", input: { amount: 1 } });
    expect(arrivals.at(-1)?.trigger).toEqual({ body: { amount: 1 }, startedBy: { id: "sam", name: "Sam Adeyemi", email: "sam@halvorsen.example" } });
    expect((await db.pool.query("select action, actor_name from audit where subject_id = $1", [started.runId])).rows).toEqual([
      { action: "run.started", actor_name: "Sam Adeyemi" },
    ]);
  });

  test("a flow without an API trigger, and an input that is not accepted, are refused with the reason", async () => {
    await expect(runs.start(sam, { flow: "timesheets", environment: "production", input: {} })).rejects.toMatchObject({
      status: 404,
      code: "run.no_api_trigger",
    });
    await expect(runs.start(sam, { flow: "won-opportunity", environment: "production", input: {}, key: "broken" })).rejects.toMatchObject({
      status: 422,
      message: "amount must be a number.",
    });
  });

  test("replays and cancellations go to the engine and into the run's activity", async () => {
    const id = await insertRun(db.pool, flow, { status: "failed", failure: technical });
    await runs.replay(sam, { runId: id, from: "proj" });
    await expect(runs.cancel(sam, { runId: id, reason: " " })).rejects.toMatchObject({ status: 422 });
    await runs.cancel(sam, { runId: id, reason: "Duplicate order" });
    expect(asked.map((each) => each.method)).toEqual(["replay", "cancel"]);
    const { activity } = await runs.get({ runId: id });
    expect(activity.filter((entry) => entry.who !== null).map((entry) => entry.text)).toEqual([
      "replayed this run from Create project",
      "cancelled this run: “Duplicate order”",
    ]);
  });
});

describe("hidden values", () => {
  test("are dots for everybody, and shown to whoever says why, which the audit log keeps", async () => {
    const sealed = { $sealed: "c2VhbGVk" };
    const id = await insertRun(db.pool, flow, { trigger: { body: { iban: sealed, name: "Elin" } } });
    expect((await runs.get({ runId: id })).trigger).toEqual({ body: { iban: DOTS, name: "Elin" } });
    await expect(runs.reveal(sam, { runId: id, purpose: "  " })).rejects.toMatchObject({ code: "run.purpose_missing" });
    const revealed = await runs.reveal(sam, { runId: id, purpose: "The bank asks" });
    expect(revealed.trigger).toEqual({ body: { iban: "opened", name: "Elin" } });
    const { rows } = await db.pool.query("select actor_name, detail from audit where action = 'run.revealed'");
    expect(rows).toEqual([{ actor_name: sam.name, detail: { purpose: "The bank asks" } }]);
  });
});
