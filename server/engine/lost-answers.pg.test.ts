import { afterAll, describe, expect, test } from "vitest";
import { deploy, draw, runIn, startEngine, stepsOf, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { startSilentProxy } from "../testing/silent-proxy.ts";

// this other system is meant to fail all the time: nothing is parked for it
const limits = { breakerFailures: 1_000, breakerStreak: 1_000 };
const { database, target, rig } = await engineOfFile({ worker: false, limits });
const proxy = await startSilentProxy(database.url);
const behind = await startEngine({ url: proxy.url, installation: database.installationKey, target: target.url, limits: { ...limits, showAfterMs: 50 } });
await behind.startWorker();
afterAll(async () => {
  await behind.stop();
  await proxy.stop();
});

const send = { type: "http", delivery: "exactly-once" as const, config: { connection: "target", method: "POST", url: "/orders", body: { $: "trigger.body" } } };

describe("an answer of the database that is lost", () => {
  test("the last checkpoint was written: the run has ended, with each step recorded once", async () => {
    const before = proxy.swallowed();
    proxy.swallow({ text: "engine-checkpoint", times: 1 });
    const runId = await rig.started(draw({ steps: { send, after: { type: "map", config: { fields: [] } } }, edges: ["start > send", "send > after"] }));
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    await until(() => proxy.swallowed() === before + 1);
    expect((await stepsOf(rig.pool, runId)).map((step) => step.step_id)).toEqual(["start", "send", "after"]);
    expect(target.calls).toHaveLength(1);
  });

  test("a checkpoint in the middle was written: the same rows are written again, and the run goes on", async () => {
    const before = proxy.swallowed();
    // the second step is recorded as running while its answer is waited for: that is the checkpoint whose answer is lost
    const held: (() => void)[] = [];
    target.answer((_, response) => {
      held.push(() => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
    });
    proxy.swallow({ text: "engine-checkpoint", times: 1 });
    const runId = await rig.started(draw({ steps: { send, after: { type: "map", config: { fields: [] } } }, edges: ["start > send", "send > after"] }));
    await until(() => proxy.swallowed() === before + 1);
    // the call may be on its way yet: it is answered when it comes
    target.answer(null);
    for (const answer of held) answer();
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect((await stepsOf(rig.pool, runId)).map((step) => [step.step_id, step.status])).toEqual([
      ["start", "succeeded"],
      ["send", "succeeded"],
      ["after", "succeeded"],
    ]);
    expect(new Set(target.calls.map((call) => call.key)).size).toBe(1);
  });
});

describe("an arrival whose answer is lost", () => {
  test("was written: its sender is told so, and does not send it a second time", async () => {
    const { flowId, registration } = await flowOf();
    const before = proxy.swallowed();
    proxy.swallow({ text: "engine-accept", times: 1 });
    const arrivals = ["a", "b"].map((id) => behind.engine.accept({ registration, trigger: { body: { id } }, originKey: null }));
    const accepted = await Promise.all(arrivals);
    expect(proxy.swallowed()).toBe(before + 1);
    expect(accepted.map(({ duplicate }) => duplicate)).toEqual([false, false]);
    expect(new Set(await runsOf(flowId))).toEqual(new Set(accepted.map(({ runId }) => runId)));
    for (const { runId } of accepted) await runIn(rig.pool, { id: runId, status: "succeeded" });
  });

  test("is being committed when its sender gets no answer: what is told waits for that", async () => {
    const { flowId, registration } = await flowOf();
    const holder = await database.pool.connect();
    await holder.query("select pg_advisory_lock(77)");
    await database.pool.query(`
      create function hold() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(77); return null; end $$;
      create trigger hold after insert on graphile_worker._private_jobs for each statement execute function hold()`);
    const cut = proxy.hangUp("engine-accept");
    const accepting = behind.engine.accept({ registration, trigger: { body: {} }, originKey: null });
    const isTold = accepting.then(
      () => true,
      () => true,
    );
    void (await cut).deliver();
    // the first holds the run's row and waits to be committed, and whoever asks what became of it waits for the first
    await until(async () => {
      const { rows } = await database.pool.query<{ waiting: number }>(
        "select count(*)::integer as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%with arrival as%'",
      );
      return rows[0]?.waiting === 2 || Promise.race([isTold, false]);
    });
    await holder.query("select pg_advisory_unlock(77)");
    holder.release();
    const accepted = await accepting;
    expect(accepted.duplicate).toBe(false);
    expect(await runsOf(flowId)).toEqual([accepted.runId]);
    await database.pool.query("drop function hold() cascade");
  });

  test.each([{ originKey: null }, { originKey: "order 7" }])(
    "comes to the database only after its sender was told that it is accepted ($originKey): one run",
    async ({ originKey }) => {
      const { flowId, registration } = await flowOf();
      const cut = proxy.hangUp("engine-accept");
      const accepting = behind.engine.accept({ registration, trigger: { body: {} }, originKey });
      const late = await cut;
      const accepted = await accepting;
      expect(accepted.duplicate).toBe(false);
      await late.deliver();
      expect(await runsOf(flowId)).toEqual([accepted.runId]);
    },
  );

  test.each([{ originKey: null }, { originKey: "order 8" }])(
    "was written together with what belongs to it ($originKey): both are there once",
    async ({ originKey }) => {
      const { flowId, registration } = await flowOf();
      const before = proxy.swallowed();
      const noted: string[] = [];
      const accepted = await behind.engine.accept({ registration, trigger: { body: {} }, originKey }, async ({ runId }, transaction) => {
        noted.push(runId);
        await transaction.query("insert into flow (id, key, name) values ($1, $2, 'Noted')", [runId, runId]);
        if (noted.length === 1) proxy.swallow({ text: "commit\0", times: 1 });
      });
      expect(proxy.swallowed()).toBe(before + 1);
      expect(accepted).toEqual({ runId: noted[0], duplicate: false });
      expect(await runsOf(flowId)).toEqual([accepted.runId]);
      expect((await database.pool.query("select 1 from flow where key = $1", [accepted.runId])).rowCount).toBe(1);
    },
  );
});

async function flowOf() {
  const { flowId } = await deploy(rig.pool, draw({ steps: { map: { type: "map", config: { fields: [] } } }, edges: ["start > map"] }));
  return { flowId, registration: await rig.registration(flowId) };
}

async function runsOf(flowId: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>("select id from run where flow_id = $1", [flowId]);
  return rows.map(({ id }) => id);
}

describe("an answer of the other system that is lost", () => {
  test("ten times in a row, each time after it has done its work: one record for one key", async () => {
    const records = new Map<string, number>();
    let lost = 0;
    target.answer((call, response) => {
      records.set(call.key ?? "", (records.get(call.key ?? "") ?? 0) + 1);
      if (lost < 10) {
        lost += 1;
        response.destroy();
        return;
      }
      response.writeHead(200, { "content-type": "application/json" }).end('{"id":1}');
    });
    const patient = { ...send, retry: { attempts: 12, firstDelay: "PT0.01S", maxDelay: "PT0.05S" } };
    const runId = await rig.started(draw({ steps: { send: patient }, edges: ["start > send"] }));
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect([...records.values()]).toEqual([11]);
    const [, step] = await stepsOf(rig.pool, runId);
    expect(step?.attempts).toHaveLength(11);
    const receipts = await database.pool.query("select state from receipt where run_id = $1", [runId]);
    expect(receipts.rows).toEqual([{ state: "done" }]);
  });
});

describe("two triggers of one flow that name the same origin", () => {
  test("share the effect's key: both runs end, and there is one receipt", async () => {
    const document = draw({
      steps: {
        start: { type: "trigger.webhook", config: { auth: { kind: "none" } } },
        other: { type: "trigger.webhook", config: { auth: { kind: "none" } } },
        send,
      },
      edges: ["start > send", "other > send"],
    });
    const runId = await rig.started(document, { n: 1 });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    const { rows } = await database.pool.query<{ flow_id: string }>("select flow_id from run where id = $1", [runId]);
    const flowId = rows[0]?.flow_id ?? "";
    const tokens = await database.pool.query<{ token: string }>("select token from registration where flow_id = $1 order by step_id", [flowId]);
    const runs: string[] = [];
    for (const { token } of tokens.rows) {
      const registration = await rig.registrations.byToken({ environment: "production", token });
      if (!registration) throw new Error("the trigger is not deployed");
      runs.push((await rig.engine.accept({ registration, trigger: { body: { n: 1 } }, originKey: "same" })).runId);
    }
    expect(new Set(runs).size).toBe(2);
    for (const id of runs) await runIn(rig.pool, { id, status: "succeeded" });
    expect((await database.pool.query("select 1 from receipt where run_id = any ($1)", [runs])).rowCount).toBe(1);
  });
});
