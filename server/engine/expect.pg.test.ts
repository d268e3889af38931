/** Waiting for an event: the right one, in time, once, whatever comes first. */
import { describe, expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { deploy, draw, drawBody, OPERATOR, runIn, runRow, stepsOf, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { SQL } from "./statements.ts";

const { database, target, rig } = await engineOfFile();
/** of a database of its own */
const { rig: quiet } = await engineOfFile({ worker: false });

let topics = 0;
const newTopic = () => `order.paid.${++topics}`;
const waitFor = (event: { topic: string; match?: Json; timeout?: string }) => ({ type: "wait", config: { event } });
const waiting = (event: { topic: string; match?: Json; timeout?: string }, more: string[] = []) =>
  draw({ steps: { paid: waitFor(event), late: { type: "map", config: { fields: [] } } }, edges: ["start > paid", ...more] });

let events = 0;
function publish(topic: string, q: { key?: string; payload?: Json } = {}) {
  events += 1;
  return rig.engine.publishEvent({
    environment: "production",
    id: `event-${events}`,
    topic,
    payload: q.payload ?? null,
    correlationId: `c-${events}`,
    hop: 0,
    runId: null,
    ...(q.key === undefined ? {} : { key: q.key }),
  });
}

const waitsAt = async (runId: string) => (await runIn(rig.pool, { id: runId, status: "waiting" })).waiting_for;
const paidOf = async (runId: string) => (await stepsOf(rig.pool, runId)).filter((step) => step.step_id === "paid");

describe("a run that waits for an event", () => {
  test("goes on with the one that has its key, and with no other", async () => {
    const topic = newTopic();
    const runId = await rig.started(waiting({ topic, match: { $: "trigger.body.order" } }), { order: "SO-1" });
    expect(await waitsAt(runId)).toMatchObject({ kind: "event", step: "paid", text: `Waits for the event ${topic} of SO-1.` });
    await publish(topic, { key: "SO-2" });
    await publish(`${topic}.other`, { key: "SO-1" });
    await publish(topic);
    expect((await runRow(rig.pool, runId)).status).toBe("waiting");
    await publish(topic, { key: "SO-1", payload: { amount: 5 } });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(await paidOf(runId)).toMatchObject([{ port: "out", output: { topic, key: "SO-1", body: { amount: 5 }, id: `event-${events}` } }]);
  });

  test("is recognised by a condition, too; an event without the data that it asks for is somebody else's", async () => {
    const topic = newTopic();
    const runId = await rig.started(waiting({ topic, match: { $: "event.body.order = trigger.body.order and event.body.amount > 10" } }), { order: "SO-3" });
    await waitsAt(runId);
    const others: Json[] = [{}, null, { order: "SO-3" }, { order: "SO-3", amount: 1 }, { order: "SO-4", amount: 20 }];
    for (const payload of others) await publish(topic, { payload });
    // it has asked about all of them by then
    await until(
      async () =>
        (await database.pool.query("select 1 from expectation where run_id = $1 and seen = (select max(seq) from event where topic = $2)", [runId, topic]))
          .rowCount === 1,
    );
    expect((await runRow(rig.pool, runId)).status).not.toBe("succeeded");
    await publish(topic, { payload: { order: "SO-3", amount: 11 } });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(await paidOf(runId)).toMatchObject([{ output: { body: { amount: 11 } } }]);
    expect((await database.pool.query("select 1 from expectation where run_id = $1", [runId])).rowCount).toBe(0);
  });

  test("does not miss an answer that was faster than its way to the step, and takes none from before its time", async () => {
    const topic = newTopic();
    await publish(topic, { key: "SO-5", payload: "yesterday's" });
    target.answer((_, response) => {
      void publish(topic, { key: "SO-5", payload: "the answer" }).then(() => response.end("{}"));
    });
    const order = { type: "http", config: { connection: "target", method: "POST", url: "/orders", body: {} } };
    const runId = await rig.started(
      draw({ steps: { order, paid: waitFor({ topic, match: "SO-5", timeout: "PT1M" }) }, edges: ["start > order", "order > paid"] }),
    );
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(await paidOf(runId)).toMatchObject([{ port: "out", output: { body: "the answer" } }]);
  });

  test("leaves by timeout when none came", async () => {
    const topic = newTopic();
    const runId = await rig.started(waiting({ topic, timeout: "PT0.3S" }, ["paid.timeout > late"]));
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect((await stepsOf(rig.pool, runId)).map((step) => [step.step_id, step.port])).toEqual([
      ["start", "out"],
      ["paid", "timeout"],
      ["late", "out"],
    ]);
    expect((await database.pool.query("select 1 from expectation where run_id = $1", [runId])).rowCount).toBe(0);
  });

  test("misses none of a hundred that are published while as many runs are on their way to wait", async () => {
    const topic = newTopic();
    const { flowId } = await deploy(database.pool, waiting({ topic, match: { $: "trigger.body.order" } }));
    const registration = await rig.registration(flowId);
    const runs = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => {
        const { runId } = await rig.engine.accept({ registration, trigger: { body: { order: `N-${n}` } }, originKey: null });
        await publish(topic, { key: `N-${n}` });
        return { runId, key: `N-${n}` };
      }),
    );
    for (const { runId, key } of runs) {
      await runIn(rig.pool, { id: runId, status: "succeeded" });
      expect(await paidOf(runId)).toMatchObject([{ port: "out", output: { key } }]);
    }
  });

  test("sent back to wait again, waits for the next one", async () => {
    const topic = newTopic();
    const runId = await rig.started(
      draw({
        steps: {
          paid: waitFor({ topic, match: "SO-6" }),
          enough: { type: "branch", config: { cases: [{ port: "yes", when: { $: "steps.paid.body >= 10" } }], else: "no" } },
          done: { type: "map", config: { fields: [] } },
        },
        edges: ["start > paid", "paid > enough", "enough.no ~> paid", "enough.yes > done"],
      }),
    );
    await waitsAt(runId);
    await publish(topic, { key: "SO-6", payload: 1 });
    await until(async () => (await paidOf(runId)).some((step) => step.visit === 2 && step.status === "waiting"));
    await publish(topic, { key: "SO-6", payload: 12 });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect((await paidOf(runId)).map((step) => step.output)).toMatchObject([{ body: 1 }, { body: 12 }]);
  });

  test("inside a for each, every item waits for its own", async () => {
    const topic = newTopic();
    const body = drawBody({ steps: { paid: waitFor({ topic, match: { $: "item" } }) }, edges: [] });
    const runId = await rig.started(
      draw({
        steps: { all: { type: "each", config: { items: { $: "trigger.body" }, itemKey: { $: "item" }, concurrency: 3, body } } },
        edges: ["start > all"],
      }),
      ["a", "b", "c"],
    );
    await until(async () => (await paidOf(runId)).filter((step) => step.status === "waiting").length === 3);
    for (const key of ["c", "a", "b"]) await publish(topic, { key, payload: key });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect((await paidOf(runId)).map((step) => [step.item, step.output]).sort()).toMatchObject([
      ["a", { body: "a" }],
      ["b", { body: "b" }],
      ["c", { body: "c" }],
    ]);
  });

  test("replayed, finds the event that its original took: it has happened", async () => {
    const topic = newTopic();
    const runId = await rig.started(waiting({ topic, match: "SO-7" }));
    await waitsAt(runId);
    await publish(topic, { key: "SO-7", payload: 7 });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    const again = await rig.engine.replay({ runId, actor: OPERATOR });
    await runIn(rig.pool, { id: again.runId, status: "succeeded" });
    expect(await paidOf(again.runId)).toMatchObject([{ output: { body: 7 } }]);
  });

  test("without the value that its event is recognised by, fails instead of waiting for nothing", async () => {
    for (const match of [{ $: "trigger.body.order" }, { $: "event.body.order = trigger.body.order" }]) {
      const runId = await rig.started(waiting({ topic: newTopic(), match }), { other: 1 });
      const run = await runIn(rig.pool, { id: runId, status: "failed" });
      expect(run.failure).toMatchObject({ class: "business", code: "wait.match_missing" });
    }
  });

  test("is cancelled while it waits", async () => {
    const runId = await rig.started(waiting({ topic: newTopic() }));
    await waitsAt(runId);
    await rig.engine.cancel({ actor: OPERATOR, runId, reason: "test is over" });
    await runIn(rig.pool, { id: runId, status: "cancelled" });
  });
});

