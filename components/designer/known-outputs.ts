/** What the last test run tells about steps that are not executed now. */
import type { FlowDocument } from "#flow/document.ts";
import { allSteps } from "#flow/nested.ts";
import type { Pins, TestRunView } from "#server/app.ts";

type StepView = TestRunView["steps"][number];

/** What steps outside of frames gave; the latest, where one came again. */
export function knownOf(run: TestRunView | null): Pins {
  const done = (run?.steps ?? []).filter((view) => view.item === undefined && view.port !== null);
  return Object.fromEntries(done.map((view) => [view.step, { port: view.port ?? "out", output: view.output }]));
}

/** Steps that the sample surely passes by on its way to this one: the run got here without them. */
export function passedBy(document: FlowDocument, { run, step }: { run: TestRunView | null; step: string }): string[] {
  const reached = new Set((run?.steps ?? []).filter((view) => view.status !== "skipped").map((view) => view.step));
  if (!reached.has(step)) return [];
  return allSteps(document).flatMap((each) => (reached.has(each.id) ? [] : [each.id]));
}

/** A run in which one step was done anew: what the others gave stays in sight. */
export function withStep(run: TestRunView, anew: TestRunView): TestRunView {
  const isAnew = (view: StepView) => anew.steps.some((each) => each.step === view.step && (view.item === undefined || each.item === view.item));
  const at = run.steps.findIndex(isAnew);
  const kept = run.steps.filter((view) => !isAnew(view));
  const place = at < 0 ? kept.length : run.steps.slice(0, at).filter((view) => !isAnew(view)).length;
  return { ...anew, steps: [...kept.slice(0, place), ...anew.steps, ...kept.slice(place)] };
}
