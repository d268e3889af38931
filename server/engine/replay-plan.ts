/**
 * What a replay would be, before anything is written: the version it runs on, the steps it takes over as they were, where it goes on.
 * A replay that could not begin where it is asked to is refused here, with the reason.
 */
import { z } from "zod";
import type { Json, Step } from "#flow/document.ts";
import { isCompensation } from "#flow/compensation.ts";
import { placeOf } from "#flow/nested.ts";
import { decide, reachableFrom } from "#flow/run.ts";
import type { StepRecord } from "#flow/run.ts";
import type { Pool } from "../db/pool.ts";
import type { Engine, LoadedVersion, Transaction } from "../deps.ts";
import { UseCaseError } from "../deps.ts";
import { undotted } from "../sensitive.ts";
import { inOrderOfEnding } from "./active-run.ts";
import { StepRow } from "./open-run.ts";
import type { EngineDeps } from "./deps.ts";
import { unfit } from "./fit.ts";
import { isId } from "./ids.ts";
import { SQL } from "./statements.ts";
import type { ClaimedRun } from "./types.ts";

export type ReplayAsked = Omit<Parameters<Engine["replay"]>[0], "actor">;

export type RunState = ClaimedRun & { version_number: number; status: string; value: string | null; currency: string | null };

export type ReplayPlan = {
  original: RunState;
  recorded: StepRow[];
  version: LoadedVersion;
  /** trigger step in that version */
  trigger: Step;
  /** step in that version at which it goes on; null: from the start */
  from: string | null;
  /** old id → new id of the steps that are taken over */
  names: Map<string, string>;
  triggerBody: { [key: string]: Json };
};

const FINAL = ["succeeded", "failed", "cancelled", "skipped"];

export async function planReplay(q: { deps: EngineDeps; database: Pool | Transaction; asked: ReplayAsked }): Promise<ReplayPlan> {
  const { deps, asked, database } = q;
  const found = isId(asked.runId) ? (await database.query<RunState>(SQL.runState, [asked.runId])).rows[0] : undefined;
  if (!found) throw new UseCaseError({ code: "run.missing", status: 404, message: `There is no run ${asked.runId}.` });
  const original = { ...found, trigger: deps.sensitive.open(found.trigger) };
  if (found.chunk !== null)
    throw refused(
      "replay.part",
      `This run takes a part of the items of run ${found.parent_run} through; it is not repeated by itself.`,
      "Replay that run: what has happened is found, and only the rest is done.",
    );
  if (!FINAL.includes(original.status))
    throw refused(
      "run.not_finished",
      `This run is still ${original.status}; a second one beside it would do the same things.`,
      "Wait for its end, or cancel it first.",
    );
  const [recorded, old, version] = await Promise.all([
    database.query(SQL.stepRuns, [original.id]).then((result) =>
      z
        .array(StepRow)
        .parse(result.rows)
        .map((row) => ({ ...row, output: row.output === null ? null : deps.sensitive.open(row.output) })),
    ),
    deps.versions.get(original.version_id),
    versionOf({ deps, database, original, number: asked.version }),
  ]);
  const counterpart = (id: string) => version.document.steps.find((step) => step.id === id) ?? renamedFrom(version, old, id);
  const trigger = counterpart(original.trigger_step);
  if (!trigger || deps.findStep(trigger.type)?.trigger !== true)
    throw refused(
      "replay.no_trigger",
      `Version ${version.number} has no counterpart of the trigger ${original.trigger_step}, by which this run was started.`,
      "Replay it on the version that it ran on.",
    );
  if (asked.asNewEvent !== true || asked.from !== undefined) refuseTakenBack(old, recorded);
  const plan = { original, recorded, version, trigger, triggerBody: triggerOf(original, asked) };
  if (asked.from === undefined || asked.from === trigger.id) refuseUnfit(deps, plan);
  if (asked.from === undefined) {
    if (asked.input !== undefined)
      throw refused("replay.input_without_step", "An edited input needs a step to go on from.", "Name the step, or edit the trigger's body.");
    return { ...plan, from: null, names: new Map() };
  }
  // a step inside a for each: its whole frame goes again, and finds what the other items have done
  const from = counterpart(placeOf(old.document, asked.from)?.frames[0]?.id ?? asked.from);
  if (!from)
    throw refused(
      "replay.step_missing",
      `Version ${version.number} has no counterpart of step ${asked.from}.`,
      "Choose another step, or the version that this run ran on.",
    );
  if (from.id === trigger.id) return { ...plan, from: null, names: new Map() };
  return { ...plan, from: from.id, names: takenOver({ ...plan, from: from.id, counterpart }) };
}

