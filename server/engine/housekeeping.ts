/**
 * What every worker does beside its jobs: it says that it lives, takes over from those that do not, and looks for runs that something lost.
 * Recovery from a killed worker takes the limit of silence, one beat and a moment.
 */
import { hostname } from "node:os";
import type { Pool } from "../db/pool.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Transaction } from "../deps.ts";
import type { Log } from "../log.ts";
import type { EngineLimits } from "./deps.ts";
import { newId } from "./ids.ts";
import type { Ear } from "./listen.ts";
import { sweepLanes } from "./lanes.ts";
import { listQueued } from "./listing.ts";
import { jobKeyOf, TASKS, taskOf } from "./queue.ts";
import { SQL } from "./statements.ts";
import type { ClaimedRun } from "./types.ts";

export type Housekeeping = {
  /** who holds the leases of this worker; changes when the others have given it up */
  owner: () => string;
  /** names under which the queue knows this worker */
  setQueueIds: (ids: string[]) => Promise<void>;
  start: () => Promise<void>;
  /** a run that this worker cannot go on with: the next beat lets it go */
  giveBack: (run: ClaimedRun) => void;
  /** leaves the register: whatever is still held goes to the others at once */
  leave: () => Promise<void>;
};

type Moving = { id: string; latency: string };

/** A run that was given back is tried again after this: what stood in its way may be gone. */
const GIVEN_BACK_MS = 5_000;

type Deps = {
  pool: Pool;
  log: Log;
  limits: EngineLimits;
  /** ends a run that nobody waits for any more */
  abandon: (runId: string) => Promise<void>;
  cancels: Pick<Ear, "underWay" | "cancelled">;
};

export function createHousekeeping(q: Deps): Housekeeping {
  const { pool, log, limits } = q;
  let owner = newId();
  let queueIds: string[] = [];
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let lastBeat = -Infinity;
  let lastWatch = performance.now();
  let lastBurial = -Infinity;
  let beating: Promise<void> = Promise.resolve();
  const given = new Map<string, { id: string; epoch: number }>();

  const register = (id: string) => pool.query(SQL.registerWorker, [id, queueIds, hostname(), process.pid]);

  async function beat(): Promise<void> {
    const { rows } = await pool.query<{ cancelled: string[] }>(SQL.heartbeat, [owner, q.cancels.underWay()]);
    for (const runId of rows[0]?.cancelled ?? []) q.cancels.cancelled(runId);
    if (rows.length === 0) {
      log.warn({ worker: owner }, "this worker was silent for too long and was given up by the others; it goes on under a new name");
      const next = newId();
      // in this order: a lease of somebody who is not registered is taken away
      await register(next);
      owner = next;
    }
    const now = performance.now();
    // after a silence of one's own (a frozen process, a database that was away) the others get the time of a beat to speak first
    const isRegular = now - lastBeat < limits.heartbeatMs * 3;
    lastBeat = now;
    await returnGiven();
    if (!isRegular) return;
    await takeOver();
    if (now - lastWatch < limits.watchdogMs) return;
    lastWatch = now;
    await watch();
  }

  async function returnGiven(): Promise<void> {
    const runs = [...given.values()];
    if (runs.length === 0) return;
    await inTransaction(pool, async (transaction) => {
      const { rows } = await transaction.query<Moving>(SQL.giveBack, [JSON.stringify(runs), owner]);
      if (rows.length > 0) await transaction.query(SQL.addJobs, [jobsFor(rows, new Date(Date.now() + GIVEN_BACK_MS))]);
    });
    for (const run of runs) if (given.get(run.id) === run) given.delete(run.id);
  }

  async function takeOver(): Promise<void> {
    await inTransaction(pool, async (transaction) => {
      const dead = await transaction.query<{ id: string; host: string; pid: number }>(SQL.buryWorkers, [limits.deadMs]);
      for (const worker of dead.rows)
        log.warn({ worker: worker.id, host: worker.host, pid: worker.pid }, "a worker is silent; its runs and jobs go to the others");
      const now = performance.now();
      if (dead.rows.length > 0) lastBurial = now;
      // runs that were locked at that moment follow; what the undertaker could not finish, the next watch finds
      if (now - lastBurial < limits.watchdogMs || now - lastWatch >= limits.watchdogMs) {
        const runs = await transaction.query<Moving>(SQL.releaseRuns);
        if (runs.rows.length > 0) await transaction.query(SQL.addJobs, [jobsFor(runs.rows, null)]);
        await noteFindings(transaction, "worker-lost", runs.rows);
      }
      await transaction.query(SQL.releaseJobs, [limits.deadMs, TASKS]);
    });
  }

  async function watch(): Promise<void> {
    await listQueued({ pool, olderThanMs: limits.watchdogMs });
    const { rows } = await pool.query<Moving & { status: string }>(SQL.strays, [limits.watchdogMs]);
    for (const run of rows) log.warn({ runId: run.id, status: run.status }, "a run should move and has no job; it gets one");
    if (rows.length > 0)
      await inTransaction(pool, async (transaction) => {
        await transaction.query(SQL.addJobs, [jobsFor(rows, null)]);
        await noteFindings(transaction, "job-missing", rows);
      });
    const orphans = await pool.query<{ id: string }>(SQL.orphans, [limits.watchdogMs]);
    for (const { id } of orphans.rows) {
      log.warn({ runId: id }, "a run went on though the one that waited for it has ended; it is cancelled");
      await q.abandon(id);
    }
    const idle = await sweepLanes({ pool, olderThanMs: limits.watchdogMs });
    if (idle > 0) log.warn({ lanes: idle }, "runs waited for a turn that nobody had; the first of them go on");
    await pool.query(SQL.deadJobs, [TASKS]);
    await pool.query(SQL.deadExpectations);
    await pool.query(SQL.oldFindings);
    await pool.query(SQL.oldWrites);
    await pool.query(SQL.partitions);
  }

  function plan(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      beating = beat().catch((error: unknown) => log.error({ err: error }, "a worker's beat failed; the next one follows"));
      void beating.finally(plan);
    }, limits.heartbeatMs);
  }

  return {
    owner: () => owner,
    setQueueIds: async (ids) => {
      queueIds = ids;
      await register(owner);
    },
    start: async () => {
      await pool.query(SQL.partitions);
      await register(owner);
      lastBeat = performance.now();
      plan();
    },
    giveBack: (run) => given.set(run.id, { id: run.id, epoch: run.lease_epoch }),
    leave: async () => {
      stopped = true;
      clearTimeout(timer);
      await beating;
      await returnGiven();
      await pool.query(SQL.removeWorker, [owner]);
    },
  };
}

/** For people: what was found, and at which run (overview, a run's activity). */
async function noteFindings(transaction: Transaction, kind: "worker-lost" | "job-missing", runs: Moving[]): Promise<void> {
  if (runs.length > 0) await transaction.query(SQL.noteFindings, [kind, runs.map((run) => run.id)]);
}

function jobsFor(runs: Moving[], at: Date | null): string {
  return JSON.stringify(runs.map((run) => ({ task: taskOf(run.latency), run_id: run.id, key: jobKeyOf(run.id), run_at: at?.toISOString() ?? null })));
}
