import { afterEach, describe, expect, test } from "vitest";
import type { DeliveryMode } from "#flow/document.ts";
import { deploy, draw, drawBody, runIn, runRow, stepsOf, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { QUICK, startWorkerProcess } from "../testing/worker-process.ts";
import type { WorkerProcess } from "../testing/worker-process.ts";
import type { CrashPoint } from "./crash-points.ts";

/** accepts and looks; all work is done by processes that the tests kill */
const { database, target, rig } = await engineOfFile({ worker: false });
let alive: WorkerProcess[] = [];

afterEach(async () => {
  for (const worker of alive) worker.signal("SIGKILL");
  await Promise.all(alive.map((worker) => worker.ended));
  alive = [];
  await database.pool.query("delete from worker");
});

async function worker(q: { crashAt?: CrashPoint; limits?: typeof QUICK } = {}): Promise<WorkerProcess> {
  const started = await startWorkerProcess({ url: database.url, installation: database.installationKey, target: target.url, ...q });
  alive.push(started);
  return started;
}

const post = (delivery: DeliveryMode) => ({
  type: "http",
  delivery,
  config: { connection: "target", method: "POST", url: "/order", body: { $: "trigger.body" } },
});

const oneCall = (delivery: DeliveryMode) =>
  draw({
    steps: { fields: { type: "map", config: { fields: [] } }, send: post(delivery), after: { type: "map", config: { fields: [] } } },
    edges: ["start > fields", "fields > send", "send > after"],
  });

/** Calls with one key are one effect for a target that recognises keys. */
const effects = () => new Set(target.calls.map((call) => call.key)).size;

describe("a worker that dies at a named place", () => {
  type Expected = { calls: number; status: "succeeded" | "failed" };
  const places: { at: CrashPoint; mode: DeliveryMode; expected: Expected }[] = [
    { at: "claim.done", mode: "at-most-once", expected: { calls: 1, status: "succeeded" } },
    { at: "effect.before", mode: "at-most-once", expected: { calls: 1, status: "succeeded" } },
    { at: "effect.intent", mode: "at-most-once", expected: { calls: 0, status: "failed" } },
    { at: "effect.sent", mode: "at-most-once", expected: { calls: 1, status: "failed" } },
    { at: "checkpoint.before", mode: "at-most-once", expected: { calls: 1, status: "failed" } },
    { at: "checkpoint.done", mode: "at-most-once", expected: { calls: 1, status: "succeeded" } },
    { at: "effect.before", mode: "exactly-once", expected: { calls: 1, status: "succeeded" } },
    { at: "effect.sent", mode: "exactly-once", expected: { calls: 2, status: "succeeded" } },
    { at: "checkpoint.before", mode: "exactly-once", expected: { calls: 2, status: "succeeded" } },
    { at: "checkpoint.done", mode: "exactly-once", expected: { calls: 1, status: "succeeded" } },
    { at: "effect.sent", mode: "at-least-once", expected: { calls: 2, status: "succeeded" } },
  ];

  test.each(places)("$at, $mode: $expected.calls calls under one key, and the run $expected.status", async ({ at, mode, expected }) => {
    const first = await worker({ crashAt: at });
    const runId = await rig.started(oneCall(mode), { n: 1 });
    expect(await first.ended).toBe("SIGKILL");
    await worker();
    const run = await runIn(rig.pool, { id: runId, status: expected.status });
    expect(target.calls).toHaveLength(expected.calls);
    expect(effects()).toBe(Math.min(expected.calls, 1));
    if (expected.status === "failed") expect(run.failure?.code).toBe("effect.outcome_unknown");
    const visits = (await stepsOf(rig.pool, runId)).map((step) => step.step_id);
    expect(new Set(visits).size).toBe(visits.length);
  });

  test("while it takes back what was done: the next worker goes on there, and nothing is taken back twice", async () => {
    const call = (path: string) => ({
      type: "http",
      delivery: "exactly-once" as const,
      config: { connection: "target", method: "POST", url: path, body: null },
    });
    const first = await worker();
    target.answer((heard, response) => {
      if (heard.path === "/refund" && target.calls.filter((each) => each.path === "/refund").length === 1) return first.signal("SIGKILL");
      response.writeHead(heard.path === "/ship" ? 422 : 200, { "content-type": "application/json" }).end("{}");
    });
    const runId = await rig.started(
      draw({
        steps: { book: call("/book"), pay: call("/pay"), ship: call("/ship"), unbook: call("/unbook"), refund: call("/refund") },
        edges: ["start > book", "book > pay", "pay > ship", "book.compensate > unbook", "pay.compensate > refund"],
      }),
    );
    expect(await first.ended).toBe("SIGKILL");
    await worker();
    const run = await runIn(rig.pool, { id: runId, status: "failed" });
    expect(run.failure).toMatchObject({ where: { step: "ship" } });
    expect(effects()).toBe(5);
    expect([...new Set(target.calls.map((each) => each.path))]).toEqual(["/book", "/pay", "/ship", "/refund", "/unbook"]);
  });

  test("resume.taken: a decision that was consumed is not lost and not taken twice", async () => {
    const runId = await rig.started(
      draw({
        steps: { ask: { type: "approve", config: { title: "Go?", assignees: { roles: ["approver"] } } }, send: post("exactly-once") },
        edges: ["start > ask", "ask.approved > send"],
      }),
    );
    const first = await worker({ crashAt: "resume.taken" });
    await runIn(rig.pool, { id: runId, status: "waiting" });
    await rig.engine.resume({ runId, stepId: "ask", visit: 1, port: "approved", output: null, delayMs: 0 });
    expect(await first.ended).toBe("SIGKILL");
    await worker();
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls).toHaveLength(1);
  });
});

