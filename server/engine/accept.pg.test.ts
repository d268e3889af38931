import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StepFailure } from "#flow/failure.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { deploy, draw, runRow, startEngine, until } from "../testing/engine.ts";
import type { EngineRig } from "../testing/engine.ts";
import { taskOf } from "./queue.ts";

let database: TestDatabase;
let rig: EngineRig;
let second: EngineRig;

// no worker: what is accepted stays as it was accepted
beforeAll(async () => {
  database = await testDatabase();
  const options = { url: database.url, installation: database.installationKey, target: "http://127.0.0.1:9" };
  rig = await startEngine(options);
  second = await startEngine(options);
});
afterAll(async () => {
  await Promise.all([rig.stop(), second.stop()]);
  await database.drop();
});

const map = { type: "map", config: { fields: [] } };

async function deployed(config: { [key: string]: { $: string } } = {}) {
  const { flowId } = await deploy(
    database.pool,
    draw({ steps: { start: { type: "trigger.webhook", config: { auth: { kind: "none" }, ...config } }, map }, edges: ["start > map"] }),
  );
  return rig.registration(flowId);
}

async function count(sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>(`select count(*) from ${sql}`, values);
  return Number(rows[0]?.count);
}

async function failureOf(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof StepFailure)) throw new Error(`it was not refused: ${String(error)}`);
  return error.failure;
}

describe("accepted means durable", () => {
  test("when the answer comes, the run, its payload and its job are there for every other connection", async () => {
    const registration = await deployed();
    const { runId, duplicate } = await rig.engine.accept({ registration, trigger: { body: { order: 7 } }, originKey: null });
    expect(duplicate).toBe(false);
    const { rows } = await second.pool.query(
      "select r.status, r.trigger, j.key from run r join graphile_worker._private_jobs j on j.key = 'run:' || r.id where r.id = $1",
      [runId],
    );
    expect(rows).toEqual([{ status: "queued", trigger: { body: { order: 7 } }, key: `run:${runId}` }]);
  });

  test("200 arrivals at once share commits, and each has a run that one job names", async () => {
    const registration = await deployed();
    const accepted = await Promise.all(Array.from({ length: 200 }, (_, n) => rig.engine.accept({ registration, trigger: { body: { n } }, originKey: null })));
    expect(new Set(accepted.map((each) => each.runId)).size).toBe(200);
    const ids = accepted.map((each) => each.runId);
    expect(await count("run where id = any ($1)", [ids])).toBe(200);
    const named = await database.pool.query<{ id: string }>(
      `select coalesce(e.id, j.payload ->> 'runId') as id from graphile_worker._private_jobs j left join json_array_elements_text(j.payload -> 'runIds') as e (id) on true
       where coalesce(e.id, j.payload ->> 'runId') = any ($1)`,
      [ids],
    );
    expect(named.rows.map((row) => row.id).sort()).toEqual([...ids].sort());
    expect(await count("graphile_worker._private_jobs where payload ->> 'runIds' like any ($1)", [ids.map((id) => `%${id}%`)])).toBeLessThan(60);
    const { rows } = await database.pool.query<{ commits: number }>("select count(distinct xmin::text)::integer as commits from run where id = any ($1)", [
      ids,
    ]);
    expect(rows[0]?.commits).toBeLessThan(20);
  });

  test("the job is the one that the queue's own function would have written, and the queue is told of it", async () => {
    const registration = await deployed();
    const ear = await second.pool.connect();
    const heard: string[] = [];
    ear.on("notification", ({ payload }) => heard.push(payload ?? ""));
    await ear.query('listen "jobs:insert"');
    const { runId } = await rig.engine.accept({ registration, trigger: {}, originKey: null });
    const task = taskOf("near-real-time");
    const theirs = await ear.query(
      "select id from graphile_worker.add_job($1, json_build_object('runId', $2::text), max_attempts => 32767, job_key => 'other')",
      [task, runId],
    );
    const { rows } = await ear.query<{ job: object }>(
      `select to_jsonb(j) - 'id' - 'key' - 'run_at' - 'created_at' - 'updated_at' as job from graphile_worker._private_jobs j
       where key = 'run:' || $1 or id = $2`,
      [runId, theirs.rows[0]?.id],
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]?.job).toEqual(rows[1]?.job);
    expect(heard.map((text) => JSON.parse(text))).toEqual([1, 2].map(() => ({ r: expect.any(Number), count: 1 })));
    await ear.query("unlisten *");
    ear.release(true);
    await database.pool.query("delete from graphile_worker._private_jobs where key = 'other'");
  });

  test("one arrival that cannot be kept harms only its sender", async () => {
    const registration = await deployed();
    const broken = { ...registration, flowId: "not a uuid" };
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => rig.engine.accept({ registration: n === 7 ? broken : registration, trigger: { body: { n } }, originKey: null })),
    );
    expect(results.map((result) => result.status === "fulfilled")).toEqual(Array.from({ length: 20 }, (_, n) => n !== 7));
  });

  test("a character that cannot be kept is refused at the door, and nothing is there afterwards", async () => {
    const registration = await deployed();
    const failure = await failureOf(rig.engine.accept({ registration, trigger: { body: { text: "a\u0000b" } }, originKey: null }));
    expect(failure).toMatchObject({ class: "business", code: "payload.zero_character" });
    expect(await count("run where flow_id = $1", [registration.flowId])).toBe(0);
  });

  test("half of a surrogate pair does not break the batch", async () => {
    const registration = await deployed();
    const { runId } = await rig.engine.accept({ registration, trigger: { body: { text: "half \ud83d" } }, originKey: null });
    expect((await runRow(database.pool, runId)).status).toBe("queued");
  });
});

