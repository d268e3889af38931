/**
 * A run that is only imagined: it is walked as the engine would walk it, and nothing is stored or sent. Pure steps are computed; what other
 * systems and people would answer is told by whoever looks (a preview of a replay, a backtest).
 */
import type { Json, Step } from "#flow/document.ts";
import { deliveryOf } from "#flow/delivery.ts";
import { resolveConfig } from "#flow/expression/evaluate.ts";
import type { Failure } from "#flow/failure.ts";
import { bodyOf, isWired } from "#flow/nested.ts";
import type { Decision } from "#flow/run.ts";
import type { AnyStep, StepContext } from "#flow/step.ts";
import { beginStep, endStep, stepOf } from "./active-run.ts";
import { nowOf, scopeOf } from "./scope.ts";
import type { ActiveRun } from "./active-run.ts";
import type { StepRow } from "./open-run.ts";
import { isInChunks } from "./chunk.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";
import { execute } from "./execute.ts";
import { contractIn } from "./kept-contract.ts";
import { inputOf } from "./language.ts";
import { closeFrame, lookAt, openFrame } from "./look.ts";
import type { Ready } from "./look.ts";
import { keyOf } from "./receipt.ts";
import { readOnly } from "./simulate-ports.ts";
import type { StepRun } from "./types.ts";

type ImaginedDeps = Pick<EngineDeps, "portsFor" | "findStep" | "installation">;
export type Imagined = { deps: ImaginedDeps; limits: Pick<EngineLimits, "reworkLimit" | "stepTimeoutMs" | "outputBytes">; run: ActiveRun };

/** What a step gave; `at`: when it happened, for the run's clock. Of a failure without a port nothing follows. */
export type Outcome = { port: string | null; output: Json; at: number; failure?: Failure };

/** A step that is looked at: where it stands and what it is. */
export type Looking = { ready: Ready; step: Step; definition: AnyStep };

export type See = {
  frame: (ready: Ready) => void;
  /** a frame whose items are too many to be looked at one by one; null: nothing is known of what comes after it */
  parts: (ready: Ready) => Outcome | null;
  /** null: nothing is known of what it gives, nor of what comes after it */
  step: (ready: Ready) => Promise<Outcome | null>;
};

const STEPS = 300;

/** @returns how the run would stand; `waiting` where something is not known */
export async function walkImagined(q: Imagined & { see: See; steps?: number }): Promise<Decision["status"]> {
  const { run, see } = q;
  for (let count = 0; count < (q.steps ?? STEPS); count += 1) {
    const { decision, ready: all, ended } = lookAt(run, { reworkLimit: q.limits.reworkLimit });
    for (const frame of ended) closeFrame({ run, frame, now: run.clock });
    if (ended.length > 0) continue;
    const [ready] = all;
    if (!ready || decision.status === "failed") return decision.status;
    const drawn = stepOf(run, ready.step);
    if (drawn && bodyOf(drawn)) {
      const record = beginStep(run, ready, run.clock);
      await openFrame({ run, record, step: drawn, within: ready.within, now: run.clock });
      if (isInChunks(drawn, record)) {
        finish(run, record, see.parts(ready));
        continue;
      }
      const opened = run.frames.get(record)?.walk.opened;
      // an item whose answer is not known yet does not hide the others
      if (opened) opened.concurrency = opened.items.length;
      see.frame(ready);
      continue;
    }
    settle(run, ready, await see.step(ready));
  }
  return "running";
}

function settle(run: ActiveRun, ready: Ready, outcome: Outcome | null): void {
  finish(run, beginStep(run, ready, run.clock), outcome);
}

function finish(run: ActiveRun, record: StepRun, outcome: Outcome | null): void {
  if (outcome !== null && outcome.at > run.clock) run.clock = outcome.at;
  endStep(run, record, run.clock);
  record.status = outcome === null ? "waiting" : outcome.failure ? "failed" : "succeeded";
  record.port = outcome?.port ?? null;
  record.output = outcome?.output ?? null;
  record.failure = outcome?.failure ?? null;
}

