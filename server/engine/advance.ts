/**
 * Advances one run as far as it goes without waiting:
 *
 *     look at what is recorded → decide what is ready
 *       pure step ready    execute it at once; its trace rides on the next checkpoint
 *       effect ready       record what earlier effects gave, then begin every ready effect side by side
 *       effects under way  wait for one of them, record it, look again
 *       a frame            its items are looked at like the flow itself, as many at once as it says
 *       nothing left       record how the run stands and let the lease go, all in one checkpoint
 *
 * A slice of time, a drain or a cancellation ends it earlier, always between two steps.
 */
import type { Json, Step } from "#flow/document.ts";
import { technical } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import { bodyOf } from "#flow/nested.ts";
import { isPure } from "#flow/pure.ts";
import type { Decision } from "#flow/run.ts";
import type { AnyStep } from "#flow/step.ts";
import { beginStep, endStep, stepOf, waitingOf } from "./active-run.ts";
import type { ActiveRun } from "./active-run.ts";
import { perform } from "./effect.ts";
import type { Performing } from "./effect.ts";
import { lanesLeft } from "./lanes.ts";
import { LeaseLost } from "./lease.ts";
import { isInChunks, openChunks } from "./chunk.ts";
import { inChunks } from "./chunks.ts";
import { closeFrame, isLong, lookAt, openFrame, reopenFrames } from "./look.ts";
import type { Ready } from "./look.ts";
import { abandonChunks, cancelWaiting, dropObsolete } from "./obsolete.ts";
import { jobKeyOf, taskOf } from "./queue.ts";
import { wake } from "./subflow.ts";
import type { Standing, StepRun, Waiting } from "./types.ts";
import type { World } from "./world.ts";

export type Advanced = { status: Standing["status"] | "lost"; wakeRequested: boolean };

type Progress = {
  world: World;
  run: ActiveRun;
  underWay: Map<StepRun, Promise<void>>;
  /** trouble that ends this advance: a lost lease, a database that stays away */
  broken: { error: unknown } | null;
  abort: AbortController;
  until: number;
};

export async function advance(world: World, run: ActiveRun): Promise<Advanced> {
  const progress: Progress = { world, run, underWay: new Map(), broken: null, abort: new AbortController(), until: performance.now() + world.limits.sliceMs };
  const stopListening = world.onCancel(run.row.id, () => progress.abort.abort());
  try {
    return await loop(progress);
  } catch (error) {
    if (error instanceof LeaseLost) return { status: "lost", wakeRequested: false };
    throw error;
  } finally {
    stopListening();
    // nobody is interested in calls that are still under way
    if (progress.underWay.size > 0) progress.abort.abort();
  }
}

async function loop(q: Progress): Promise<Advanced> {
  const { world, run } = q;
  await reopenFrames(run, world.deps.clock.now());
  for (;;) {
    if (q.broken) throw q.broken.error;
    if (run.cancelReason !== null || q.abort.signal.aborted) return endCancelled(q);
    const look = lookAt(run, { reworkLimit: world.limits.reworkLimit });
    const over = look.decision.status === "failed" || look.decision.status === "succeeded";
    if (dropObsolete(run, look, world.deps.clock.now()) && !over) continue;
    const isSpent = performance.now() > q.until || world.isDraining();
    if (!over && look.ended.length > 0) {
      for (const frame of look.ended) closeFrame({ run, frame, now: world.deps.clock.now() });
      continue;
    }
    const next = over ? null : nextOf(q, look.ready);
    if (next?.kind === "pure") {
      // a long list of pure items gives others their turn, too
      if (isSpent && next.each.within !== null && q.underWay.size === 0) return requeue(q);
      await performNow(q, next.each);
      await breathe(q);
      continue;
    }
    if (next?.kind === "effects") {
      if (isSpent && q.underWay.size === 0) return requeue(q);
      if (!isSpent && q.underWay.size < world.limits.parallelEffects) {
        // parts of a for each read what came before it from the database
        if (run.mustRecord || (run.dirty.size > 0 && next.steps.some((each) => bodyOf(each.drawn)))) await record(q, GOES_ON);
        for (const each of next.steps.slice(0, world.limits.parallelEffects - q.underWay.size)) begin(q, each);
      }
    }
    if (q.underWay.size > 0) {
      await oneMore(q);
      continue;
    }
    return end(q, look.decision);
  }
}

