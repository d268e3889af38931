/**
 * Lanes: who has to let others go first. Runs of a flow with the same order key share a lane for one, from the first claim to the end of
 * the run, whatever it waits for meanwhile. Runs of a flow with a limited concurrency share a lane for that many, each as long as it is
 * being advanced: one that waits for a person, a time or a connection lets the others go on.
 *
 *     no turn → parked (status queued, no job) → handed a turn by the one who leaves → claimed again
 *
 * A turn belongs to the run, not to the worker: it outlives a crash, and the run finds it when it is claimed again.
 */
import type { FlowDocument } from "#flow/document.ts";
import type { Pool } from "../db/pool.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Transaction } from "../deps.ts";
import { jobKeyOf, LATENCIES, taskOf } from "./queue.ts";
import { SQL } from "./statements.ts";
import type { ClaimedRun, Standing } from "./types.ts";

export type Lane = { name: string; reason: "order" | "flow"; capacity: number };

type Row = Pick<ClaimedRun, "id" | "environment" | "flow_id" | "latency" | "order_key"> & { chunk?: number | null };

const NONE: Lane[] = [];

/** In the order in which turns are taken. */
export function lanesOf(row: Row, document: FlowDocument | null): Lane[] {
  // the run that it is a part of has the turn for both
  const concurrency = row.chunk === null || row.chunk === undefined ? document?.flow.concurrency : undefined;
  if (row.order_key === null && concurrency === undefined) return NONE;
  const lanes: Lane[] = [];
  if (row.order_key !== null) lanes.push({ name: `order:${row.environment}:${row.flow_id}:${row.order_key}`, reason: "order", capacity: 1 });
  if (concurrency !== undefined) lanes.push({ name: `flow:${row.environment}:${row.flow_id}`, reason: "flow", capacity: concurrency });
  return lanes;
}

/** Lanes that a run leaves with a checkpoint. */
export function lanesLeft(lanes: Lane[], standing: Standing): Lane[] {
  if (lanes.length === 0 || !standing.release) return NONE;
  const isOver = standing.status === "succeeded" || standing.status === "failed" || standing.status === "cancelled";
  return isOver ? lanes : lanes.filter((lane) => lane.reason === "flow");
}

/** The lane in which the run has to wait; null where it has its turn in all of them. */
export async function takeTurns(q: { pool: Pool; row: Row; lanes: Lane[] }): Promise<Lane | null> {
  for (const lane of q.lanes) if (!(await takeTurn(q.pool, q.row, lane))) return lane;
  return null;
}

function takeTurn(pool: Pool, row: Row, lane: Lane): Promise<boolean> {
  const { id, order_key: key, flow_id: flow, environment } = row;
  return inTransaction(pool, async (transaction) => {
    await transaction.query(SQL.lockLanes, [[lane.name]]);
    const values = [lane.name, id, lane.capacity, lane.reason === "order" ? key : null, flow, environment, lane.reason, rankOf(row.latency)];
    const { rows } = await transaction.query<{ has_turn: boolean }>(SQL.takeTurn, values);
    return rows[0]?.has_turn ?? false;
  });
}

export type Leaving = { row: Row; lane: Lane };

/** First in a transaction that leaves lanes. */
export async function lockLanes(transaction: Transaction, leaving: Leaving[]): Promise<void> {
  await transaction.query(SQL.lockLanes, [leaving.map((each) => each.lane.name)]);
}

/** Hands the turns to those who are next. The lanes are locked, and the runs that leave are recorded as what they are. */
export async function leaveLanes(transaction: Transaction, leaving: Leaving[]): Promise<void> {
  await transaction.query(SQL.leaveLanes, [JSON.stringify(leaving.map(({ row, lane }) => ({ lane: lane.name, run_id: row.id })))]);
  const lanes = leaving.map(({ row, lane }) => ({
    lane: lane.name,
    capacity: lane.capacity,
    flow_id: row.flow_id,
    environment: row.environment,
    order_key: lane.reason === "order" ? row.order_key : null,
  }));
  const { rows } = await transaction.query<{ run_id: string }>(SQL.nextTurns, [JSON.stringify(lanes)]);
  await wakeRuns(transaction, rows);
}

/** They go on: whoever advances one of them right now looks again, all others get a job. */
export async function wakeRuns(transaction: Transaction, runs: { run_id: string }[]): Promise<void> {
  if (runs.length === 0) return;
  const { rows } = await transaction.query<{ id: string; latency: string }>(SQL.wakeRuns, [runs.map((run) => run.run_id)]);
  const jobs = rows.map((run) => ({ task: taskOf(run.latency), run_id: run.id, key: jobKeyOf(run.id), run_at: null }));
  if (jobs.length > 0) await transaction.query(SQL.addJobs, [JSON.stringify(jobs)]);
}

/** Lanes that something left idle: turns of runs that have ended, and runs parked where nobody has a turn. */
export async function sweepLanes(q: { pool: Pool; olderThanMs: number }): Promise<number> {
  await q.pool.query(SQL.deadTurns);
  await q.pool.query(SQL.deadParking);
  const { rows } = await q.pool.query<{ run_id: string }>(SQL.idleLanes, [q.olderThanMs]);
  if (rows.length > 0)
    await inTransaction(q.pool, async (transaction) => {
      await wakeRuns(transaction, rows);
      await transaction.query(SQL.noteFindings, ["turn-missing", rows.map((row) => row.run_id)]);
    });
  return rows.length;
}

const RANKS = new Map<string, number>(LATENCIES.map((latency, rank) => [latency, rank]));

/** Real-time runs go before batch runs where they compete for a place. */
export function rankOf(latency: string): number {
  const rank = RANKS.get(latency);
  return rank ?? LATENCIES.length;
}

export function waitsForTurn(lane: Lane, row: Pick<ClaimedRun, "order_key">): string {
  if (lane.reason === "order") return `Waits until the runs with the key ${row.order_key} that came before it have ended.`;
  return `Waits for its turn: ${lane.capacity === 1 ? "one run" : `${lane.capacity} runs`} of this flow at once.`;
}