/** Whether a step can be computed here and now: it asks no other system, and changes nothing. */
export function isComputed(definition: AnyStep): boolean {
  return !definition.effect && definition.uses.every((port) => port === "code" || port === "schema");
}

/** @throws StepFailure */
export async function compute(q: Imagined, { ready, step, definition }: Looking): Promise<Outcome | null> {
  const { run, deps, limits } = q;
  const { input } = await inputs(q, { ready, step, definition });
  // a step that is only tried leaves no trace
  const record = beginStep(copyOf(run), ready, run.clock);
  const result = await execute({
    run,
    within: ready.within,
    record,
    step,
    definition,
    input,
    ports: readOnly(deps.portsFor(run.row.environment)),
    effect: { key: "", delivery: "at-least-once" },
    signal: new AbortController().signal,
    stepTimeoutMs: limits.stepTimeoutMs,
    outputBytes: limits.outputBytes,
  });
  return result.kind === "done" ? { port: result.port ?? "out", output: result.output, at: 0 } : null;
}

function copyOf(run: ActiveRun): ActiveRun {
  const byItem = new Map([...run.byItem].map(([item, steps]) => [item, [...steps]]));
  return { ...run, steps: [...run.steps], byItem, open: new Set(run.open), dirty: new Set() };
}

/** @throws StepFailure */
export function inputs({ run }: Imagined, { ready, step, definition }: Looking): ReturnType<typeof inputOf> {
  const isEdited = step.id === run.row.replay_from && run.row.replay_edits?.input !== undefined;
  const language = { now: nowOf(run, step), seed: run.row.seed, step: step.id };
  return inputOf({ step, definition, scope: scopeOf(run, ready.within), language, replaced: isEdited ? run.row.replay_edits?.input : undefined });
}

export function effectKeyOf({ run, deps }: Imagined, { ready, step, definition }: Looking): string {
  return keyOf({ installation: deps.installation, row: run.row, step, definition, visit: ready.visit, item: ready.item });
}

/** What an effect's description is worked out from: it may read, and cannot write. */
export function contextOf(
  q: Imagined,
  { ready, step, definition, input, receipt }: Looking & { input: Record<string, Json>; receipt?: Json },
): StepContext<Record<string, Json>> {
  const { run, deps, limits } = q;
  const scope = scopeOf(run, ready.within);
  const language = { now: nowOf(run, step), seed: run.row.seed, step: step.id };
  return {
    step,
    input,
    evaluate: (value, more) => resolveConfig(value, more ? { ...scope, ...more } : scope, language),
    scope,
    now: language.now,
    seed: language.seed,
    ports: readOnly(deps.portsFor(run.row.environment)),
    effect: {
      key: effectKeyOf(q, { ready, step, definition }),
      delivery: deliveryOf(step, definition, input) ?? "at-least-once",
      ...(receipt === undefined ? {} : { receipt }),
    },
    note: () => undefined,
    signal: AbortSignal.timeout(limits.stepTimeoutMs),
    attempt: 1,
    ...contractIn(run.version.contracts, step),
  };
}

/** What was recorded of this pass over the step, under its name or a former one. */
export function recordedOf(recorded: StepRow[], { step, ready }: Pick<Looking, "step" | "ready">): StepRow | undefined {
  return recorded.findLast((row) => (row.step_id === step.id || step.was?.includes(row.step_id)) && row.visit === ready.visit && row.item === ready.item);
}

export function answerOf(row: StepRow): Outcome {
  return { port: row.port ?? "out", output: row.output, at: row.finished_at?.getTime() ?? 0 };
}

/** A failure goes the way that is drawn for it, or ends the run. */
export function failedAt(run: ActiveRun, step: Step, failure: Failure): Outcome {
  return isWired(run.document, step.id, "error") ? { port: "error", output: failure, at: 0, failure } : { port: null, output: null, at: 0, failure };
}