const MOST_DIRTY = 500;

/** Pure steps without number must not hold the process, nor pile up in memory. */
async function breathe(q: Progress): Promise<void> {
  if (q.run.dirty.size >= MOST_DIRTY) await record(q, GOES_ON);
  else if (q.run.dirty.size % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
}

type Executable = Ready & { drawn: Step; definition: AnyStep };
type Next = { kind: "pure"; each: Executable } | { kind: "effects"; steps: Executable[] } | null;

function nextOf(q: Progress, ready: Ready[]): Next {
  const effects: Executable[] = [];
  for (const each of ready) {
    const drawn = stepOf(q.run, each.step);
    const definition = drawn && q.world.deps.findStep(drawn.type);
    if (!drawn || !definition) {
      failUnknown(q, each, drawn);
      return nextOf(q, lookAt(q.run, { reworkLimit: q.world.limits.reworkLimit }).ready);
    }
    const executable = { ...each, drawn, definition };
    if (isPure(definition) && !(bodyOf(drawn) && isLong(q.run, each, drawn))) return { kind: "pure", each: executable };
    effects.push(executable);
  }
  return effects.length > 0 ? { kind: "effects", steps: effects } : null;
}

/** A step type that this installation does not have: the run says so instead of hanging. */
function failUnknown(q: Progress, ready: Ready, step: Step | undefined): void {
  const record = beginStep(q.run, ready, q.world.deps.clock.now());
  record.status = "failed";
  endStep(q.run, record, record.startedAt);
  record.failure = technical("configuration", "flow.step_type_unknown", `This installation has no step type ${step?.type ?? `for ${ready.step}`}.`, {
    fix: "Replace the step, or update the installation.",
    where: { step: ready.step },
  }).failure;
}

async function performNow(q: Progress, next: Executable): Promise<void> {
  const record = beginStep(q.run, next, q.world.deps.clock.now());
  if (bodyOf(next.drawn)) {
    await openFrame({ run: q.run, record, step: next.drawn, within: next.within, now: q.world.deps.clock.now() });
    // too long for this run: it is gone on with as something that waits for others
    if (isInChunks(next.drawn, record)) q.run.open.add(record);
    return;
  }
  await perform(performing(q, next, record));
}

function performing(q: Progress, next: Executable, record: StepRun): Performing {
  const { world, run } = q;
  const definition = bodyOf(next.drawn) ? inChunks({ world, run, record, step: next.drawn, definition: next.definition }) : next.definition;
  return { world, run, within: next.within, record, step: next.drawn, definition, signal: q.abort.signal };
}

function begin(q: Progress, next: Executable): void {
  const record = beginStep(q.run, next, q.world.deps.clock.now());
  const work = perform(performing(q, next, record))
    .catch((error: unknown) => {
      q.broken ??= { error };
    })
    .finally(() => q.underWay.delete(record));
  q.underWay.set(record, work);
}

/** Waits until one of the steps under way is done; one that takes its time is shown as running meanwhile. */
async function oneMore(q: Progress): Promise<void> {
  const before = q.underWay.size;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, q.world.limits.showAfterMs);
  });
  await Promise.race([...q.underWay.values(), late]).finally(() => clearTimeout(timer));
  if (q.broken) return;
  const finished = q.underWay.size < before;
  if (finished && q.underWay.size === 0) return;
  if (q.run.dirty.size > 0) await record(q, GOES_ON);
}

function waitingNow(run: ActiveRun): Waiting | null {
  const waits = run.steps.filter((step) => step.status === "waiting" && step.waitingFor !== null).map((step) => step.waitingFor);
  return waits.find((wait) => wait?.kind === "approval") ?? waits.find((wait) => wait?.kind === "breaker") ?? waits[0] ?? null;
}

const GOES_ON: Standing = { status: "running", waitingFor: null, failure: null, release: false };

async function end(q: Progress, decision: Decision): Promise<Advanced> {
  const { run, world } = q;
  const now = world.deps.clock.now();
  // a frame whose items all wait is not under way by itself
  const status = decision.status !== "running" ? decision.status : run.steps.some((step) => step.status === "waiting") ? "waiting" : "failed";
  if (status !== "waiting") for (const step of run.steps) if (step.status === "waiting" || run.frames.has(step)) cancelWaiting(run, step, now);
  const failure: Failure | null = status === "failed" ? (decision.failure ?? stuck(run)) : null;
  const waitingFor = status === "waiting" ? waitingNow(run) : null;
  return letGo(q, { status: waitingFor?.kind === "breaker" ? "parked" : status, waitingFor, failure, release: true });
}

