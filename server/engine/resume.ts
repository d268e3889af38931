/** Outcomes of what steps wait for. Recorded at once, effective a little later, and taken back until a run has consumed them. */
import { UseCaseError } from "../deps.ts";
import type { Engine, Transaction } from "../deps.ts";
import type { Pool } from "../db/pool.ts";
import { inTransaction } from "../db/transaction.ts";
import { newId } from "./ids.ts";
import { storable } from "./json.ts";
import { taskOf } from "./queue.ts";
import { SQL } from "./statements.ts";

type Resume = Parameters<Engine["resume"]>[0];

export function createResume(pool: Pool): Engine["resume"] {
  return (q, transaction) => (transaction ? resume(transaction, q) : inTransaction(pool, (own) => resume(own, q)));
}

async function resume(transaction: Transaction, q: Resume): ReturnType<Engine["resume"]> {
  // the run's row first: whoever advances it right now looks again before letting go
  const woken = await transaction.query<{ id: string; latency: string }>(SQL.wake, [q.runId]);
  const run = woken.rows[0];
  const resumeId = newId();
  const inserted = run
    ? await transaction.query<{ effective_at: Date }>(SQL.insertResume, [resumeId, q.runId, q.stepId, q.visit, q.port, storable(q.output), q.delayMs])
    : null;
  const effectiveAt = inserted?.rows[0]?.effective_at;
  if (!run || !effectiveAt)
    throw new UseCaseError({
      code: "run.not_waiting",
      status: 409,
      message: "The run does not wait for this any more.",
      fix: "Look at the run: it has ended, or somebody else was faster.",
    });
  await transaction.query(SQL.addJobs, [
    JSON.stringify([{ task: taskOf(run.latency), run_id: q.runId, key: jobKey(resumeId), run_at: effectiveAt.toISOString() }]),
  ]);
  return { resumeId, effectiveAt: effectiveAt.toISOString() };
}

export function createWithdraw(pool: Pool): Engine["withdraw"] {
  return (q, transaction) => (transaction ? withdraw(transaction, q) : inTransaction(pool, (own) => withdraw(own, q)));
}

async function withdraw(transaction: Transaction, q: Parameters<Engine["withdraw"]>[0]): Promise<boolean> {
  const { rows } = await transaction.query<{ id: string }>(SQL.withdrawResume, [q.runId, q.stepId, q.visit, q.resumeId ?? null]);
  for (const row of rows) await transaction.query(SQL.removeJob, [jobKey(row.id)]);
  return rows.length > 0;
}

function jobKey(resumeId: string): string {
  return `resume:${resumeId}`;
}
