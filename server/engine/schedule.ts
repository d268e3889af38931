/**
 * Schedules: what is due is read from the table, so that a tick is neither forgotten by a crash nor taken twice by two schedulers. The
 * origin of a run is its tick: whatever happens between accepting it and noting it down, there is one run.
 */
import { z } from "zod";
import { nextTick, ticksBetween } from "#flow/schedule.ts";
import type { Spec } from "#flow/schedule.ts";
import type { Engine, LoadedRegistration, Transaction } from "../deps.ts";
import { inTransaction } from "../db/transaction.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";
import { createLooking } from "./looking.ts";
import { isConnectionTrouble } from "./patience.ts";
import { SQL } from "./statements.ts";

export type Scheduler = {
  /** takes what is due; tells how many runs began */
  tick: () => Promise<number>;
  start: () => void;
  stop: () => Promise<void>;
};

/** Ticks that one look catches up with at most: a schedule of every minute over a long weekend. */
const MOST = 5_000;
/** A tick that is older than this when it is seen was missed. */
const LATE_MS = 60_000;
/** How soon a tick that waits for the run before it is looked at again. */
const AGAIN_MS = 2_000;

const Row = z.object({
  registration_id: z.string(),
  version_id: z.string().nullable(),
  spec: z.string().nullable(),
  seen_at: z.date(),
  previous_at: z.date().nullable(),
  waiting: z.array(z.number()).catch([]),
  environment: z.string(),
  token: z.string(),
  flow_id: z.string(),
  step_id: z.string(),
});
type Row = z.infer<typeof Row>;

const Config = z.object({
  cron: z.string(),
  timeZone: z.string().default("UTC"),
  overlap: z.enum(["skip", "queue", "parallel"]).default("skip"),
  catchUp: z.enum(["none", "one", "all"]).default("one"),
});
type Config = z.infer<typeof Config>;

type Deps = { deps: EngineDeps; limits: EngineLimits; accept: Engine["accept"] };

export function createScheduler(q: Deps): Scheduler {
  const { deps, limits } = q;
  const looking = createLooking({ look: tick, everyMs: limits.scheduleMs, log: deps.log, trouble: "schedules could not be looked at; it is tried again" });

  async function tick(): Promise<number> {
    const now = deps.clock.now();
    await deps.pool.query(SQL.planSchedules, [new Date(now)]);
    return inTransaction(deps.pool, async (transaction) => {
      const rows = z.array(Row).parse((await transaction.query(SQL.dueSchedules, [new Date(now)])).rows);
      let begun = 0;
      for (const row of rows) begun += await apart(transaction, row, () => take({ ...q, transaction, row, now }));
      return begun;
    });
  }

  /** One that cannot be looked at, such as that of a version which this release does not read, hinders no other. */
  async function apart(transaction: Transaction, row: Row, work: () => Promise<number>): Promise<number> {
    await transaction.query("savepoint schedule");
    try {
      const begun = await work();
      await transaction.query("release savepoint schedule");
      return begun;
    } catch (error) {
      if (isConnectionTrouble(error)) throw error;
      // what failed in the database would fail the others of this look with it
      await transaction.query("rollback to savepoint schedule");
      deps.log.error(
        { err: error, environment: row.environment, flow: row.flow_id, step: row.step_id },
        "a schedule could not be looked at; it is tried again",
      );
      return 0;
    }
  }

  return { tick, start: looking.start, stop: looking.stop };
}

type Taking = Deps & { transaction: Transaction; row: Row; now: number };

async function take(q: Taking): Promise<number> {
  const { deps, transaction, row, now } = q;
  const registration = await deps.registrations.byToken({ environment: row.environment, token: row.token });
  const step = registration?.version.document.steps.find((each) => each.id === row.step_id);
  const config = Config.safeParse(step?.config);
  // deployed a moment ago, and this process has not heard of it: the next look has
  if (!registration || !config.success) return 0;
  const spec: Spec = { cron: config.data.cron, timeZone: config.data.timeZone };
  const text = `${spec.cron} ${spec.timeZone}`;
  // another schedule begins when it is deployed; the ticks of the old one are not its own
  const isNew = row.spec !== text;
  const after = isNew ? Math.max(row.seen_at.getTime(), row.spec === null ? 0 : now) : row.seen_at.getTime();
  const due = ticksBetween(spec, { after, until: now, most: MOST });
  const chosen = choose(due, config.data, now);
  const begun = await begin({ ...q, registration, config: config.data, ticks: chosen, waiting: isNew ? [] : row.waiting, previous: row.previous_at });
  const seen = due.at(-1) ?? after;
  const next = nextTick(spec, Math.max(seen, now));
  const again = begun.waiting.length > 0 ? now + AGAIN_MS : null;
  const nextAt = again === null ? next : Math.min(again, next ?? again);
  await transaction.query(SQL.keepSchedule, [
    row.registration_id,
    registration.version.id,
    text,
    new Date(Math.max(seen, isNew ? after : 0)),
    begun.previous,
    nextAt === null ? "infinity" : new Date(nextAt),
    JSON.stringify(begun.waiting),
  ]);
  return begun.count;
}

/** What is due at this moment is one tick; more than that was missed while nobody looked. */
function choose(due: number[], config: Config, now: number): number[] {
  if (config.catchUp === "all") return due;
  if (config.catchUp === "one") return due.slice(-1);
  return due.filter((tick) => now - tick < LATE_MS).slice(-1);
}

type Beginning = Taking & { registration: LoadedRegistration; config: Config; ticks: number[]; waiting: number[]; previous: Date | null };
type Begun = { count: number; waiting: number[]; previous: Date | null };

async function begin(q: Beginning): Promise<Begun> {
  const isBusy = async () => {
    const { row } = q;
    return ((await q.deps.pool.query(SQL.unfinishedTick, [row.flow_id, row.environment, row.step_id])).rowCount ?? 0) > 0;
  };
  const begun: Begun = { count: 0, waiting: [], previous: q.previous };
  const ticks = [...q.waiting, ...q.ticks];
  for (const [index, tick] of ticks.entries()) {
    const busy = q.config.overlap !== "parallel" && (await isBusy());
    if (busy && q.config.overlap === "queue") return { ...begun, waiting: ticks.slice(index) };
    await acceptTick(q, { tick, previous: begun.previous, declined: busy });
    begun.count += busy ? 0 : 1;
    begun.previous = new Date(tick);
  }
  return begun;
}

async function acceptTick(q: Beginning, { tick, previous, declined }: { tick: number; previous: Date | null; declined: boolean }): Promise<void> {
  const at = new Date(tick).toISOString();
  await q.accept({
    registration: q.registration,
    trigger: { at, previous: previous?.toISOString() ?? null },
    originKey: at,
    isUnattended: true,
    ...(declined ? { declined: "The run of an earlier tick had not ended." } : {}),
  });
}
