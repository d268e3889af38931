/** A run while it is being advanced: what is recorded, what is to be recorded with the next checkpoint, and the run's clock. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { FlowDocument, Step } from "#flow/document.ts";
import { Failure } from "#flow/failure.ts";
import { technical } from "#flow/failure.ts";
import { bodyOf, placeOf } from "#flow/nested.ts";
import { outputsOf, recordOf } from "#flow/run.ts";
import type { ReadyStep, StepRecord } from "#flow/run.ts";
import type { RunScope, StepContext } from "#flow/step.ts";
import type { LoadedVersion } from "../deps.ts";
import type { Parking } from "./admission.ts";
import { chunkDocument, isInChunks } from "./chunk.ts";
import type { Chunk } from "./chunk.ts";
import type { Walk } from "./frames.ts";
import { lanesOf } from "./lanes.ts";
import type { Lane } from "./lanes.ts";
import type { Asked, Attempt, ClaimedRun, Job, ReceiptChange, StepRun, Waiting } from "./types.ts";

/** A frame that is under way. */
export type Frame = { record: StepRun; walk: Walk; within: Within | null };
/** Inside which item of which frame. */
export type Within = { frame: Frame; index: number };

type Part = { chunk: Chunk; outer: StepContext<unknown>["scope"] };

export type ActiveRun = {
  row: ClaimedRun;
  version: LoadedVersion;
  /** of a part of a long for each: its frame alone */
  document: FlowDocument;
  /** set in a part of a long for each: what it takes through, and what is seen from there of the run that it is a part of */
  part: Part | null;
  vars: Record<string, Json>;
  /** in the order of seq */
  steps: StepRun[];
  /** the same, by item */
  byItem: Map<string, StepRun[]>;
  /** the frames that are under way */
  frames: Map<StepRun, Frame>;
  /** begun in an earlier claim and to be gone on with: a retry that is due, a step whose worker died */
  open: Set<StepRun>;
  dirty: Set<StepRun>;
  receipts: ReceiptChange[];
  asked: Asked[];
  closed: { step: string; visit: number }[];
  jobs: Job[];
  /** child runs that nobody waits for any more */
  abandoned: string[];
  /** frames whose parts nobody waits for any more */
  leftFrames: Set<string>;
  /** connections that it waits for */
  parkings: Parking[];
  /** in which it has its turn */
  lanes: Lane[];
  /** an effect has happened whose outcome is not on disk yet */
  mustRecord: boolean;
  /** the step that ended last */
  lastEnd: { at: number; seq: number } | null;
  /** time of the latest recorded input: trigger, outcome of an effect, resume. What `$now()` is */
  clock: number;
  cancelReason: string | null;
};

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

export function newStepRun(q: { seq: number; step: string; visit: number; item: string; at: number }): StepRun {
  return {
    seq: q.seq,
    step: q.step,
    visit: q.visit,
    item: q.item,
    status: "running",
    port: null,
    how: "executed",
    attempts: [],
    output: null,
    request: null,
    response: null,
    failure: null,
    waitingFor: null,
    effectKey: null,
    startedAt: q.at,
    finishedAt: null,
    isRecorded: false,
  };
}

/** The run of a step that is ready: a new one, or the one that an earlier claim began. */
export function beginStep(run: ActiveRun, ready: ReadyStep & { item: string }, at: number): StepRun {
  const begun = [...run.open].find((step) => step.step === ready.step && step.visit === ready.visit && step.item === ready.item);
  if (begun) {
    run.open.delete(begun);
    begun.status = "running";
    begun.waitingFor = null;
    run.dirty.add(begun);
    return begun;
  }
  const step = newStepRun({ seq: (run.steps.at(-1)?.seq ?? 0) + 1, step: ready.step, visit: ready.visit, item: ready.item, at });
  keep(run, step);
  run.dirty.add(step);
  return step;
}

function keep(run: ActiveRun, step: StepRun): void {
  run.steps.push(step);
  const others = run.byItem.get(step.item);
  if (others) others.push(step);
  else run.byItem.set(step.item, [step]);
}

/**
 * Notes when a step ended: never before it began, nor before one that ended earlier, whatever clocks say, so that the order in which steps
 * ended can be read again.
 */
export function endStep(run: ActiveRun, step: StepRun, at: number): void {
  const last = run.lastEnd;
  const earliest = last === null ? step.startedAt : Math.max(step.startedAt, step.seq > last.seq ? last.at : last.at + 1);
  step.finishedAt = Math.max(at, earliest);
  run.lastEnd = { at: step.finishedAt, seq: step.seq };
}

/** The history as the pure core reads it: of the flow itself, or of one item of a frame since that began. */
export function historyOf(run: ActiveRun, item = "", frame: StepRun | null = null): StepRecord[] {
  const steps = (run.byItem.get(item) ?? []).filter((step) => !run.open.has(step));
  const own = frame === null ? steps : steps.filter((step) => step.seq > frame.seq && isOfFrame(run, step, frame));
  return inOrderOfEnding(own).map(recordOf);
}

