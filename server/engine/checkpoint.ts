/**
 * Checkpoints: what a run did since the last one goes to the database in one statement, together with whatever other runs of this
 * process want to record at the moment. Conditional on lease owner and epoch; a run that was fenced off is told so.
 */
import type { Clock } from "../deps.ts";
import { LIVE_CHANNEL } from "../app.ts";
import type { Pool } from "../db/pool.ts";
import { inTransaction } from "../db/transaction.ts";
import { createBatcher } from "./batcher.ts";
import type { Batcher } from "./batcher.ts";
import { crashPoint } from "./crash-points.ts";
import type { Parking } from "./admission.ts";
import { newId } from "./ids.ts";
import { leaveLanes, lockLanes } from "./lanes.ts";
import type { Lane } from "./lanes.ts";
import { storable } from "./json.ts";
import { isConnectionTrouble, withPatience } from "./patience.ts";
import { receiptKey } from "./receipt.ts";
import { SQL } from "./statements.ts";
import { brieflyOf, rowsOf } from "./trace.ts";
import type { Row } from "./trace.ts";
import type { Asked, ClaimedRun, Job, ReceiptChange, Standing, StepRun } from "./types.ts";

export type Checkpoint = {
  run: ClaimedRun;
  standing: Standing;
  steps: StepRun[];
  receipts: ReceiptChange[];
  asked: Asked[];
  closed: { step: string; visit: number }[];
  jobs: Job[];
  parkings: Parking[];
  /** lanes in which others may go on now */
  leaves: Lane[];
};

/** `held: false`: somebody else has the run by now; nothing was written. */
export type Recorded = { held: boolean; wakeRequested: boolean; cancelReason: string | null };

export type Record = Batcher<Checkpoint, Recorded>;

export function createRecorder(q: { pool: Pool; owner: () => string; clock: Clock }): Record {
  return createBatcher({
    maxItems: 200,
    lanes: 3,
    isShared: isConnectionTrouble,
    work: async (items) => {
      let isAgain = false;
      return withPatience(async () => {
        try {
          return await write({ ...q, items, isAgain });
        } catch (error) {
          // an answer that was lost on its way, or a key that somebody else used first: what was thought new may be there
          const isKnown = !isAgain && error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION;
          isAgain = true;
          if (!isKnown) throw error;
          return write({ ...q, items, isAgain });
        }
      });
    },
  });
}

const UNIQUE_VIOLATION = "23505";

/** `isAgain`: rows that were thought new may be there already */
type Write = { pool: Pool; owner: () => string; clock: Clock; items: Checkpoint[]; isAgain: boolean };

type Held = { id: string; wake_requested: boolean; cancel_reason: string | null };

async function write(q: Write): Promise<Recorded[]> {
  crashPoint("checkpoint.before");
  const now = new Date(q.clock.now()).toISOString();
  const parameters = parametersOf(q, q.owner(), now);
  const plain = q.items.every((item) => item.asked.length + item.closed.length + item.jobs.length + item.parkings.length + item.leaves.length === 0);
  const rows = plain
    ? (await q.pool.query<Held>({ name: "engine-checkpoint", text: SQL.checkpoint, values: parameters })).rows
    : await writeWithMore(q, parameters, now);
  crashPoint("checkpoint.done");
  const byId = new Map(rows.map((row) => [row.id, row]));
  return q.items.map((item) => {
    const row = byId.get(item.run.id);
    return { held: row !== undefined, wakeRequested: row?.wake_requested ?? false, cancelReason: row?.cancel_reason ?? null };
  });
}

