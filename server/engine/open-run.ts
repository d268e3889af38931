/** A run as it is opened from what is recorded of it: what time or a dead worker left behind is found here, and gone on with. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { Failure, technical } from "#flow/failure.ts";
import { endStep, inOrderOfEnding, isFrame, keep, newStepRun, stepOf, tick } from "./active-run.ts";
import type { ActiveRun, Part } from "./active-run.ts";
import { chunkDocument, isInChunks } from "./chunk.ts";
import { lanesOf } from "./lanes.ts";
import type { LoadedVersion } from "../deps.ts";
import type { ClaimedRun, StepRun } from "./types.ts";

const WaitingFor = z.object({
  kind: z.enum(["approval", "timer", "retry", "job", "order", "breaker", "limit", "child", "event"]),
  step: z.string().nullable(),
  since: z.string(),
  until: z.string().nullable(),
  text: z.string(),
});

export const StepRow = z.object({
  seq: z.number(),
  step_id: z.string(),
  visit: z.number(),
  item: z.string(),
  status: z.enum(["running", "waiting", "succeeded", "failed", "cancelled"]),
  port: z.string().nullable(),
  how: z.enum(["executed", "copied", "found"]).catch("executed"),
  attempts: z.array(z.object({ startedAt: z.string(), finishedAt: z.string().nullable(), failure: Failure.nullable() })).catch([]),
  output: Json.nullable(),
  request: Json.nullable(),
  response: Json.nullable(),
  failure: Failure.nullable(),
  waiting_for: WaitingFor.nullable().catch(null),
  effect_key: z.string().nullable(),
  started_at: z.date(),
  finished_at: z.date().nullable(),
  due: z.boolean(),
});
export type StepRow = z.infer<typeof StepRow>;

export function openRun(q: {
  row: ClaimedRun;
  version: LoadedVersion;
  vars: Record<string, Json>;
  recorded: StepRow[];
  part: Part | null;
  now: number;
}): ActiveRun {
  const run: ActiveRun = {
    row: q.row,
    version: q.version,
    document: q.part === null ? q.version.document : chunkDocument(q.version.document, q.part.chunk),
    part: q.part,
    vars: q.vars,
    steps: [],
    byItem: new Map(),
    frames: new Map(),
    open: new Set(),
    dirty: new Set(),
    receipts: [],
    asked: [],
    closed: [],
    jobs: [],
    abandoned: [],
    leftFrames: new Set(),
    parkings: [],
    lanes: lanesOf(q.row, q.version.document),
    mustRecord: false,
    lastEnd: null,
    clock:
      q.part !== null
        ? Date.parse(q.part.chunk.clock)
        : q.row.replay_edits?.clock === undefined
          ? q.row.created_at.getTime()
          : Date.parse(q.row.replay_edits.clock),
    cancelReason: q.row.cancel_reason,
  };
  for (const row of q.recorded) keep(run, stepRunOf(row, q.row));
  for (const { finishedAt, seq } of inOrderOfEnding(run.steps)) if (finishedAt !== null) run.lastEnd = { at: finishedAt, seq };
  if (run.steps.length === 0) (run.part === null ? addTrigger : addFrame)(run);
  q.recorded.forEach((row, index) => {
    const step = run.steps[index];
    if (step) goOnWith(run, step, row, q.now);
  });
  for (const step of run.steps) tick(run, step);
  return run;
}

function stepRunOf(row: StepRow, run: ClaimedRun): StepRun {
  return {
    seq: row.seq,
    step: row.step_id,
    visit: row.visit,
    item: row.item,
    status: row.status,
    port: row.port,
    how: row.how,
    attempts: row.attempts,
    output: row.step_id === run.trigger_step ? run.trigger : row.output,
    request: row.request,
    response: row.response,
    failure: row.failure,
    waitingFor: row.waiting_for,
    effectKey: row.effect_key,
    startedAt: row.started_at.getTime(),
    finishedAt: row.finished_at?.getTime() ?? null,
    isRecorded: true,
  };
}

function addTrigger(run: ActiveRun): void {
  const at = run.row.created_at.getTime();
  const trigger = newStepRun({ seq: 1, step: run.row.trigger_step, visit: 1, item: "", at });
  keep(run, { ...trigger, status: "succeeded", port: "out", output: run.row.trigger, finishedAt: at });
  for (const step of run.steps) run.dirty.add(step);
}

/** A part of a long for each begins inside its frame. */
function addFrame(run: ActiveRun): void {
  if (run.part === null) return;
  const { step, visit, item } = run.part.chunk;
  const frame = newStepRun({ seq: 1, step, visit, item, at: run.row.created_at.getTime() });
  keep(run, frame);
  run.dirty.add(frame);
}

/** What time or a dead worker left behind: a timer that has passed is done, a due retry and a lost step are executed again. */
function goOnWith(run: ActiveRun, step: StepRun, row: StepRow, now: number): void {
  if (row.status === "running") {
    // a frame is opened again from what it was opened with (advance.ts); nothing of it was lost
    const isInside = run.part !== null && step.seq === 1;
    if (isInside || (isFrame(run, step) && !isInChunks(stepOf(run, step.step), step))) return;
    run.open.add(step);
    const last = step.attempts.at(-1);
    if (last && last.finishedAt === null) {
      last.finishedAt = new Date(now).toISOString();
      last.failure = technical("unavailable", "run.worker_lost", "The worker that executed this attempt stopped before it could record how it ended.", {
        retryable: true,
      }).failure;
      run.dirty.add(step);
    }
    return;
  }
  if (row.status !== "waiting") return;
  // what it waits for may have ended: it asks again, under the same key
  if (row.waiting_for?.kind === "child") run.open.add(step);
  // the event may have come, or its time be over: it looks again
  if (row.waiting_for?.kind === "event") run.open.add(step);
  // it asks whether it may now, whoever woke the run
  if (row.waiting_for?.kind === "breaker" || row.waiting_for?.kind === "limit") run.open.add(step);
  if (!row.due) return;
  if (row.waiting_for?.kind === "retry") run.open.add(step);
  if (row.waiting_for?.kind === "timer") {
    step.status = "succeeded";
    step.port = "out";
    step.output = { until: row.waiting_for.until };
    // the instant that was waited for, not the one at which we noticed: recomputing gives the same
    endStep(run, step, Date.parse(row.waiting_for.until ?? "") || now);
    step.waitingFor = null;
    run.dirty.add(step);
  }
}
