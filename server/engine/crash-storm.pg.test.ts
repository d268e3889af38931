import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { runMigrations } from "graphile-worker";
import { afterAll, expect, test } from "vitest";
import { random, seedOf } from "#flow/expression/random.ts";
import { ensureDatabase, migrate } from "../../scripts/lib/migrate.mjs";
import { freePort, startPostgres } from "../../scripts/lib/postgres.mjs";
import { createPool } from "../db/pool.ts";
import { deploy, draw, until } from "../testing/engine.ts";
import { startTarget } from "../testing/target.ts";
import { startWebProcess, startWorkerProcess } from "../testing/worker-process.ts";

const WEBHOOKS = 2_000;
const KILLS = 32;
const CALLERS = 20;

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(os.tmpdir(), "throughline-storm-"));
const port = await freePort();
// what is committed must outlive a process that is killed; a power cut is not what is tried here, so nothing waits for the disk
const boot = () => startPostgres({ root, dataDir: path.join(folder, "data"), port, settings: ["fsync=off", "synchronous_commit=on"] });
let postgres = await boot();
const url = postgres.url("throughline");
await ensureDatabase(url);
await migrate({ url, root });
await runMigrations({ connectionString: url });
const pool = createPool({ url, max: 4 });
const target = await startTarget();

afterAll(async () => {
  await target.stop();
  await pool.end();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Something that is started again whenever it is gone, until the storm is over. */
function keptAlive<Process extends { signal: (name: NodeJS.Signals) => void; ended: Promise<unknown> }>(start: () => Promise<Process>) {
  let current: Promise<Process | null>;
  let over = false;
  const begin = (): Promise<Process | null> =>
    start().then(
      (process) => {
        void process.ended.then(() => {
          if (!over) current = begin();
        });
        return process;
      },
      // the database was away while it started
      () => (over ? null : begin()),
    );
  current = begin();
  return {
    current: () => current,
    kill: async () => {
      const process = await current;
      process?.signal("SIGKILL");
      await process?.ended;
    },
    end: async () => {
      over = true;
      const last = await current;
      last?.signal("SIGKILL");
      await last?.ended;
    },
  };
}

test(`${WEBHOOKS} accepted webhooks while worker, web and PostgreSQL are killed ${KILLS} times: each is finished, each effect is there once, none is lost`, async () => {
  const seed = process.env.THROUGHLINE_STORM_SEED ?? String(randomInt(1_000_000));
  console.log(`storm: THROUGHLINE_STORM_SEED=${seed}`);
  const chance = random(seedOf(seed));
  const send = { type: "http", delivery: "exactly-once" as const, retry: { attempts: 5, firstDelay: "PT0.1S" } };
  const { flowId } = await deploy(
    pool,
    draw({
      steps: {
        fields: { type: "map", config: { fields: [{ name: "order", value: { $: "trigger.body.order" } }] } },
        send: { ...send, config: { connection: "target", method: "POST", url: "/orders", body: { $: "steps.fields" } } },
      },
      edges: ["start > fields", "fields > send"],
    }),
  );
  const token = (await pool.query<{ token: string }>("select token from registration where flow_id = $1", [flowId])).rows[0]?.token;
  const started = { url, installation: "storm", target: target.url };
  const web = keptAlive(() => startWebProcess(started));
  const workers = [keptAlive(() => startWorkerProcess(started)), keptAlive(() => startWorkerProcess(started))];

  const runs = new Map<number, string>();
  let next = 0;
  const caller = async () => {
    while (next < WEBHOOKS) {
      next += 1;
      const order = next;
      // a sender that is not answered with success sends again, under the same name
      runs.set(
        order,
        await until(
          async () => {
            const base = (await web.current())?.base;
            const headers = { "content-type": "application/json", "idempotency-key": `order-${order}` };
            const answer = await fetch(`${base}/hooks/production/${token}`, { method: "POST", headers, body: JSON.stringify({ order }) }).catch(() => null);
            if (answer?.status !== 200 && answer?.status !== 202) return null;
            return ((await answer.json().catch(() => null)) as { runId: string } | null)?.runId;
          },
          { within: 60_000, of: `an answer for order ${order}` },
        ),
      );
    }
  };
  const callers = Promise.all(Array.from({ length: CALLERS }, caller));
  const effects = () => new Set(target.calls.map((call) => call.key)).size;

  const killed = { worker: 0, web: 0, postgres: 0 };
  for (let kill = 1; kill <= KILLS; kill += 1) {
    // paced by what has been done, not by time: storms are equally wild on slow machines
    const done = runs.size + effects();
    const aim = done + Math.floor((2 * WEBHOOKS - 200 - done) / (KILLS - kill + 2));
    await until(() => runs.size + effects() >= aim, { within: 60_000 }).catch(async () => {
      const states = await pool
        .query("select status, lease_owner is not null as held, count(*)::integer from run group by 1, 2")
        .then(({ rows }) => rows, String);
      const jobs = await pool
        .query("select locked_by is not null as locked, count(*)::integer from graphile_worker._private_jobs group by 1")
        .then(({ rows }) => rows, String);
      throw new Error(`Nothing moved before kill ${kill}: ${JSON.stringify({ killed, accepted: runs.size, effects: effects(), states, jobs })}`);
    });
    const dice = chance();
    if (dice < 0.45) {
      killed.worker += 1;
      await workers[kill % 2]?.kill();
    } else if (dice < 0.75) {
      killed.web += 1;
      await web.kill();
    } else {
      killed.postgres += 1;
      process.kill(postgres.pid ?? 0, "SIGKILL");
      await postgres.exited;
      // its children end a moment after it, and it does not start while one of them holds its memory
      postgres = await until(() => boot().catch(() => null), { of: "PostgreSQL after a kill" });
    }
  }
  await callers;
  expect(runs.size).toBe(WEBHOOKS);
  const unfinished = () =>
    pool.query<{ status: string; count: number }>("select status, count(*)::integer as count from run where status <> 'succeeded' group by status").then(
      ({ rows }) => rows,
      () => [{ status: "unknown", count: -1 }],
    );
  await until(async () => (await unfinished()).length === 0, { within: 60_000, of: "the end of all runs" }).catch(() => undefined);
  await Promise.all([web, ...workers].map((each) => each.end()));
  expect(await unfinished()).toEqual([]);
  const { rows } = await pool.query<{ id: string }>("select id from run");
  expect(rows.length).toBe(WEBHOOKS);
  expect(new Set(rows.map((row) => row.id))).toEqual(new Set(runs.values()));
  // for a target that knows keys: one key for each order, one order for each key
  const keys = new Map<string, Set<string>>();
  for (const call of target.calls) {
    const order = JSON.stringify(call.body);
    keys.set(order, (keys.get(order) ?? new Set()).add(call.key ?? ""));
  }
  expect(keys.size).toBe(WEBHOOKS);
  expect([...keys.values()].filter((each) => each.size !== 1)).toEqual([]);
  expect(effects()).toBe(WEBHOOKS);
  console.log(`storm: killed ${JSON.stringify(killed)}; ${target.calls.length} calls for ${WEBHOOKS} effects`);
});