test("a long queue does not slow down what arrives: jobs are found by their keys, not by reading the queue", async () => {
  const registration = await deployed();
  const read = async () => {
    const client = await rig.pool.connect();
    try {
      await client.query("select pg_stat_force_next_flush()");
      await client.query("select pg_stat_clear_snapshot()");
      const { rows } = await client.query<{ read: string }>(
        "select seq_tup_read as read from pg_stat_user_tables where schemaname = 'graphile_worker' and relname = '_private_jobs'",
      );
      return Number(rows[0]?.read);
    } finally {
      client.release();
    }
  };
  const flush = () => Promise.all(Array.from({ length: 20 }, () => rig.pool.query("select pg_stat_force_next_flush()")));
  const arrive = (count: number) => Promise.all(Array.from({ length: count }, () => rig.engine.accept({ registration, trigger: {}, originKey: null })));
  const before = await read();
  // connections keep plans that they made while the queue was short
  for (let round = 0; round < 150; round += 1) await arrive(20);
  await flush();
  expect((await read()) - before).toBeLessThan(3_000);
});

describe("duplicates are recognised", () => {
  test("200 identical arrivals at once, at two processes, are one run", async () => {
    const registration = await deployed({ dedupe: { $: "trigger.body.id" } });
    const accepted = await Promise.all(
      Array.from({ length: 200 }, (_, n) => (n % 2 === 0 ? rig : second).engine.accept({ registration, trigger: { body: { id: "one" } }, originKey: null })),
    );
    expect(new Set(accepted.map((each) => each.runId)).size).toBe(1);
    expect(accepted.filter((each) => !each.duplicate)).toHaveLength(1);
    expect(await count("run where flow_id = $1", [registration.flowId])).toBe(1);
    expect(await count("graphile_worker._private_jobs where key = $1", [`run:${accepted[0]?.runId}`])).toBe(1);
  });

  test("mixed duplicates at two processes never wait for each other in a circle", async () => {
    const registration = await deployed({ dedupe: { $: "trigger.body.id" } });
    const orders = Array.from({ length: 300 }, (_, n) => ({ id: `k${(n * 7) % 40}` }));
    const accepted = await Promise.all(
      orders.map((body, n) => (n % 2 === 0 ? rig : second).engine.accept({ registration, trigger: { body }, originKey: null })),
    );
    expect(new Set(accepted.map((each) => each.runId)).size).toBe(40);
    expect(accepted.filter((each) => !each.duplicate)).toHaveLength(40);
  });

  test("the sender's own key counts where none is configured, and a configured one goes before it", async () => {
    const open = await deployed();
    const one = await rig.engine.accept({ registration: open, trigger: { body: {} }, originKey: "delivery-1" });
    const again = await second.engine.accept({ registration: open, trigger: { body: {} }, originKey: "delivery-1" });
    expect(again).toEqual({ runId: one.runId, duplicate: true });
    const keyed = await deployed({ dedupe: { $: "trigger.body.id" } });
    const first = await rig.engine.accept({ registration: keyed, trigger: { body: { id: 1 } }, originKey: "delivery-1" });
    const other = await rig.engine.accept({ registration: keyed, trigger: { body: { id: 2 } }, originKey: "delivery-1" });
    expect([first.duplicate, other.duplicate]).toEqual([false, false]);
  });

  test("a key whose operand is missing refuses the arrival instead of making all of them one", async () => {
    const registration = await deployed({ dedupe: { $: "'crm_' & trigger.body.id" } });
    const failure = await failureOf(rig.engine.accept({ registration, trigger: { body: { other: 1 } }, originKey: null }));
    expect(failure).toMatchObject({ class: "business", code: "expression.key_operand_missing" });
    expect(await count("run where flow_id = $1", [registration.flowId])).toBe(0);
  });
});

describe("a trigger's filter", () => {
  test("what it declines is recorded as skipped with the reason, and never gets a job", async () => {
    const registration = await deployed({ filter: { $: "trigger.body.won = true" } });
    const { runId } = await rig.engine.accept({ registration, trigger: { body: { won: false } }, originKey: null });
    const { rows } = await database.pool.query("select status, cancel_reason, finished_at is not null as ended from run where id = $1", [runId]);
    expect(rows).toEqual([{ status: "skipped", cancel_reason: "The trigger's filter (trigger.body.won = true) was false.", ended: true }]);
    expect(await count("graphile_worker._private_jobs where key = $1", [`run:${runId}`])).toBe(0);
  });

  test("one that does not yield true or false refuses the arrival", async () => {
    const registration = await deployed({ filter: { $: "trigger.body.missing" } });
    const failure = await failureOf(rig.engine.accept({ registration, trigger: { body: {} }, originKey: null }));
    expect(failure.class).toBe("business");
  });
});

test("an accepted run is announced to open pages", async () => {
  const registration = await deployed();
  const { runId } = await rig.engine.accept({ registration, trigger: { body: {} }, originKey: null });
  await until(() => second.announced.some((message) => message.kind === "run" && message.id === runId && message.status === "queued"));
});
