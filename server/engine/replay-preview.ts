/**
 * What a replay would do, step by step, without doing anything: pure steps are computed, effects are looked up by their receipts. What
 * would be asked of other systems or people is answered as it was answered in the original run, so that later steps can be looked at too.
 */
import type { Json, Step } from "#flow/document.ts";
import { deliveryOf } from "#flow/delivery.ts";
import { StepFailure } from "#flow/failure.ts";
import { bodyOf, isWired } from "#flow/nested.ts";
import type { AnyStep } from "#flow/step.ts";
import type { ReplayPreview } from "../app.ts";
import type { Engine } from "../deps.ts";
import { UseCaseError } from "../deps.ts";
import { beginStep, nowOf, openRun, scopeOf, stepOf, waits } from "./active-run.ts";
import type { ActiveRun, StepRow } from "./active-run.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";
import { isSameRequest, keyOf, updatesInstead } from "./receipt.ts";
import { execute, onlyReads } from "./execute.ts";
import { newId } from "./ids.ts";
import { hashOf } from "./json.ts";
import { inputOf } from "./language.ts";
import { isInChunks } from "./chunk.ts";
import { closeFrame, lookAt, openFrame } from "./look.ts";
import type { Ready } from "./look.ts";
import { planReplay } from "./replay-plan.ts";
import type { ReplayAsked, ReplayPlan } from "./replay-plan.ts";
import { editsOf } from "./replay.ts";
import { SQL } from "./statements.ts";
import type { StepRun } from "./types.ts";

type Line = ReplayPreview["steps"][number];
type World = { deps: EngineDeps; limits: EngineLimits; plan: ReplayPlan; run: ActiveRun };
/** `at`: when it happened, for the run's clock */
type Outcome = { port: string; output: Json; at: number };
/** Without an outcome nothing is known of what comes after. */
type Looked = { will: Line["will"]; note: string | null; outcome: Outcome | null };

const STEPS = 300;

