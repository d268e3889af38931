/** A run while it is being advanced: what is recorded, what is to be recorded with the next checkpoint, and the run's clock. */
import type { FlowDocument, Json, Step } from "#flow/document.ts";
import { bodyOf, placeOf } from "#flow/nested.ts";
import { recordOf } from "#flow/run.ts";
import type { ReadyStep, StepRecord } from "#flow/run.ts";
import type { StepContext } from "#flow/step.ts";
import type { LoadedVersion } from "../deps.ts";
import type { Parking } from "./admission.ts";
import type { Chunk } from "./chunk.ts";
import type { Walk } from "./frames.ts";
import type { Lane } from "./lanes.ts";
import type { Asked, Attempt, ClaimedRun, Job, ReceiptChange, StepRun, Waiting } from "./types.ts";

/** A frame that is under way. */
export type Frame = { record: StepRun; walk: Walk; within: Within | null };
/** Inside which item of which frame. */
export type Within = { frame: Frame; index: number };

export type Part = { chunk: Chunk; outer: StepContext<unknown>["scope"] };

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

export function keep(run: ActiveRun, step: StepRun): void {
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

export function stepOf(run: ActiveRun, id: string): Step | undefined {
  return placeOf(run.document, id)?.step;
}

export function isFrame(run: ActiveRun, step: StepRun): boolean {
  const drawn = stepOf(run, step.step);
  return drawn !== undefined && bodyOf(drawn) !== null;
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
