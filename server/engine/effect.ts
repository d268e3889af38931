/**
 * One step of a run from its inputs to what is recorded of it: attempts, receipts, retries, the error path.
 *
 * Receipts. An effect's key is the same in every retry, crash, replay and new version. A receipt that says `done` for the same request
 * means: it has happened, nothing is sent. At most once commits `intent` first, so that after a crash nobody can think it was never tried.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Json, Step } from "#flow/document.ts";
import { technical } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { Ports } from "#flow/ports.ts";
import { STOPPED } from "#flow/kept-rules.ts";
import { isWired } from "#flow/nested.ts";
import { isPure } from "#flow/pure.ts";
import { nextAttempt } from "#flow/retry.ts";
import type { AnyStep, StepResult, Wait } from "#flow/step.ts";
import { admit, observed, Parked, parkingOf } from "./admission.ts";
import { beginAttempt, endStep, tick, waitingOf } from "./active-run.ts";
import { nowOf, scopeOf } from "./scope.ts";
import type { ActiveRun, Within } from "./active-run.ts";
import { discreetly } from "./discreet.ts";
import { crashPoint } from "./crash-points.ts";
import { Cancelled, execute, failureOf } from "./execute.ts";
import { hear } from "./expect.ts";
import { inputOf } from "./language.ts";
import { LeaseLost } from "./lease.ts";
import { refuseOwned } from "./owned.ts";
import { isConnectionTrouble } from "./patience.ts";
import { taskOf } from "./queue.ts";
import { declareIntent, earlierReceipt, effectOf, mayHaveHappened, unknownOutcome } from "./receipt.ts";
import type { Effect } from "./receipt.ts";
import { LOOK_AGAIN_MS } from "./subflow.ts";
import type { Attempt, StepRun } from "./types.ts";
import type { World } from "./world.ts";

export type Performing = { world: World; run: ActiveRun; within: Within | null; record: StepRun; step: Step; definition: AnyStep; signal: AbortSignal };

/** Never throws for the step's troubles: they are recorded. Throws where the database is away or the lease is lost. */
export async function perform(q: Performing): Promise<void> {
  const { world, run, record } = q;
  // a retry in place keeps the intention that its first attempt declared; every other attempt declares its own
  let declared = false;
  for (;;) {
    const attempt = beginAttempt(record, world.deps.clock.now());
    run.dirty.add(record);
    let effect: Effect | null = null;
    try {
      const { resolved, input } = await prepare(q);
      effect = effectOf(q, resolved, input);
      const result = await once(q, effect, input, declared);
      const now = world.deps.clock.now();
      attempt.finishedAt = endOf(attempt, now);
      return finish(q, { effect, once: result, now });
    } catch (error) {
      if (isConnectionTrouble(error) || error instanceof LeaseLost) throw error;
      run.dirty.add(record);
      if (error instanceof Parked) return park(q, effect, error, declared || error.wasAsked);
      attempt.finishedAt = endOf(attempt, world.deps.clock.now());
      if (error instanceof Cancelled) return cancelled(q, effect);
      const failure = unknownOutcome(failureOf(error, q.step), effect, q);
      attempt.failure = failure;
      declared = effect?.delivery === "at-most-once";
      const next = nextAttempt({ failure, attempt: record.attempts.length, policy: q.step.retry, random: Math.random });
      // nothing was asked of anybody: what an earlier life of the run declared stays as it is
      if (!next.retry) return fail(q, failure.code === STOPPED ? null : effect, failure);
      if (next.delayMs > world.limits.shortRetryMs || world.isDraining()) return retryLater(q, effect, next.delayMs, failure);
      try {
        await sleep(next.delayMs, undefined, { signal: q.signal });
      } catch {
        // the run was cancelled while it waited
        return cancelled(q, effect);
      }
    }
  }
}

/** A clock that is set back ends nothing before it began. */
function endOf(attempt: Attempt, now: number): string {
  return new Date(Math.max(now, Date.parse(attempt.startedAt))).toISOString();
}