test("an event that came in time counts, even if every worker was down until the time was over", async () => {
  const topic = newTopic();
  const worker = await quiet.startWorker();
  const runId = await quiet.started(waiting({ topic, timeout: "PT1H" }, ["paid.timeout > late"]));
  await runIn(quiet.pool, { id: runId, status: "waiting" });
  await worker.drain();
  await quiet.engine.publishEvent({ environment: "production", id: "in-time", topic, payload: 1, correlationId: "c", hop: 0, runId: null });
  // the hour was over just after that
  await quiet.pool.query(
    `update step_row set started_at = clock_timestamp() - interval '1 hour', waiting_for = jsonb_set(waiting_for, '{until}', to_jsonb(clock_timestamp()))
     where run_id = $1 and step_id = 'paid'`,
    [runId],
  );
  const next = await quiet.startWorker();
  await runIn(quiet.pool, { id: runId, status: "succeeded" });
  await next.drain();
  expect((await stepsOf(quiet.pool, runId)).filter((step) => step.step_id === "paid")).toMatchObject([{ port: "out", output: { body: 1 } }]);
});

test("a run that begins to wait while its event is being published waits for the publisher, and has it", async () => {
  const topic = newTopic();
  const runId = await quiet.started(waiting({ topic }));
  const publisher = await quiet.pool.connect();
  await publisher.query("begin");
  await publisher.query(SQL.insertEvent, [`slow-${topic}`, "production", topic, null, "1", "c", 0, null]);
  expect((await publisher.query(SQL.expecting, ["production", topic, null])).rows).toEqual([]);
  const worker = await quiet.startWorker();
  const isHeldUp = async () =>
    (
      await quiet.pool.query(
        "select 1 from pg_locks l join pg_database d on d.oid = l.database where l.locktype = 'advisory' and not l.granted and d.datname = current_database()",
      )
    ).rowCount === 1;
  await until(async () => (await isHeldUp()) || (await runRow(quiet.pool, runId)).status === "waiting");
  await publisher.query("commit");
  publisher.release();
  await runIn(quiet.pool, { id: runId, status: "succeeded" });
  await worker.drain();
});
