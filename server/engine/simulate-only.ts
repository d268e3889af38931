/** One step of a draft by itself: its input comes from the sample and from what is known of the steps before it. None of those is executed. */
import { stepName } from "#flow/edit.ts";
import { business } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import { placeOf } from "#flow/nested.ts";
import type { Place } from "#flow/nested.ts";
import { outputsOf } from "#flow/run.ts";
import type { StepRecord } from "#flow/run.ts";
import { stepsReadBy } from "#flow/steps-read.ts";
import type { TestRunView } from "#server/app.ts";
import type { Simulate } from "#server/deps.ts";
import type { Spot } from "./simulate-step.ts";
import { executed, record } from "./simulate-walk.ts";
import type { Going } from "./simulate-walk.ts";

type Only = NonNullable<Parameters<Simulate>[0]["only"]>;
type Outcome = { status: TestRunView["status"]; failure: Failure | null };

export async function runOnly(going: Going, only: Only): Promise<Outcome> {
  const { q, world, progress } = going;
  progress.views = [];
  const place = placeOf(q.document, only.step);
  if (!place || world.findStep(place.step.type)?.trigger) return refused(nothingToRun(only.step));
  const pins = q.pins ?? {};
  const unknown = stepsReadBy(q.document, only.step).filter((id) => pins[id] === undefined && !only.without?.includes(id) && !isTrigger(going, id));
  if (unknown.length > 0) return refused(outputUnknown(going, place, unknown));
  if (place.frames.length > 0 && only.item === undefined) return refused(itemUnknown(place));
  const known = Object.entries(pins).map(([step, pin]): StepRecord => ({ step, visit: 1, status: "succeeded", ...pin }));
  const spot: Spot = only.item === undefined ? { records: known, inside: null } : insideOf(known, only.item);
  const ready = { step: only.step, visit: 1 };
  const result = await executed(going, spot, ready);
  record(progress, spot, { ready, result });
  return result.port === null && result.failure ? refused(result.failure) : { status: result.status === "waiting" ? "waiting" : "succeeded", failure: null };
}

function isTrigger({ q, world }: Going, id: string): boolean {
  return world.findStep(placeOf(q.document, id)?.step.type ?? "")?.trigger === true;
}

/** What is known stands for the item's own steps and for those around it alike: ids are unique over the whole document. */
function insideOf(known: StepRecord[], { value, index, path = String(index) }: NonNullable<Only["item"]>): Spot {
  return { records: [], inside: { steps: outputsOf(known), item: value, index, path: path.split("/").map(encodeURIComponent).join("/") } };
}

function refused(failure: Failure): Outcome {
  return { status: "failed", failure };
}

function nothingToRun(step: string): Failure {
  return business("rule", "simulate.nothing_to_run", "The trigger starts the flow: there is nothing to run in it.", {
    fix: "Run the flow, or a step after the trigger.",
    where: { step },
  }).failure;
}

function outputUnknown({ q }: Going, { step }: Place, unknown: string[]): Failure {
  const names = unknown.map((id) => {
    const other = placeOf(q.document, id)?.step;
    return other ? stepName(other) : id;
  });
  return business("invalid-data", "simulate.output_unknown", `${stepName(step)} reads what ${listed(names)} gave, and that is not known yet.`, {
    fix: `Run up to ${stepName(step)}, or pin what ${names.length === 1 ? "it gives" : "they give"}.`,
    where: { step: step.id },
    detail: { steps: unknown },
  }).failure;
}

function itemUnknown({ step, frames }: Place): Failure {
  const around = frames.map(stepName).join(" in ");
  return business("invalid-data", "simulate.item_unknown", `${stepName(step)} works on an item of ${around}, and none is known yet.`, {
    fix: `Run up to ${stepName(step)}.`,
    where: { step: step.id },
    detail: { steps: [] },
  }).failure;
}

function listed(names: string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
