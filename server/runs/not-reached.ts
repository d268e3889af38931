/** Steps that a run did not reach, or will not: once finished, all without a step run; before that, those on dead paths. */
import type { FlowDocument } from "#flow/document.ts";
import { decide, recordOf } from "#flow/run.ts";
import type { RunStatus } from "#flow/run.ts";
import type { StepRunView } from "#server/app.ts";

export function notReached(q: { document: FlowDocument; steps: StepRunView[]; status: RunStatus }): string[] {
  const recorded = new Set(q.steps.map((step) => step.step));
  const finished = q.status === "succeeded" || q.status === "failed" || q.status === "cancelled" || q.status === "skipped";
  if (finished) return q.document.steps.map((step) => step.id).filter((id) => !recorded.has(id));
  return decide(q.document, q.steps.filter((step) => step.item === null).map(recordOf)).skipped.filter((id) => !recorded.has(id));
}
