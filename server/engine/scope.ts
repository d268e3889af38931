/** What a step sees of its run, and when it is there. */
import { outputsOf } from "#flow/run.ts";
import type { Step } from "#flow/document.ts";
import type { RunScope, StepContext } from "#flow/step.ts";
import { historyOf, waits } from "./active-run.ts";
import type { ActiveRun, Within } from "./active-run.ts";

/** `$now()` of a step. A replay computes with the instants of its original, but what it waits for begins now. */
export function nowOf(run: ActiveRun, step: Step): number {
  return waits(step) ? Math.max(run.clock, run.row.created_at.getTime()) : run.clock;
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
