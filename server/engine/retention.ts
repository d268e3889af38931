/**
 * Old history goes month by month: a table with a month's survivors takes the place of the month, and the old one is dropped. What costs
 * time, copying, happens beside those who read and write; they wait only while two tables change places.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { milliseconds } from "#flow/duration.ts";
import type { Clock } from "../deps.ts";
import type { Pool } from "../db/pool.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Log } from "../log.ts";
import { SQL } from "./statements.ts";

export type Swept = { month: string; kept: number; removed: number /** how long others could not read or write */; lockedMs: number };

export type Retention = {
  /** thins out every month of which another part has grown old; does nothing while another process is at it */
  sweep: () => Promise<Swept[]>;
  start: (everyMs: number) => void;
  stop: () => Promise<void>;
};

const DAY_MS = 86_400_000;
/** Whoever waits for the tables longer than this lets the others go first, and tries again. */
const LOCK_WAIT = "400ms";
const LOCK_TRIES = 60;
/** An origin is remembered this much longer than the longest history. */
const ORIGIN_MARGIN_MS = 31 * DAY_MS;

const KeepRow = z.object({
  environment: z.string(),
  flow_key: z.string().nullable(),
  succeeded_days: z.number(),
  failed_days: z.number(),
  own: z.object({ succeeded: z.string().optional(), failed: z.string().optional() }).nullable(),
});
/** Seconds. */
type Keep = { environment: string; flow_key: string | null; succeeded: number; failed: number };

const MonthRow = z.object({ month: z.string(), ends_at: z.date(), swept_at: z.date().nullable(), has_rest: z.boolean() });
type Month = z.infer<typeof MonthRow>;

export function createRetention(q: { pool: Pool; log: Log; clock: Clock }): Retention {
  const { pool, log } = q;
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<unknown> = Promise.resolve();
  const stopping = new AbortController();

  async function sweep(): Promise<Swept[]> {
    const only = await pool.connect();
    try {
      const { rows } = await only.query<{ mine: boolean }>("select pg_try_advisory_lock(hashtext('throughline.retention')) as mine");
      if (!rows[0]?.mine) return [];
      try {
        return await sweepAll({ ...q, signal: stopping.signal });
      } finally {
        await only.query("select pg_advisory_unlock(hashtext('throughline.retention'))");
      }
    } finally {
      only.release();
    }
  }

  return {
    sweep,
    start: (everyMs) => {
      const turn = () => {
        sweeping = sweep().catch((error: unknown) => log.error({ err: error }, "old history could not be removed; it is tried again"));
      };
      timer = setInterval(turn, everyMs);
      timer.unref();
    },
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await sweeping;
    },
  };
}

type Sweeping = { pool: Pool; log: Log; clock: Clock; signal: AbortSignal };

async function sweepAll(q: Sweeping): Promise<Swept[]> {
  const { pool, log } = q;
  const now = q.clock.now();
  const keeps = z
    .array(KeepRow)
    .parse((await pool.query(SQL.keeps)).rows)
    .map(keepOf);
  const swept: Swept[] = [];
  for (const month of z.array(MonthRow).parse((await pool.query(SQL.months)).rows)) {
    if (q.signal.aborted) break;
    // an earlier sweep ended between its swap and this
    if (month.has_rest) await drop(pool, month.month);
    if (!isDue({ month, keeps, now })) continue;
    const done = await sweepMonth(q, { month, keeps, now });
    swept.push(done);
    log.info(done, "a month of history was thinned out");
  }
  await forgetOrigins(q, new Date(now - longestOf(keeps) * 1000 - ORIGIN_MARGIN_MS));
  return swept;
}

function keepOf(row: z.infer<typeof KeepRow>): Keep {
  const seconds = (own: string | undefined, days: number) => (own === undefined ? days * DAY_MS : milliseconds(own)) / 1000;
  return {
    environment: row.environment,
    flow_key: row.flow_key,
    succeeded: seconds(row.own?.succeeded, row.succeeded_days),
    failed: seconds(row.own?.failed, row.failed_days),
  };
}

function longestOf(keeps: Keep[]): number {
  return Math.max(0, ...keeps.flatMap((keep) => [keep.succeeded, keep.failed]));
}

/** A month is looked at when the last of its runs of some kind grew too old since it was looked at before. */
function isDue({ month, keeps, now }: { month: Month; keeps: Keep[]; now: number }): boolean {
  const before = month.swept_at?.getTime() ?? 0;
  return keeps.some((keep) =>
    [keep.succeeded, keep.failed].some((seconds) => {
      const boundary = month.ends_at.getTime() + seconds * 1000;
      return boundary > before && boundary <= now;
    }),
  );
}

async function sweepMonth(q: Sweeping, { month: { month }, keeps, now }: { month: Month; keeps: Keep[]; now: number }): Promise<Swept> {
  const { pool } = q;
  const { rows } = await pool.query<{ kept: string; removed: string }>("select * from history_copy($1, $2, $3)", [month, JSON.stringify(keeps), new Date(now)]);
  const kept = Number(rows[0]?.kept ?? 0);
  const removed = Number(rows[0]?.removed ?? 0);
  const lockedMs = removed === 0 ? 0 : await swap(q, month);
  if (removed > 0) await drop(pool, month);
  else await pool.query(`drop table if exists ${tablesOf(month, "kept")}`);
  await pool.query(SQL.swept, [month, new Date(now), kept, removed]);
  return { month, kept, removed, lockedMs };
}

/** @returns ms between the first table locked and the commit */
async function swap(q: Sweeping, month: string): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(q.pool, async (transaction) => {
        await transaction.query(`set local lock_timeout = '${LOCK_WAIT}'`);
        const started = performance.now();
        await transaction.query("select history_swap($1)", [month]);
        return performance.now() - started;
      });
    } catch (error) {
      const isBusy = error instanceof Error && "code" in error && (error.code === "55P03" || error.code === "40P01");
      if (!isBusy || attempt >= LOCK_TRIES || q.signal.aborted) throw error;
      await sleep(100 + Math.random() * 400, undefined, { signal: q.signal }).catch(() => undefined);
    }
  }
}

async function drop(pool: Pool, month: string): Promise<void> {
  await pool.query(`drop table if exists ${tablesOf(month, "old")}`);
  await pool.query(`analyze run_${month}, step_run_${month}`);
}

/** `month` comes from the catalogue, by a pattern of digits. */
function tablesOf(month: string, what: "kept" | "old"): string {
  return `run_${month}_${what}, step_run_${month}_${what}`;
}

async function forgetOrigins(q: Sweeping, before: Date): Promise<void> {
  for (let gone = 1; gone > 0 && !q.signal.aborted; ) gone = (await q.pool.query(SQL.forgetOrigins, [before])).rowCount ?? 0;
}