describe("a worker that is killed in the middle of a call", () => {
  test.each([
    { mode: "exactly-once" as const, status: "succeeded" },
    { mode: "at-most-once" as const, status: "failed" },
  ])("$mode: the other worker takes over, one effect, the run $status", async ({ mode, status }) => {
    target.answer(() => undefined);
    const first = await worker();
    const runId = await rig.started(oneCall(mode));
    await until(() => target.calls.length === 1);
    await worker();
    target.answer(null);
    first.signal("SIGKILL");
    await runIn(rig.pool, { id: runId, status });
    expect(effects()).toBe(1);
    expect(target.calls).toHaveLength(mode === "exactly-once" ? 2 : 1);
  });

  test("with the limits of production, recovery takes less than 30 seconds", async () => {
    target.answer(() => undefined);
    const first = await worker({ limits: {} });
    const runId = await rig.started(oneCall("exactly-once"));
    await until(() => target.calls.length === 1);
    await worker({ limits: {} });
    target.answer(null);
    first.signal("SIGKILL");
    const killed = performance.now();
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(performance.now() - killed).toBeLessThan(30_000);
  });

  test("in the middle of a for each: the other goes on with the items that are left, and no item's effect is there twice", async () => {
    const held: (() => void)[] = [];
    target.answer((call, response) => {
      const answer = () => response.writeHead(200, { "content-type": "application/json" }).end("{}");
      // the second item's first call is never answered
      if (target.calls.filter((each) => each.key === call.key).length === 1 && held.length === 0 && target.calls.length === 2) held.push(answer);
      else answer();
    });
    const body = drawBody({ steps: { send: { ...post("exactly-once"), config: { ...post("exactly-once").config, body: { $: "item" } } } }, edges: [] });
    const lines = { type: "each", config: { items: { $: "[1..5]" }, itemKey: { $: "item" }, concurrency: 1, onFailure: "stop", body } };
    const first = await worker();
    const runId = await rig.started(draw({ steps: { lines }, edges: ["start > lines"] }));
    await until(() => held.length === 1);
    first.signal("SIGKILL");
    await first.ended;
    await worker();
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls.map((call) => call.body)).toEqual([1, 2, 2, 3, 4, 5]);
    expect(effects()).toBe(5);
    expect((await stepsOf(rig.pool, runId)).find((step) => step.step_id === "lines")?.output).toMatchObject({ succeeded: 5 });
  });

  test("runs that stood in its queue are not lost either", async () => {
    target.answer(() => undefined);
    const first = await worker({ limits: { ...QUICK, concurrency: 4 } });
    const document = oneCall("exactly-once");
    const { flowId } = await deploy(database.pool, document);
    const registration = await rig.registration(flowId);
    const runs = await Promise.all(Array.from({ length: 30 }, (_, n) => rig.engine.accept({ registration, trigger: { body: { n } }, originKey: null })));
    await until(() => target.calls.length === 4);
    target.answer(null);
    first.signal("SIGKILL");
    await first.ended;
    await worker();
    for (const { runId } of runs) await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(effects()).toBe(30);
    expect(await leftovers()).toEqual({ jobs: 0, leases: 0 });
  });
});

