/**
 * Accepting arrivals. Accepted means durable: run, payload and job are committed before anybody is told. It is fast because arrivals
 * that wait at the same moment share a commit, never because something is put off.
 */
import type { Pool } from "pg";
import type { Engine, Transaction } from "../deps.ts";
import { LIVE_CHANNEL } from "../app.ts";
import { inTransaction } from "../db/transaction.ts";
import { readArrival, readOrFail } from "./arrival.ts";
import type { IncomingRun } from "./arrival.ts";
import { createBatcher } from "./batcher.ts";
import { crashPoint } from "./crash-points.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";
import { storable } from "./json.ts";
import { isAnswerLost, isConnectionTrouble, withPatience } from "./patience.ts";
import { SQL } from "./statements.ts";

export type Accepted = { runId: string; duplicate: boolean };

export function createAccept(q: { deps: EngineDeps; limits: EngineLimits }): Engine["accept"] {
  const insert = createBatcher<IncomingRun, Accepted>({
    maxItems: 200,
    lanes: 2,
    overtakeMs: 0,
    isShared: isConnectionTrouble,
    work: async (runs) => {
      crashPoint("accept.before");
      const { pool } = q.deps;
      const accepted = await surely({ pool, runs, insert: () => insertRuns(pool, runs) });
      crashPoint("accept.done");
      return accepted;
    },
  });
  return async (arrival, also) => {
    const run = await (arrival.isUnattended ? readOrFail : readArrival)({ ...q, arrival });
    if (also === undefined) return insert(run);
    const { pool } = q.deps;
    const both = () =>
      inTransaction(pool, async (transaction) => {
        const answers = await insertRuns(transaction, [run]);
        for (const each of answers) if (!each.duplicate) await also(each, transaction);
        return answers;
      });
    const [accepted] = await surely({ pool, runs: [run], insert: both });
    if (!accepted) throw new Error(`The arrival for ${run.flow_key} was not answered.`);
    return accepted;
  };
}

/** Somebody waits at the door meanwhile, ms. */
const AGAIN_MS = 3_000;

type Inserting = { pool: Pool; runs: IncomingRun[]; insert: () => Promise<Accepted[]> };

/**
 * A sender who is told that nothing was accepted sends it again, and without a key of its own it would be another run. So where the answer is
 * lost the same runs are written again. Ids are unique: the second try waits until the first has been committed or rolled back, and where
 * the first comes later still, it is refused. Looking only whether the runs are there would not see those that are being committed.
 */
async function surely({ pool, runs, insert }: Inserting): Promise<Accepted[]> {
  try {
    return await insert();
  } catch (error) {
    if (!isAnswerLost(error)) throw error;
    const answers = await withPatience(() => again({ pool, runs, insert }), AGAIN_MS).catch(() => {
      throw error;
    });
    // an origin that the first try made known is no duplicate
    return answers.map((each, index) => ({ ...each, duplicate: each.duplicate && each.runId !== runs[index]?.id }));
  }
}

async function again({ pool, runs, insert }: Inserting): Promise<Accepted[]> {
  try {
    return await insert();
  } catch (error) {
    if (!isTaken(error)) throw error;
    const { rows } = await pool.query<{ id: string }>(SQL.accepted, [runs.map((run) => run.id)]);
    return answersFor(pool, runs, new Set(rows.map((row) => row.id)));
  }
}

/** A row with such a key is there: `unique_violation`. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}

/** In the transaction of whoever tells it. The same origin twice among them is one run. */
export function createAcceptIn(q: { deps: EngineDeps; limits: EngineLimits }): Engine["acceptIn"] {
  return async (arrivals, transaction) => {
    if (arrivals.length === 0) return [];
    const runs: IncomingRun[] = [];
    for (const arrival of arrivals) runs.push(await readOrFail({ ...q, arrival }));
    return insertRuns(transaction, runs);
  };
}

/** One statement, and a second one only where origins were known already. */
export async function insertRuns(database: Pool | Transaction, runs: IncomingRun[]): Promise<Accepted[]> {
  const { rows } = await database.query<{ id: string }>({ name: "engine-accept", text: SQL.accept, values: [storable(runs), LIVE_CHANNEL] });
  return answersFor(database, runs, new Set(rows.map((row) => row.id)));
}

async function answersFor(database: Pool | Transaction, runs: IncomingRun[], inserted: ReadonlySet<string>): Promise<Accepted[]> {
  const known = runs.filter((run) => !inserted.has(run.id));
  const first = known.length === 0 ? new Map<string, string>() : await firstRuns(database, known);
  return runs.map((run) => {
    if (inserted.has(run.id)) return { runId: run.id, duplicate: false };
    const runId = first.get(nameOf(run));
    if (runId === undefined) throw new Error(`The origin of an arrival for ${run.flow_key} is known, and its first run is not.`);
    return { runId, duplicate: true };
  });
}

async function firstRuns(database: Pool | Transaction, runs: IncomingRun[]): Promise<Map<string, string>> {
  const asked = runs.map((run) => ({ environment: run.environment, origin_trigger: run.origin_trigger, origin_hash: run.origin_hash }));
  const { rows } = await database.query<{ environment: string; trigger: string; hash: string; run_id: string }>(SQL.origins, [storable(asked)]);
  return new Map(rows.map((row) => [nameOf({ environment: row.environment, origin_trigger: row.trigger, origin_hash: row.hash }), row.run_id]));
}

function nameOf(run: Pick<IncomingRun, "environment" | "origin_trigger" | "origin_hash">): string {
  return JSON.stringify([run.environment, run.origin_trigger, run.origin_hash]);
}