/** An item of another frame may have the same key: what belongs together is told by where its steps are drawn. */
function isOfFrame(run: ActiveRun, step: StepRun, frame: StepRun): boolean {
  return frameAround(run, step.step) === frame.step;
}

/** The frame that a step is drawn in. */
export function frameAround(run: ActiveRun, step: string): string | undefined {
  return placeOf(run.document, step)?.frames.at(-1)?.id;
}

type Ending = { seq: number; status: StepRun["status"]; finishedAt: number | Date | null };

/** Steps as `decide` reads them: as they ended, then those that have not. Expects them as they began. */
export function inOrderOfEnding<T extends Ending>(steps: T[]): T[] {
  const order = steps.map(endingOf);
  if (order.every((at, index) => index === 0 || at >= (order[index - 1] ?? at))) return steps;
  return steps.toSorted((a, b) => endingOf(a) - endingOf(b) || a.seq - b.seq);
}

function endingOf({ seq, status, finishedAt }: Ending): number {
  // what started the run comes first
  if (seq === 1) return Number.NEGATIVE_INFINITY;
  return finishedAt === null || status === "running" || status === "waiting" ? Number.MAX_VALUE : Number(finishedAt);
}

/** Outcomes of effects and resumes move the run's clock; pure steps do not. */
export function tick(run: ActiveRun, step: StepRun): void {
  const isInput = step.effectKey !== null || step.attempts.length > 0 || waitsAt(run, step.step);
  if (!isInput || step.finishedAt === null) return;
  const at = step.how === "found" ? Date.parse(step.attempts.at(-1)?.finishedAt ?? "") || step.finishedAt : step.finishedAt;
  if (at > run.clock) run.clock = at;
}

/** Steps that people or time answer: their answers are inputs of the run. */
export function waits(step: Step): boolean {
  return step.type === "approve" || step.type === "wait";
}

function waitsAt(run: ActiveRun, id: string): boolean {
  const step = stepOf(run, id);
  return step !== undefined && waits(step);
}

/** `$now()` of a step. A replay computes with the instants of its original, but what it waits for begins now. */
export function nowOf(run: ActiveRun, step: Step): number {
  return waits(step) ? Math.max(run.clock, run.row.created_at.getTime()) : run.clock;
}

export function stepOf(run: ActiveRun, id: string): Step | undefined {
  return placeOf(run.document, id)?.step;
}

function isFrame(run: ActiveRun, step: StepRun): boolean {
  const drawn = stepOf(run, step.step);
  return drawn !== undefined && bodyOf(drawn) !== null;
}

/** What a step sees: what came before it in the flow, and inside a frame its item and what came before it there. */
export function scopeOf(run: ActiveRun, within: Within | null): StepContext<unknown>["scope"] {
  const scope: RunScope = {
    id: run.row.id,
    correlationId: run.row.correlation_id,
    startedAt: run.row.created_at.toISOString(),
    environment: run.row.environment,
    businessKey: run.row.business_key,
  };
  const outer = run.part?.outer ?? { trigger: run.row.trigger, steps: outputsOf(historyOf(run)), run: scope, vars: run.vars };
  return insideOf(run, outer, within);
}

function insideOf(run: ActiveRun, outer: StepContext<unknown>["scope"], within: Within | null): StepContext<unknown>["scope"] {
  if (within === null) return outer;
  const scope = insideOf(run, outer, within.frame.within);
  const { frame, index } = within;
  const inner = outputsOf(historyOf(run, itemOf(within), frame.record));
  return { ...scope, steps: { ...scope.steps, ...inner }, item: frame.walk.opened.items[index]?.value ?? null, index: frame.walk.opened.from + index };
}

/** How the step runs of an item are told apart from those of others, frames inside frames included. */
export function itemOf(within: Within | null): string {
  if (within === null) return "";
  const outer = within.frame.record.item;
  const key = encodeURIComponent(within.frame.walk.opened.items[within.index]?.key ?? "");
  return outer === "" ? key : `${outer}/${key}`;
}

/** Visits in an item go on from those of its frame's earlier passes: a key with the visit in it is never used twice. */
export function firstVisitOf(run: ActiveRun, item: string, frame: StepRun): number {
  // a part of a later pass cannot see how often its items were gone over in the earlier ones
  let last = run.part === null ? 0 : (run.part.chunk.visit - 1) * 100;
  for (const step of run.byItem.get(item) ?? []) if (step.seq < frame.seq && step.visit > last && isOfFrame(run, step, frame)) last = step.visit;
  return last + 1;
}

export function beginAttempt(step: StepRun, now: number): Attempt {
  const attempt: Attempt = { startedAt: new Date(now).toISOString(), finishedAt: null, failure: null };
  step.attempts.push(attempt);
  return attempt;
}

export function waitingOf(q: Omit<Waiting, "since"> & { since: number }): Waiting {
  return { ...q, since: new Date(q.since).toISOString() };
}
