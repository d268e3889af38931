/** History at size: the run list over millions of runs, and a month of a million runs that goes while others write. */
import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import { findStep } from "#flow/steps/index.ts";
import { createPool } from "../db/pool.ts";
import type { Pool } from "../db/pool.ts";
import { createRetention } from "../engine/retention.ts";
import { createVersionSource } from "../flows/sources.ts";
import { createLog } from "../log.ts";
import { listRuns } from "../runs/list.ts";
import { measureOf, percentile } from "./measures.ts";
import type { Measure } from "./measures.ts";
import type { Scene } from "./scene.ts";

const RUNS = 5_000_000;
const OLD_RUNS = 1_000_000;
const DAY = 86_400_000;

/** Runs of the last 80 days, 4 % failed, every business key twice. */
const FILL = `
  insert into run (
    id, environment, flow_id, flow_key, version_id, version_number, trigger_step, latency, origin, trigger, status, business_key, value, currency,
    correlation_id, seed, failure, created_at, started_at, finished_at, updated_at
  )
  select
    (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || 'a' || substr(md5(n::text), 5, 15))::uuid,
    'production', $1, 'flow-' || n % 12, $2, 1, 'start', 'near-real-time', n::text, '{"body":{"customer":"Acme GmbH"}}',
    case when n % 25 = 0 then 'failed' else 'succeeded' end, 'SO-' || n / 2, n % 90000, 'EUR', n::text, 's',
    case when n % 25 = 0 then '{"class":"technical","kind":"timeout","code":"odoo.timeout","message":"Odoo does not answer.","retryable":true}'::jsonb end,
    at, at, at, at
  from (select n, $3::timestamptz + ($4::timestamptz - $3::timestamptz) * (n::float8 / $5) as at from generate_series($6::bigint, $7::bigint) as n) g`;

type Filling = { pool: Pool; from: number; to: number; count: number; say: (text: string) => void };

async function fill(q: Filling): Promise<{ flowId: string; versionId: string }> {
  const ids = { flowId: v7(), versionId: v7() };
  const step = 250_000;
  for (let first = 1; first <= q.count; first += step) {
    await q.pool.query(FILL, [ids.flowId, ids.versionId, new Date(q.from), new Date(q.to), q.count, first, Math.min(first + step - 1, q.count)]);
    q.say(`${Math.min(first + step - 1, q.count)} runs`);
  }
  return ids;
}

async function monthsOf(pool: Pool, from: number, to: number): Promise<void> {
  for (let at = new Date(Date.UTC(new Date(from).getUTCFullYear(), new Date(from).getUTCMonth(), 1)); at.getTime() <= to; at = nextMonth(at)) {
    const name = `${at.getUTCFullYear()}_${String(at.getUTCMonth() + 1).padStart(2, "0")}`;
    for (const [parent, child] of [
      ["run", "run"],
      ["step_row", "step_run"],
    ])
      await pool.query(
        `create table if not exists ${child}_${name} partition of ${parent} for values from (uuid7_floor('${at.toISOString()}')) to (uuid7_floor('${nextMonth(at).toISOString()}'))`,
      );
  }
}

function nextMonth(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
}

/** First page as the screen asks for it, facets and histogram included. */
export async function runList(scene: Scene): Promise<Measure[]> {
  const pool = createPool({ url: await scene.databaseFor("run_list"), max: 8, name: "throughline-bench" });
  try {
    const now = Date.now();
    await monthsOf(pool, now - 80 * DAY, now);
    await fill({ pool, from: now - 80 * DAY, to: now, count: RUNS, say: scene.say });
    await pool.query("analyze run");
    const deps = { pool, versions: createVersionSource({ pool }), findStep, clock: { now: () => now } };
    const timed = async (q: Parameters<typeof listRuns>[1]) => {
      const took: number[] = [];
      for (let round = 0; round < Math.max(5, scene.rounds); round += 1) {
        const began = performance.now();
        await listRuns(deps, q);
        took.push(performance.now() - began);
      }
      return took;
    };
    const target = { of: "ours", most: 100 } as const;
    const filtered = await timed({ environment: "production", status: ["failed"], businessKey: `SO-${RUNS / 4}` });
    const searched = await timed({ environment: "production", status: ["failed"], search: `SO-${RUNS / 4}` });
    const open = await timed({ environment: "production" });
    return [
      measureOf({ name: "run-list", unit: "ms", ours: filtered, target }),
      measureOf({ name: "run-list-search", unit: "ms", ours: searched, target }),
      measureOf({ name: "run-list-unfiltered", unit: "ms", ours: open, target }),
    ];
  } finally {
    await pool.end();
  }
}

/** A month of a million runs goes while eight writers accept runs: how long nobody could, and how long the slowest of them waited. */
export async function retention(scene: Scene): Promise<Measure[]> {
  const pool = createPool({ url: await scene.databaseFor("retention"), max: 16, name: "throughline-bench" });
  try {
    const now = Date.now();
    const from = Date.UTC(new Date(now).getUTCFullYear() - 2, 0, 1);
    await monthsOf(pool, from, from);
    const { flowId, versionId } = await fill({ pool, from, to: from + 30 * DAY, count: OLD_RUNS, say: scene.say });
    const waits: number[] = [];
    let writing = true;
    const writer = async () => {
      while (writing) {
        const began = performance.now();
        await pool.query(
          `insert into run (id, environment, flow_id, flow_key, version_id, version_number, trigger_step, latency, origin, trigger, status, correlation_id, seed, created_at, updated_at)
           values ($1, 'production', $2, 'flow', $3, 1, 'start', 'batch', 'o', '{}', 'queued', 'c', 's', now(), now())`,
          [v7(), flowId, versionId],
        );
        waits.push(performance.now() - began);
        await sleep(2);
      }
    };
    const writers = Promise.all(Array.from({ length: 8 }, writer));
    const [swept] = await createRetention({ pool, log: createLog("silent"), clock: { now: () => now } }).sweep();
    writing = false;
    await writers;
    if (swept?.removed !== OLD_RUNS) throw new Error(`The sweep removed ${swept?.removed ?? 0} of ${OLD_RUNS} runs.`);
    scene.say(`${waits.length} runs were accepted meanwhile; p99 of their waits was ${percentile(waits, 0.99).toFixed(1)} ms`);
    const target = { of: "ours", most: 1_000 } as const;
    return [
      measureOf({ name: "retention-lock", unit: "ms", ours: [swept.lockedMs], target }),
      measureOf({ name: "retention-slowest-writer", unit: "ms", ours: [Math.max(...waits)], target }),
    ];
  } finally {
    await pool.end();
  }
}