export function createReplayPreview(q: { deps: EngineDeps; limits: EngineLimits }): Engine["replayPreview"] {
  return async (asked) => {
    try {
      const plan = await planReplay({ deps: q.deps, database: q.deps.pool, asked });
      const run = await imagined({ deps: q.deps, plan, asked });
      return { refused: null, steps: await walk({ ...q, plan, run }) };
    } catch (error) {
      if (error instanceof UseCaseError && error.status === 409) return { refused: error.message, steps: [] };
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

async function walk(world: World): Promise<Line[]> {
  const { run } = world;
  const lines = run.steps.map((record) => line(run, record.step, { will: "copied", note: null }));
  for (let count = 0; count < STEPS; count += 1) {
    const { decision, ready: all, ended } = lookAt(run, { reworkLimit: world.limits.reworkLimit });
    for (const frame of ended) closeFrame({ run, frame, now: run.clock });
    if (ended.length > 0) continue;
    const [ready] = all;
    if (!ready || decision.status === "failed") break;
    const drawn = stepOf(run, ready.step);
    if (drawn && bodyOf(drawn)) {
      const record = beginStep(run, ready, run.clock);
      await openFrame({ run, record, step: drawn, within: ready.within, now: run.clock });
      if (isInChunks(drawn, record)) {
        const note = "Its items are too many to be looked at one by one: what has happened to an item is found, and only the rest is sent.";
        lines.push(line(run, ready.step, { will: "execute", note }));
        finish(run, record, answeredThen(world, ready));
        continue;
      }
      const opened = run.frames.get(record)?.walk.opened;
      // an item whose answer is not known yet does not hide the others
      if (opened) opened.concurrency = opened.items.length;
      lines.push(line(run, ready.step, { will: "execute", note: null }));
      continue;
    }
    const looked = await look(world, ready);
    lines.push(line(run, ready.step, looked, ready.item));
    settle(world, ready, looked);
  }
  return lines;
}

function line(run: ActiveRun, step: string, q: { will: Line["will"]; note: string | null }, item = ""): Line {
  const name = stepOf(run, step)?.name ?? step;
  return { step, name: item === "" ? name : `${name} · ${decodeURIComponent(item)}`, will: q.will, note: q.note };
}

function settle(world: World, ready: Ready, { outcome }: Looked): void {
  finish(world.run, beginStep(world.run, ready, world.run.clock), outcome);
}

function finish(run: ActiveRun, record: StepRun, outcome: Outcome | null): void {
  if (outcome !== null && outcome.at > run.clock) run.clock = outcome.at;
  record.finishedAt = run.clock;
  record.status = outcome === null ? "waiting" : "succeeded";
  record.port = outcome?.port ?? null;
  record.output = outcome?.output ?? null;
}

async function look(world: World, ready: Ready): Promise<Looked> {
  const { deps, run } = world;
  const step = stepOf(run, ready.step);
  const definition = step && deps.findStep(step.type);
  if (!step || !definition) return { will: "execute", note: "This installation does not have the step's type.", outcome: null };
  if (waits(step))
    return { will: "execute", note: "Asks and waits again; what follows is shown as it was answered then.", outcome: answeredThen(world, ready) };
  try {
    return definition.effect ? await lookAtEffect(world, { ready, step, definition }) : await compute(world, { ready, step, definition });
  } catch (error) {
    if (error instanceof StepFailure) return { will: "execute", note: `Would fail: ${error.failure.message}`, outcome: failed(world, step, error) };
    throw error;
  }
}

type Looking = { ready: Ready; step: Step; definition: AnyStep };

async function compute(world: World, { ready, step, definition }: Looking): Promise<Looked> {
  if (definition.uses.length > 0)
    return { will: "execute", note: "Reads again; what follows is shown with what it read then.", outcome: answeredThen(world, ready) };
  const { run } = world;
  const { input } = await resolved(world, { ready, step, definition });
  const record = { ...beginStep(openCopy(run), ready, run.clock) };
  const result = await execute({
    run,
    within: ready.within,
    record,
    step,
    definition,
    input,
    ports: {
      ...world.deps.portsFor(run.row.environment),
      events: { publish: () => Promise.reject(new Error("a preview publishes nothing")), hear: async () => ({ state: "waiting", until: null }) },
      flows: { call: () => Promise.reject(new Error("a preview starts nothing")) },
    },
    effect: { key: "", delivery: "at-least-once" },
    signal: new AbortController().signal,
    stepTimeoutMs: world.limits.stepTimeoutMs,
    outputBytes: world.limits.outputBytes,
  });
  return { will: "execute", note: null, outcome: result.kind === "done" ? { port: result.port ?? "out", output: result.output, at: 0 } : null };
}

/** A step that is only tried leaves no trace in the imagined run. */
function openCopy(run: ActiveRun): ActiveRun {
  const byItem = new Map([...run.byItem].map(([item, steps]) => [item, [...steps]]));
  return { ...run, steps: [...run.steps], byItem, open: new Set(run.open), dirty: new Set() };
}

function resolved(world: World, { ready, step, definition }: Looking) {
  const { run } = world;
  const isEdited = step.id === run.row.replay_from && run.row.replay_edits?.input !== undefined;
  const language = { now: nowOf(run, step), seed: run.row.seed, step: step.id };
  return inputOf({ step, definition, scope: scopeOf(run, ready.within), language, replaced: isEdited ? run.row.replay_edits?.input : undefined });
}

async function lookAtEffect(world: World, q: Looking): Promise<Looked> {
  const { deps, run } = world;
  const { step, definition } = q;
  const { resolved: request, input } = await resolved(world, q);
  const then = answeredThen(world, q.ready);
  if (onlyReads(step, input)) return { will: "execute", note: "Reads again; what follows is shown with what it read then.", outcome: then };
  const key = keyOf({ installation: deps.installation, row: run.row, step, definition, visit: q.ready.visit, item: q.ready.item });
  const { rows } = await deps.pool.query<{ state: string; request_hash: string; outcome: Json; updated_at: Date }>(SQL.receipt, [[key]]);
  const receipt = rows[0];
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
  if (isSameRequest(receipt.request_hash, hashOf({ type: step.type, request }))) return { will: "found, will be skipped", note: null, outcome };
  if (updatesInstead(step)) return { will: "will be sent", note: "Its content differs from what was written then: the record is updated.", outcome };
  return { will: "needs send again", note: "It was sent before with other content; it is not sent again by itself.", outcome: null };
}

function answeredThen(world: World, ready: Ready): Outcome | null {
  const was = stepOf(world.run, ready.step)?.was ?? [];
  const then = world.plan.recorded.findLast(
    (row) => (row.step_id === ready.step || was.includes(row.step_id)) && row.visit === ready.visit && row.item === ready.item && row.status === "succeeded",
  );
  return then ? { port: then.port ?? "out", output: then.output, at: then.finished_at?.getTime() ?? 0 } : null;
}

function failed(world: World, step: Step, error: StepFailure): Outcome | null {
  return isWired(world.run.document, step.id, "error") ? { port: "error", output: error.failure, at: 0 } : null;
}
