/** One attempt of one step: its context, its time limit, and what came of it. Whatever it throws becomes a failure. */
import { resolveConfig } from "#flow/expression/evaluate.ts";
import { milliseconds } from "#flow/duration.ts";
import type { Json, Step } from "#flow/document.ts";
import { StepFailure, technical } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { Ports } from "#flow/ports.ts";
import type { AnyStep, StepContext, StepResult } from "#flow/step.ts";
import { nowOf, scopeOf } from "./scope.ts";
import type { ActiveRun, Within } from "./active-run.ts";
import { handed } from "./handed-ports.ts";
import { contractIn } from "./kept-contract.ts";
import type { StepRun } from "./types.ts";

export type Execution = {
  run: ActiveRun;
  within: Within | null;
  record: StepRun;
  step: Step;
  definition: AnyStep;
  input: Record<string, Json>;
  ports: Ports;
  effect: StepContext<unknown>["effect"];
  /** aborted when the run is cancelled */
  signal: AbortSignal;
  stepTimeoutMs: number;
  outputBytes: number;
};

const EVIDENCE_BYTES = 262_144;

export async function execute(q: Execution): Promise<StepResult> {
  const { run, record, step, definition } = q;
  if (!definition.execute)
    throw technical("configuration", "step.not_executable", `Step ${step.name ?? step.id} starts runs and cannot be executed inside one.`, {
      where: { step: step.id },
    });
  const limit = step.timeout === undefined ? q.stepTimeoutMs : milliseconds(step.timeout);
  const timeout = new AbortController();
  const scope = scopeOf(run, q.within);
  const language = { now: nowOf(run, step), seed: run.row.seed, step: step.id };
  const context: StepContext<Record<string, Json>> = {
    step,
    input: q.input,
    evaluate: (value, more) => resolveConfig(value, more ? { ...scope, ...more } : scope, language),
    scope,
    now: nowOf(run, step),
    seed: language.seed,
    ports: handed(q.ports, definition.uses),
    effect: q.effect,
    note: (evidence) => {
      if (evidence.request !== undefined) record.request = clipped(evidence.request);
      if (evidence.response !== undefined) record.response = clipped(evidence.response);
    },
    signal: AbortSignal.any([q.signal, timeout.signal]),
    attempt: record.attempts.length,
    ...contractIn(run.version.contracts, step),
  };
  const result = await withinTime({ work: definition.execute(context), limit, timeout, signal: q.signal, step });
  if (result.kind === "done" && (JSON.stringify(result.output)?.length ?? 0) > q.outputBytes)
    throw technical("configuration", "step.output_too_large", `Step ${step.name ?? step.id} gave more than ${Math.round(q.outputBytes / 1024)} KiB.`, {
      fix: "Ask the other system for less: fewer fields, a smaller page.",
      where: { step: step.id },
    });
  return result;
}

/** A step that ignores its signal must not hold the run. */
function withinTime(q: { work: Promise<StepResult>; limit: number; timeout: AbortController; signal: AbortSignal; step: Step }): Promise<StepResult> {
  const { step } = q;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(
        technical("timeout", "step.timeout", `Step ${step.name ?? step.id} took longer than ${q.limit / 1000} s.`, {
          retryable: true,
          where: { step: step.id },
        }),
      );
      q.timeout.abort(new Error("the step's time is over"));
    }, q.limit);
    const cancelled = () => reject(new Cancelled());
    // an adapter that obeys the signal answers at once; one that does not gets a moment, then the run leaves it behind
    const onAbort = () => setTimeout(cancelled, 250);
    q.signal.addEventListener("abort", onAbort, { once: true });
    q.work
      .then(resolve, (error: unknown) => reject(q.signal.aborted ? new Cancelled() : error))
      .finally(() => {
        clearTimeout(timer);
        q.signal.removeEventListener("abort", onAbort);
      });
  });
}

/** The run was cancelled while a call was under way. */
export class Cancelled extends Error {}

export function failureOf(error: unknown, step: Step): Failure {
  if (error instanceof StepFailure) return { ...error.failure, where: { step: step.id, ...error.failure.where } };
  const message = error instanceof Error ? error.message : String(error);
  return technical("internal", "step.internal", `Step ${step.name ?? step.id} broke in a way that its author did not foresee: ${message}`, {
    fix: "This is a fault of the product: report it with the run's id.",
    where: { step: step.id },
  }).failure;
}

export function onlyReads(step: Step, input: Record<string, Json>): boolean {
  return step.type === "http" && (input.method === "GET" || input.method === "HEAD");
}

function clipped(value: Json): Json {
  const text = JSON.stringify(value);
  return text.length <= EVIDENCE_BYTES ? value : { clipped: `${text.slice(0, 2_000)}…`, bytes: text.length };
}