async function prepare(q: Performing) {
  const { run, step, definition } = q;
  const isEdited = step.id === run.row.replay_from && run.row.replay_edits?.input !== undefined;
  return inputOf({
    step,
    definition,
    scope: scopeOf(run, q.within),
    language: { now: nowOf(run, step), seed: run.row.seed, step: step.id },
    replaced: isEdited ? run.row.replay_edits?.input : undefined,
  });
}

type Once = { result: StepResult /** when it happened in an earlier life, ms since the epoch */; foundAt: number | null };

async function once(q: Performing, effect: Effect | null, input: Record<string, Json>, declared: boolean): Promise<Once> {
  const { world, run, record, step, definition, signal } = q;
  const earlier = effect === null ? null : await earlierReceipt(q, effect);
  if (earlier?.kind === "found") return { result: { kind: "done", output: earlier.outcome }, foundAt: earlier.at };
  if (effect !== null) await refuseOwned({ rules: world.deps.rules, version: run.version, environment: run.row.environment, step, input });
  const admitted = await admit(q, input);
  if (definition.effect) crashPoint("effect.before");
  if (effect?.delivery === "at-most-once" && earlier === null && !declared) {
    await declareIntent(q, effect);
    crashPoint("effect.intent");
  }
  const work = () =>
    execute({
      run,
      within: q.within,
      record,
      step,
      definition,
      input,
      ports: portsOf(q),
      effect: { key: effect?.key ?? "", delivery: effect?.delivery ?? "at-least-once", ...(earlier?.kind === "changed" ? { receipt: earlier.outcome } : {}) },
      signal,
      stepTimeoutMs: world.limits.stepTimeoutMs,
      outputBytes: world.limits.outputBytes,
    });
  const result = await observed(q, { admitted, effect, work });
  if (definition.effect) crashPoint("effect.sent");
  return { result, foundAt: null };
}

function portsOf(q: Performing): Ports {
  const { row } = q.run;
  const outside = q.world.portsFor(row.environment);
  return {
    ...outside,
    odoo: q.world.noteWrites(outside.odoo, row),
    flows: { call: q.world.callSubflow(row) },
    events: {
      publish: (event) =>
        q.world.publishEvent({
          ...event,
          environment: row.environment,
          correlationId: row.correlation_id,
          hop: row.hop + 1,
          runId: row.id,
          sensitive: q.run.document.flow.sensitive ?? [],
        }),
      hear: (call) => hear({ pool: q.world.deps.pool, open: q.world.deps.sensitive.open, run: q.run, record: q.record }, call),
    },
  };
}

function finish(q: Performing, { effect, once, now }: { effect: Effect | null; once: Once; now: number }): void {
  const { run, record, definition } = q;
  run.dirty.add(record);
  if (once.result.kind === "wait") {
    suspend(q, once.result.wait, now);
    return;
  }
  record.status = "succeeded";
  record.port = once.result.port ?? "out";
  record.output = once.result.output;
  record.how = once.foundAt === null ? "executed" : "found";
  endStep(run, record, now);
  if (once.foundAt !== null) {
    // the run's clock goes by the instant at which it happened: what follows computes the same values as it did then
    const at = new Date(once.foundAt).toISOString();
    record.attempts = [{ startedAt: at, finishedAt: at, failure: null }];
  } else if (effect && !effect.reads) run.receipts.push({ ...changeOf(q, effect), state: "done", outcome: once.result.output, at: now });
  // a pure step leaves no attempts: it is recomputed, not repeated
  if (isPure(definition)) record.attempts = [];
  else run.mustRecord = true;
  tick(run, record);
}

