/**
 * What a replay would do, step by step, without doing anything: pure steps are computed, effects are looked up by their receipts. What
 * would be asked of other systems or people is answered as it was answered in the original run, so that later steps can be looked at too.
 */
import type { Json } from "#flow/document.ts";
import { deliveryOf } from "#flow/delivery.ts";
import { StepFailure } from "#flow/failure.ts";
import { isWired } from "#flow/nested.ts";
import type { EffectPreview } from "#flow/step.ts";
import type { ReplayPreview } from "../app.ts";
import type { Engine } from "../deps.ts";
import { UseCaseError } from "../deps.ts";
import { dotted } from "../sensitive.ts";
import { stepOf, waits } from "./active-run.ts";
import { openRun } from "./open-run.ts";
import type { ActiveRun } from "./active-run.ts";
import type { StepRow } from "./open-run.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";
import { onlyReads } from "./execute.ts";
import { newId } from "./ids.ts";
import { answerOf, compute, contextOf, effectKeyOf, inputs, isComputed, recordedOf, walkImagined } from "./imagined.ts";
import type { Looking, Outcome } from "./imagined.ts";
import { hashOf } from "./json.ts";
import type { Ready } from "./look.ts";
import { isSameRequest, receiptKey, updatesInstead } from "./receipt.ts";
import { refuseOwned } from "./owned.ts";
import { planReplay } from "./replay-plan.ts";
import type { ReplayAsked, ReplayPlan } from "./replay-plan.ts";
import { editsOf, refuseBesideAnother } from "./replay.ts";
import { SQL } from "./statements.ts";

type Line = ReplayPreview["steps"][number];
type World = { deps: EngineDeps; limits: EngineLimits; plan: ReplayPlan; run: ActiveRun };
/** Without an outcome nothing is known of what comes after. */
type Looked = Pick<Line, "will" | "note"> & { effects?: EffectPreview[]; outcome: Outcome | null };

const IN_PARTS = "Its items are too many to be looked at one by one: what has happened to an item is found, and only the rest is sent.";

export function createReplayPreview(q: { deps: EngineDeps; limits: EngineLimits }): Engine["replayPreview"] {
  return async (asked) => {
    try {
      const plan = await planReplay({ deps: q.deps, database: q.deps.pool, asked });
      if (!asked.asNewEvent) await refuseBesideAnother(q.deps.pool, plan);
      const run = await imagined({ deps: q.deps, plan, asked });
      return await walk({ ...q, plan, run });
    } catch (error) {
      if (error instanceof UseCaseError && error.status === 409) return { refused: error.message, input: null, steps: [] };
      throw error;
    }
  };
}

/** The replay as it would stand in memory when it begins. */
async function imagined(q: { deps: EngineDeps; plan: ReplayPlan; asked: ReplayAsked }): Promise<ActiveRun> {
  const { plan, asked } = q;
  const { original } = plan;
  const now = q.deps.clock.now();
  const id = newId();
  const row = {
    ...original,
    id,
    version_id: plan.version.id,
    trigger_step: plan.trigger.id,
    trigger: plan.triggerBody,
    origin: asked.asNewEvent ? `${original.origin}#${id}` : original.origin,
    replay_of: original.id,
    replay_from: plan.from,
    replay_edits: editsOf(asked, plan),
    cancel_reason: null,
    created_at: new Date(now),
    started_at: new Date(now),
  };
  const recorded = plan.recorded.flatMap((step): StepRow[] => {
    const name = plan.names.get(step.step_id);
    return name === undefined ? [] : [{ ...step, step_id: name, how: "copied", waiting_for: null, due: false }];
  });
  return openRun({ part: null, row, version: plan.version, vars: await q.deps.connections.variables(original.environment), recorded, now });
}

async function walk(world: World): Promise<ReplayPreview> {
  const { run, plan } = world;
  const steps = run.steps.map((record) => line(run, record, { will: "copied", note: null, outcome: null }));
  let input: Json = null;
  await walkImagined({
    ...world,
    see: {
      frame: (ready) => steps.push(line(run, { step: ready.step, item: "" }, { will: "execute", note: null, outcome: null })),
      parts: (ready) => {
        steps.push(line(run, ready, { will: "execute", note: IN_PARTS, outcome: null }));
        const looking = lookingAt(world, ready);
        return looking && answeredThen(world, looking);
      },
      step: async (ready) => {
        if (ready.step === plan.from && ready.item === "") input = await shownInput(world, ready);
        const looked = await look(world, ready);
        steps.push(line(run, ready, looked));
        return looked.outcome;
      },
    },
  });
  return { refused: null, input, steps };
}

function line(run: ActiveRun, at: { step: string; item: string }, q: Looked): Line {
  const name = stepOf(run, at.step)?.name ?? at.step;
  const shown = at.item === "" ? name : `${name} · ${decodeURIComponent(at.item)}`;
  return { step: at.step, name: shown, will: q.will, note: q.note, effects: q.effects ?? [] };
}

/** What the step would get, for somebody who wants to give it something else; null where it cannot be worked out. */
async function shownInput(world: World, ready: Ready): Promise<Json> {
  const looking = lookingAt(world, ready);
  if (looking === null) return null;
  try {
    const { resolved } = await inputs(world, looking);
    return dotted(world.deps.sensitive.seal(resolved, world.run.document.flow.sensitive));
  } catch (error) {
    if (error instanceof StepFailure) return null;
    throw error;
  }
}

