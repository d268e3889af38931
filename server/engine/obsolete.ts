/** Steps that nobody wants any more: cancelled, with whatever waits in them or for them. */
import { placeOf } from "#flow/nested.ts";
import { endStep, stepOf } from "./active-run.ts";
import type { ActiveRun } from "./active-run.ts";
import { isInChunks } from "./chunk.ts";
import type { Look } from "./look.ts";
import type { StepRun } from "./types.ts";

/**
 * Steps that a rework or the run's end made pointless. Calls that are under way are left to finish: what they did belongs to the history.
 * @returns whether there were any
 */
export function dropObsolete(run: ActiveRun, look: Look, now: number): boolean {
  let dropped = false;
  const drop = (work: () => void) => {
    work();
    dropped = true;
  };
  for (const each of look.cancel) {
    const step = run.steps.find((candidate) => candidate.step === each.step && candidate.visit === each.visit && candidate.item === each.item);
    if (step?.status === "waiting") drop(() => cancelWaiting(run, step, now));
    else if (step && run.frames.has(step)) drop(() => cancelFrame(run, step, now));
  }
  // begun in an earlier claim, and by now nothing asks for it
  for (const step of run.open)
    if (!look.ready.some((ready) => ready.step === step.step && ready.visit === step.visit && ready.item === step.item))
      drop(() => cancelWaiting(run, step, now));
  return dropped;
}

/** A frame that is not wanted any more, and whatever waits in it. */
function cancelFrame(run: ActiveRun, record: StepRun, now: number): void {
  run.frames.delete(record);
  cancelWaiting(run, record, now);
  const inside = record.item === "" ? "" : `${record.item}/`;
  for (const step of run.steps)
    if (step.seq > record.seq && step.item.startsWith(inside) && step.item !== record.item && isInside(run, step, record)) {
      if (run.frames.has(step)) cancelFrame(run, step, now);
      else if (step.status === "waiting") cancelWaiting(run, step, now);
    }
}

function isInside(run: ActiveRun, step: StepRun, frame: StepRun): boolean {
  return placeOf(run.document, step.step)?.frames.some((each) => each.id === frame.step) ?? false;
}

export function cancelWaiting(run: ActiveRun, step: StepRun, now: number): void {
  const child = step.waitingFor?.kind === "child" ? childOf(step) : null;
  if (child !== null) run.abandoned.push(child);
  abandonChunks(run, step);
  if (step.waitingFor?.kind === "approval") run.closed.push({ step: step.step, visit: step.visit });
  step.status = "cancelled";
  step.waitingFor = null;
  endStep(run, step, now);
  run.dirty.add(step);
  run.open.delete(step);
}

/** Parts that nobody waits for any more. One that was begun and not noted is found by its parent (letGo). */
export function abandonChunks(run: ActiveRun, step: StepRun): void {
  if (isInChunks(stepOf(run, step.step), step)) run.leftFrames.add(step.step);
}

function childOf({ request }: StepRun): string | null {
  return typeof request === "object" && request !== null && !Array.isArray(request) && typeof request.runId === "string" ? request.runId : null;
}