describe("a worker that was only frozen", () => {
  test("comes back and cannot write over its successor, then works on under a new name", async () => {
    const held: (() => void)[] = [];
    target.answer((_, response) => {
      held.push(() => response.writeHead(200, { "content-type": "application/json" }).end('{"from":"the frozen one"}'));
    });
    const frozen = await worker();
    const runId = await rig.started(oneCall("exactly-once"));
    await until(() => held.length === 1);
    frozen.signal("SIGSTOP");
    target.answer((_, response) => response.writeHead(200, { "content-type": "application/json" }).end('{"from":"its successor"}'));
    const successor = await worker();
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    const before = await everything(runId);
    // the answer arrives while it sleeps; it wakes up and believes that it still holds the run
    held[0]?.();
    frozen.signal("SIGCONT");
    await until(
      async () =>
        (await database.pool.query("select 1 from worker where pid = $1 and heartbeat_at > now() - interval '1 second'", [frozen.pid])).rowCount === 1,
      {
        of: "the thawed worker under a new name",
      },
    );
    expect(await everything(runId)).toEqual(before);
    expect(JSON.stringify(before.steps)).toContain("its successor");
    expect(effects()).toBe(1);
    successor.signal("SIGTERM");
    expect(await successor.ended).toBe("0");
    const next = await rig.started(oneCall("at-most-once"));
    await runIn(rig.pool, { id: next, status: "succeeded" });
    // whatever it tried meanwhile was refused
    expect(await everything(runId)).toEqual(before);
  });
});

describe("a worker that is asked to stop", () => {
  test("finishes what is under way, gives back the rest, and nothing waits for its death", async () => {
    const held: (() => void)[] = [];
    target.answer((_, response) => {
      held.push(() => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
    });
    const first = await worker();
    const runId = await rig.started(draw({ steps: { one: post("at-most-once"), two: post("at-most-once") }, edges: ["start > one", "one > two"] }));
    await until(() => held.length === 1);
    // the answer must find it stopping: a signal and an answer that are under way together arrive in either order
    await first.stop();
    target.answer(null);
    held[0]?.();
    expect(await first.ended).toBe("0");
    expect((await runRow(rig.pool, runId)).status).toBe("queued");
    expect(target.calls).toHaveLength(1);
    expect((await database.pool.query("select 1 from worker")).rowCount).toBe(0);
    await worker();
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls).toHaveLength(2);
  });
});

describe("a storm", () => {
  test("workers killed again and again: every run ends, no effect is there twice for a target that knows keys", async () => {
    const { flowId } = await deploy(
      database.pool,
      draw({
        steps: { left: post("exactly-once"), right: post("exactly-once"), last: post("exactly-once") },
        edges: ["start > left", "start > right", "left > last", "right > last"],
      }),
    );
    target.answer((_, response) => setTimeout(() => response.writeHead(200, { "content-type": "application/json" }).end("{}"), 15));
    const registration = await rig.registration(flowId);
    const runs = await Promise.all(Array.from({ length: 60 }, (_, n) => rig.engine.accept({ registration, trigger: { body: { n } }, originKey: null })));
    for (let round = 1; round <= 4; round += 1) {
      const one = await worker();
      const aim = 40 * round;
      await until(() => target.calls.length >= aim);
      one.signal("SIGKILL");
      await one.ended;
    }
    await worker();
    for (const { runId } of runs) await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(effects()).toBe(180);
    expect(await leftovers()).toEqual({ jobs: 0, leases: 0 });
  });
});

async function everything(runId: string) {
  const run = await database.pool.query("select * from run where id = $1", [runId]);
  const steps = await database.pool.query("select * from step_run where run_id = $1 order by seq", [runId]);
  const receipts = await database.pool.query("select * from receipt where run_id = $1 order by effect_key", [runId]);
  return { run: run.rows, steps: steps.rows, receipts: receipts.rows };
}

/** Jobs are completed a moment after their run has ended. */
async function leftovers(): Promise<{ jobs: number; leases: number }> {
  const look = async () => {
    const { rows } = await database.pool.query<{ jobs: number; leases: number }>(
      "select (select count(*)::integer from graphile_worker._private_jobs) as jobs, (select count(*)::integer from run where lease_owner is not null) as leases",
    );
    return rows[0] ?? { jobs: -1, leases: -1 };
  };
  await until(async () => (await look()).jobs === 0, { within: 15_000 }).catch(() => undefined);
  return look();
}