function lookingAt({ run, deps }: World, ready: Ready): Looking | null {
  const step = stepOf(run, ready.step);
  const definition = step && deps.findStep(step.type);
  return step && definition ? { ready, step, definition } : null;
}

async function look(world: World, ready: Ready): Promise<Looked> {
  const looking = lookingAt(world, ready);
  if (looking === null) return { will: "execute", note: "This installation does not have the step's type.", outcome: null };
  const { step, definition } = looking;
  const then = answeredThen(world, looking);
  if (waits(step)) return { will: "execute", note: "Asks and waits again; what follows is shown as it was answered then.", outcome: then };
  try {
    if (definition.effect) return await lookAtEffect(world, looking);
    if (!isComputed(definition)) return { will: "execute", note: "Reads again; what follows is shown with what it read then.", outcome: then };
    return { will: "execute", note: null, outcome: await compute(world, looking) };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const { failure } = error;
    const outcome = isWired(world.run.document, step.id, "error") ? { port: "error", output: failure, at: 0 } : null;
    return { will: "execute", note: `Would fail: ${failure.message}`, outcome };
  }
}

async function lookAtEffect(world: World, q: Looking): Promise<Looked> {
  const { deps } = world;
  const { step, definition } = q;
  const { resolved: request, input } = await inputs(world, q);
  const then = answeredThen(world, q);
  if (onlyReads(step, input)) return { will: "execute", note: "Reads again; what follows is shown with what it read then.", outcome: then };
  const { rows } = await deps.pool.query<{ state: string; request_hash: string; outcome: Json; updated_at: Date }>(SQL.receipt, [
    [receiptKey(effectKeyOf(world, q))],
  ]);
  const receipt = rows[0];
  const isSame = receipt?.state === "done" && isSameRequest(receipt.request_hash, hashOf({ type: step.type, request }));
  if (!isSame) await refuseOwned({ rules: deps.rules, version: world.run.version, environment: world.run.row.environment, step, input });
  if (!receipt) return { will: "will be sent", note: null, outcome: then };
  if (receipt.state !== "done") {
    if (deliveryOf(step, definition, input) !== "at-most-once") return { will: "will be sent", note: null, outcome: then };
    return {
      will: "outcome unknown",
      note: "It was begun, and its answer never came. Check the other system, then choose Mark done or Send again.",
      outcome: null,
    };
  }
  const outcome = { port: "out", output: deps.sensitive.open(receipt.outcome), at: receipt.updated_at.getTime() };
  if (isSame) return { will: "found, will be skipped", note: null, outcome };
  if (updatesInstead(step)) return changed(world, { ...q, input, outcome });
  return { will: "needs send again", note: "It was sent before with other content; it is not sent again by itself.", outcome: null };
}

/** What an update of what was made then would change: the other system is read. */
async function changed(world: World, q: Looking & { input: Record<string, Json>; outcome: Outcome }): Promise<Looked> {
  const { outcome, definition } = q;
  const updates = (effects: EffectPreview[], note: string): Looked => ({ will: "changed, will update", note, effects, outcome });
  try {
    const effects = (await definition.effect?.preview(contextOf(world, { ...q, receipt: outcome.output }))) ?? [];
    if (effects.some((effect) => effect.isAnother))
      return {
        will: "will be sent",
        note: "It means another record than then, by its key or by what it matches: one is made, and the one of then stays as it is.",
        effects: effects.map((effect) => withDots(world, effect)),
        outcome: null,
      };
    if (isOfOneRecord(outcome.output) && effects.some((effect) => effect.action === "create" && effect.unread === undefined))
      return {
        will: "record was deleted",
        note: "What was made then is not there any more. It is not made again by itself: the replay stops here, and a person decides.",
        outcome: null,
      };
    if (effects.length > 0 && effects.every((effect) => effect.action === "none"))
      return updates([], "Its content differs from what was written then, and the record holds it already: nothing is written.");
    return updates(
      effects.map((effect) => withDots(world, effect)),
      "Its content differs from what was written then: the record is updated.",
    );
  } catch (error) {
    if (error instanceof StepFailure) return updates([], `What the update changes cannot be told: ${error.failure.message}`);
    throw error;
  }
}

/** Of a list of records some may be new: what is made is no sign that something was deleted. */
function isOfOneRecord(output: Json): boolean {
  return typeof output === "object" && output !== null && !Array.isArray(output) && typeof output.id === "number";
}

function withDots({ deps, run }: World, effect: EffectPreview): EffectPreview {
  const { sensitive } = run.document.flow;
  const hide = (name: string, value: Json): Json => {
    const shown = dotted(deps.sensitive.seal({ values: { [name]: value } }, sensitive));
    return typeof shown === "object" && shown !== null && "values" in shown && typeof shown.values === "object"
      ? (Object.values(shown.values ?? {})[0] ?? null)
      : null;
  };
  return { ...effect, fields: effect.fields.map((field) => ({ ...field, before: hide(field.name, field.before), after: hide(field.name, field.after) })) };
}

function answeredThen({ plan }: World, q: Looking): Outcome | null {
  const then = recordedOf(
    plan.recorded.filter((row) => row.status === "succeeded"),
    q,
  );
  return then ? answerOf(then) : null;
}