function suspend(q: Performing, wait: Wait, now: number): void {
  const { run, record, step } = q;
  record.status = "waiting";
  record.attempts = [];
  const name = step.name ?? step.id;
  const job = (until: string) => run.jobs.push({ task: taskOf(run.row.latency), runId: run.row.id, key: waitKeyOf(q), runAt: until });
  if (wait.kind === "timer") {
    record.waitingFor = waitingOf({ kind: "timer", step: step.id, since: now, until: wait.until, text: `${name} goes on at its time.` });
    job(wait.until);
    return;
  }
  if (wait.kind === "child") {
    const until = new Date(now + LOOK_AGAIN_MS).toISOString();
    record.waitingFor = waitingOf({ kind: "child", step: step.id, since: now, until, text: wait.text });
    job(until);
    return;
  }
  if (wait.kind === "event") {
    record.waitingFor = waitingOf({ kind: "event", step: step.id, since: record.startedAt, until: wait.until, text: wait.text });
    if (wait.until !== null) job(wait.until);
    return;
  }
  if (q.within !== null)
    throw technical("configuration", "each.waits_for_people", `${name} asks people inside a for each; they could not tell its items apart.`, {
      fix: "Ask before or after the for each, about the whole list.",
      where: { step: step.id },
    });
  const due = wait.approval.dueAt ?? null;
  const approval = discreetly(q.world.deps.sensitive, run, wait.approval);
  record.waitingFor = waitingOf({ kind: "approval", step: step.id, since: now, until: due, text: approval.title });
  run.asked.push({ step: step.id, visit: record.visit, approval });
  if (due !== null) job(due);
}

function waitKeyOf({ run, record }: Performing): string {
  return ["wait", run.row.id, record.step, record.visit, ...(record.item === "" ? [] : [record.item])].join(":");
}

function fail(q: Performing, effect: Effect | null, failure: Failure): void {
  const { world, run, record, step } = q;
  const wired = isWired(run.document, step.id, "error");
  record.status = "failed";
  record.failure = failure;
  record.port = wired ? "error" : null;
  record.output = wired ? failure : null;
  endStep(run, record, world.deps.clock.now());
  run.dirty.add(record);
  settleIntent(q, effect, failure.code === "effect.outcome_unknown" ? "unknown" : "none");
  run.mustRecord = true;
  tick(run, record);
}

function cancelled(q: Performing, effect: Effect | null): void {
  const { world, run, record } = q;
  record.status = "cancelled";
  endStep(run, record, world.deps.clock.now());
  run.dirty.add(record);
  settleIntent(q, effect, "unknown");
}

function retryLater(q: Performing, effect: Effect | null, delayMs: number, failure: Failure): void {
  const { world, run, record, step } = q;
  const now = world.deps.clock.now();
  const until = new Date(now + delayMs).toISOString();
  record.status = "waiting";
  record.waitingFor = waitingOf({ kind: "retry", step: step.id, since: now, until, text: `Attempt ${record.attempts.length} failed: ${failure.message}` });
  run.jobs.push({ task: taskOf(run.row.latency), runId: run.row.id, key: waitKeyOf(q), runAt: until });
  settleIntent(q, effect, "none");
  run.mustRecord = true;
}

/** The connection is not to be asked now: the run is let go, and this attempt was none. */
function park(q: Performing, effect: Effect | null, parked: Parked, declared: boolean): void {
  const { world, run, record, step } = q;
  record.attempts.pop();
  record.status = "waiting";
  record.waitingFor = waitingOf({ kind: parked.reason, step: step.id, since: world.deps.clock.now(), until: null, text: parked.message });
  run.parkings.push(parkingOf(parked, run.row.latency));
  if (declared) settleIntent(q, effect, "none");
}

/** The intent of an effect that ended without being done: forgotten where it surely did not happen, else kept as unknown. */
function settleIntent(q: Performing, effect: Effect | null, state: "unknown" | "none"): void {
  if (effect?.delivery !== "at-most-once") return;
  q.run.receipts.push({ ...changeOf(q, effect), state, outcome: null, at: q.world.deps.clock.now() });
}

function changeOf(q: Performing, effect: Effect) {
  const isFirst = effect.delivery !== "at-most-once" && !mayHaveHappened(q);
  return { effectKey: effect.key, step: q.step.id, delivery: effect.delivery, requestHash: effect.requestHash, isFirst };
}