/** What its trigger does not take would only fail further on: an event that did not fit, edited into something, or a version that takes less. */
function refuseUnfit(
  deps: EngineDeps,
  { original, version, trigger, triggerBody }: Pick<ReplayPlan, "original" | "version" | "trigger" | "triggerBody">,
): void {
  const found = unfit(deps.portsFor(original.environment).schema, { step: trigger, trigger: triggerBody });
  if (found === null) return;
  throw refused(
    "replay.unfit",
    `What started this run is not what version ${version.number} takes${found.takes}: ${found.told}.`,
    "Replay it with a corrected body, or on a version that takes it.",
  );
}

/** What a run did and took back is found by its receipts as if it were there still. */
function refuseTakenBack(old: LoadedVersion, recorded: StepRow[]): void {
  if (!recorded.some((row) => row.status === "succeeded" && isCompensation(old.document, row.step_id))) return;
  throw refused(
    "replay.taken_back",
    "After it had failed, this run took back what it had done. Repeated under the same keys, that would be taken for done.",
    "Replay the whole run as a new event: everything happens again.",
  );
}

/** A step follows its former names, in both directions: a replay may also go back to an older version. */
function renamedFrom(version: LoadedVersion, old: LoadedVersion, id: string): Step | undefined {
  const former = old.document.steps.find((step) => step.id === id)?.was ?? [];
  return version.document.steps.find((step) => step.was?.includes(id)) ?? version.document.steps.find((step) => former.includes(step.id));
}

async function versionOf(q: { deps: EngineDeps; database: Pool | Transaction; original: RunState; number: number | undefined }): Promise<LoadedVersion> {
  if (q.number === undefined || q.number === q.original.version_number) return q.deps.versions.get(q.original.version_id);
  const { rows } = await q.database.query<{ id: string }>(SQL.versionByNumber, [q.original.flow_id, q.number]);
  if (!rows[0]) throw refused("replay.version_missing", `${q.original.flow_key} has no version ${q.number}.`);
  return q.deps.versions.get(rows[0].id);
}

function triggerOf(original: RunState, asked: ReplayAsked): { [key: string]: Json } {
  const trigger =
    typeof original.trigger === "object" && original.trigger !== null && !Array.isArray(original.trigger) ? original.trigger : { body: original.trigger };
  return asked.triggerBody === undefined ? trigger : { ...trigger, body: undotted(asked.triggerBody, trigger.body) };
}

type TakingOver = { original: RunState; recorded: StepRow[]; version: LoadedVersion; from: string; counterpart: (id: string) => Step | undefined };

/** Everything completed that cannot come after the step is kept as it was. */
function takenOver(q: TakingOver): Map<string, string> {
  const after = reachableFrom(q.version.document, q.from);
  const names = new Map<string, string>();
  for (const row of q.recorded) {
    if (!isComplete(row) || row.item !== "") continue;
    const step = q.counterpart(row.step_id);
    if (!step)
      throw refused(
        "replay.step_missing",
        `Step ${row.step_id} ran before ${q.from}, and version ${q.version.number} has no counterpart of it.`,
        "Replay from the start, or on the version that this run ran on.",
      );
    if (!after.has(step.id)) names.set(row.step_id, step.id);
  }
  // what happened in the items of a frame goes with it; it is shown, and decides nothing any more
  for (const row of q.recorded) {
    const place = row.item === "" ? undefined : placeOf(q.version.document, row.step_id);
    if (place?.frames[0] && [...names.values()].includes(place.frames[0].id)) names.set(row.step_id, row.step_id);
  }
  const ended = inOrderOfEnding(q.recorded.map((row) => ({ ...row, finishedAt: row.finished_at })));
  const history = ended.flatMap((row): StepRecord[] => {
    if (row.item !== "") return [];
    const step = names.get(row.step_id);
    return step === undefined || !isComplete(row) ? [] : [{ step, visit: row.visit, status: row.status, ...(row.port === null ? {} : { port: row.port }) }];
  });
  const decision = decide(q.version.document, history);
  if (!decision.ready.some((ready) => ready.step === q.from))
    throw refused(
      "replay.not_reached",
      `With what this run did before it, step ${q.from} is not reached in version ${q.version.number}.`,
      "Choose a step that the run got to, or replay from the start.",
    );
  return names;
}

export function isComplete(row: StepRow): boolean {
  return row.status === "succeeded" || (row.status === "failed" && row.port !== null);
}

function refused(code: string, message: string, fix?: string): UseCaseError {
  return new UseCaseError({ code, status: 409, message, ...(fix === undefined ? {} : { fix }) });
}