function stuck(run: ActiveRun): Failure {
  return technical("internal", "run.stuck", `Run ${run.row.id} has steps that are neither ready nor waiting nor done.`, {
    fix: "This is a fault of the product: report it with the run's id.",
  }).failure;
}

async function endCancelled(q: Progress): Promise<Advanced> {
  const { run, world } = q;
  q.abort.abort();
  await Promise.all(q.underWay.values());
  if (q.broken) throw q.broken.error;
  const now = world.deps.clock.now();
  for (const step of run.steps) {
    if (step.status === "waiting") cancelWaiting(run, step, now);
    if (step.status === "running") {
      abandonChunks(run, step);
      step.status = "cancelled";
      endStep(run, step, now);
      run.dirty.add(step);
    }
  }
  return letGo(q, { status: "cancelled", waitingFor: null, failure: null, release: true });
}

/** Others get their turn, or another worker goes on: the run queues up again behind them. */
async function requeue(q: Progress): Promise<Advanced> {
  const { run, world } = q;
  run.jobs.push({ task: taskOf(run.row.latency), runId: run.row.id, key: jobKeyOf(run.row.id), runAt: null });
  const waitingFor = waitingOf({ kind: "job", step: null, since: world.deps.clock.now(), until: null, text: "Waits for its turn." });
  return letGo(q, { status: "queued", waitingFor, failure: null, release: true });
}

async function letGo(q: Progress, standing: Standing): Promise<Advanced> {
  const abandoned = q.run.abandoned.splice(0);
  const leftFrames = [...q.run.leftFrames];
  q.run.leftFrames.clear();
  const recorded = await record(q, standing);
  for (const child of abandoned) await q.world.abandon(child);
  for (const frame of leftFrames) for (const child of await openChunks(q.world, { run: q.run.row.id, step: frame })) await q.world.abandon(child);
  const isOver = standing.status === "succeeded" || standing.status === "failed" || standing.status === "cancelled";
  if (isOver && q.run.row.parent_run !== null) await wake(q.world.deps, q.run.row.parent_run);
  return { status: standing.status, wakeRequested: recorded.wakeRequested };
}

/** A copy as it is kept: values that the flow calls sensitive are sealed. */
function forHistory(q: Progress, step: StepRun): StepRun {
  const copy = { ...step, attempts: [...step.attempts] };
  if (q.run.document.flow.sensitive === undefined) return copy;
  return { ...copy, output: sealedIn(q, step.output), request: sealedIn(q, step.request), response: sealedIn(q, step.response) };
}

function sealedReceipts(q: Progress): ActiveRun["receipts"] {
  const { receipts, document } = q.run;
  return document.flow.sensitive === undefined ? receipts : receipts.map((receipt) => ({ ...receipt, outcome: sealedIn(q, receipt.outcome) }));
}

function sealedIn({ world, run }: Progress, value: Json): Json {
  return world.deps.sensitive.seal(value, run.document.flow.sensitive);
}

/** @throws LeaseLost where somebody else has the run by now */
async function record(q: Progress, standing: Standing) {
  const { run, world } = q;
  // copies: what happens until the batch leaves belongs to the next checkpoint, together with its receipt
  const steps = [...run.dirty].sort((a, b) => a.seq - b.seq).map((step) => forHistory(q, step));
  for (const step of run.dirty) step.isRecorded = true;
  const checkpoint = {
    run: run.row,
    standing,
    steps,
    receipts: sealedReceipts(q),
    asked: run.asked,
    closed: run.closed,
    jobs: run.jobs,
    parkings: run.parkings,
    leaves: lanesLeft(run.lanes, standing),
  };
  run.dirty = new Set();
  run.receipts = [];
  run.asked = [];
  run.closed = [];
  run.jobs = [];
  run.parkings = [];
  run.mustRecord = false;
  const recorded = await world.record(checkpoint);
  if (!recorded.held) throw new LeaseLost();
  run.cancelReason ??= recorded.cancelReason;
  return recorded;
}