/** Approvals and jobs belong to the same transaction, and approvals are locked before runs. */
function writeWithMore(q: Write, parameters: unknown[], now: string): Promise<Held[]> {
  return inTransaction(q.pool, async (transaction) => {
    const closing = q.items.filter((item) => item.closed.length > 0).map((item) => item.run.id);
    if (closing.length > 0) await transaction.query(SQL.lockApprovals, [closing]);
    const leaving = (items: Checkpoint[]) => items.flatMap((item) => item.leaves.map((lane) => ({ row: item.run, lane })));
    if (q.items.some((item) => item.leaves.length > 0)) await lockLanes(transaction, leaving(q.items));
    crashPoint("checkpoint.locked");
    const { rows } = await transaction.query<Held>({ name: "engine-checkpoint", text: SQL.checkpoint, values: parameters });
    crashPoint("checkpoint.written");
    const held = new Set(rows.map((row) => row.id));
    const items = q.items.filter((item) => held.has(item.run.id));
    const closed = items.flatMap((item) => item.closed.map((each) => ({ run_id: item.run.id, step_id: each.step, visit: each.visit })));
    if (closed.length > 0) await transaction.query(SQL.closeApprovals, [storable(closed), now, LIVE_CHANNEL]);
    const asked = items.flatMap((item) => item.asked.map((each) => approvalRow(item.run, each, now)));
    if (asked.length > 0) await transaction.query(SQL.insertApprovals, [storable(asked), LIVE_CHANNEL]);
    const parkings = items.flatMap((item) => item.parkings.map((parking) => ({ ...parking, run_id: item.run.id })));
    if (parkings.length > 0) await transaction.query(SQL.park, [storable(parkings)]);
    const left = leaving(items);
    if (left.length > 0) await leaveLanes(transaction, left);
    const jobs = items.flatMap((item) => item.jobs.map(jobRow));
    if (jobs.length > 0) await transaction.query(SQL.addJobs, [storable(jobs)]);
    crashPoint("checkpoint.uncommitted");
    return rows;
  });
}

function parametersOf({ items, isAgain }: Write, owner: string, now: string): unknown[] {
  const runs = items.map(({ run, standing }) => ({
    id: run.id,
    epoch: run.lease_epoch,
    status: standing.status,
    waiting_for: standing.waitingFor,
    failure: standing.failure,
    release: standing.release,
    at: now,
    finished_at: standing.status === "succeeded" || standing.status === "failed" || standing.status === "cancelled" ? now : null,
    message: JSON.stringify({ kind: "run", id: run.id, environment: run.environment, status: standing.status, flow: run.flow_key }),
  }));
  const steps = items.flatMap(({ run, steps: trace }) =>
    rowsOf(trace.map((step) => keptOf(run, step))).map((row) => ({ ...stepRow(run, row), is_new: !isAgain && !row.step.isRecorded })),
  );
  const receipts = items.flatMap(({ run, receipts: changes }) => changes.map((change) => ({ ...receiptRow(run, change), is_new: !isAgain && change.isFirst })));
  return [storable(runs), storable(steps), storable(receipts), owner, LIVE_CHANNEL, items.map((item) => item.run.id)];
}

/** The trigger's payload is kept once, on the run. */
function keptOf(run: ClaimedRun, step: StepRun): StepRun {
  return step.step === run.trigger_step ? { ...step, output: null } : step;
}

function stepRow(run: ClaimedRun, row: Row) {
  const { kept: step, brief } = brieflyOf(row.step);
  return {
    run_id: run.id,
    seq: step.seq,
    step_id: step.step,
    visit: step.visit,
    item: step.item,
    status: step.status,
    port: present(step.port),
    how: step.how,
    attempts: step.attempts,
    output: present(step.output),
    request: present(step.request),
    response: present(step.response),
    failure: present(step.failure),
    waiting_for: present(step.waitingFor),
    effect_key: present(step.effectKey),
    started_at: new Date(step.startedAt).toISOString(),
    finished_at: step.finishedAt === null ? undefined : new Date(step.finishedAt).toISOString(),
    led_by: row.ledBy.length === 0 ? undefined : row.ledBy,
    brief,
  };
}

/** What is not in the text is null in the row: a third less text to write, to send and to parse. */
function present<T>(value: T | null): T | undefined {
  return value ?? undefined;
}

function receiptRow(run: ClaimedRun, change: ReceiptChange) {
  return {
    effect_key: receiptKey(change.effectKey),
    environment: run.environment,
    flow_id: run.flow_id,
    step_id: change.step,
    run_id: run.id,
    state: change.state,
    delivery: change.delivery,
    request_hash: change.requestHash,
    outcome: change.outcome,
    at: new Date(change.at).toISOString(),
  };
}

function approvalRow(run: ClaimedRun, asked: Asked, now: string) {
  const { approval } = asked;
  return {
    id: newId(),
    run_id: run.id,
    step_id: asked.step,
    visit: asked.visit,
    environment: run.environment,
    flow_id: run.flow_id,
    title: approval.title,
    summary: approval.summary ?? null,
    facts: approval.facts,
    form: approval.form ?? null,
    assignees: approval.assignees,
    policy: approval.policy,
    due_at: approval.dueAt ?? null,
    created_at: now,
  };
}

function jobRow(job: Job) {
  return { task: job.task, run_id: job.runId, key: job.key, run_at: job.runAt };
}
