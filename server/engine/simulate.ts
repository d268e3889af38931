/**
 * A dry run: a document in memory, from its trigger or from what a run has recorded. Pure steps really execute; effects are
 * described by their previews and answer with their simulated output, where ids that do not exist yet are `{ "$new": "<step>" }`.
 * Nothing is stored, sent or announced: steps get ports that can only read.
 *
 * The loop is the engine's own: ask `decide` what is ready, do it, record it, ask again.
 */
import { randomUUID } from "node:crypto";
import type { FlowDocument, Json } from "#flow/document.ts";
import { business } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import { decide } from "#flow/run.ts";
import type { Decision, ReadyStep, StepRecord } from "#flow/run.ts";
import type { EffectPreview } from "#flow/step.ts";
import type { TestRunView } from "#server/app.ts";
import type { Clock, ConnectionSource, FindStep, PortsFor, Simulate } from "#server/deps.ts";
import { namesOf } from "./arrival.ts";
import { simulateStep } from "./simulate-step.ts";
import type { Simulated, StepWorld } from "./simulate-step.ts";

export type SimulateDeps = {
  portsFor: PortsFor;
  connections: Pick<ConnectionSource, "variables">;
  clock: Clock;
  findStep: FindStep;
  /** key of this installation, from the table of that name */
  installation: string;
  limits?: Partial<Limits>;
};

type Limits = { steps: number; milliseconds: number; stepMilliseconds: number; rework: number };

const LIMITS: Limits = { steps: 300, milliseconds: 20_000, stepMilliseconds: 10_000, rework: 20 };

type Request = Parameters<Simulate>[0];
type Result = Awaited<ReturnType<Simulate>>;
type StepView = TestRunView["steps"][number];

/** What has happened so far; replaced, never changed, except that `views` and `effects` grow. */
type Progress = { records: StepRecord[]; views: StepView[]; effects: { step: string; previews: EffectPreview[] }[] };

export function createSimulate(deps: SimulateDeps): Simulate {
  const limits = { ...LIMITS, ...deps.limits };
  return async (q) => {
    const started = deps.clock.now();
    const trigger = q.document.steps.find((step) => deps.findStep(step.type)?.trigger === true);
    if (!trigger)
      return ended(
        { records: [], views: [], effects: [] },
        "failed",
        0,
        business("rule", "flow.no_trigger", "This flow has no trigger, so nothing starts it.", { fix: "Add a trigger step." }).failure,
        [],
      );
    const progress = begin(q, trigger.id);
    const world = await worldOf({ deps, q, limits, started });
    const outcome = await advance({ q, world, progress, limits, elapsed: () => deps.clock.now() - started });
    const skipped = outcome.skipped.filter((id) => !progress.records.some((record) => record.step === id));
    return ended(progress, outcome.status, deps.clock.now() - started, outcome.failure, skipped);
  };
}

function begin(q: Request, trigger: string): Progress {
  const recorded = (q.history ?? []).map(
    (entry): StepRecord => ({ step: entry.step, visit: entry.visit, status: entry.status, port: entry.port, output: entry.output }),
  );
  if (recorded.length === 0) {
    const first: StepView = {
      step: trigger,
      visit: 1,
      status: "succeeded",
      port: "out",
      milliseconds: 0,
      output: q.trigger,
      failure: null,
      effects: [],
      note: null,
    };
    return { records: [{ step: trigger, visit: 1, status: "succeeded", port: "out", output: q.trigger }], views: [first], effects: [] };
  }
  return { records: recorded.map((record) => answered(record, q)), views: [], effects: [] };
}

/** An approval that the run waits at gets the outcome that is asked about. */
function answered(record: StepRecord, q: Request): StepRecord {
  const outcome = q.outcomes?.[record.step];
  if (record.status !== "waiting" || outcome === undefined) return record;
  return { step: record.step, visit: record.visit, status: "succeeded", port: outcome, output: { outcome, by: null, reason: null, form: {} } };
}

async function worldOf(q: { deps: SimulateDeps; q: Request; limits: Limits; started: number }): Promise<StepWorld> {
  const { deps, q: request } = q;
  const { document, environment, trigger } = request;
  const now = request.now ?? q.started;
  const run = request.run ?? { ...newRun(document), startedAt: new Date(now).toISOString() };
  const named = { version: { document }, environment, trigger, runId: run.id, correlationId: run.correlationId, at: now };
  const businessKey = request.run ? (request.run.businessKey ?? null) : (await namesOf({ deps, ...named })).businessKey;
  return {
    document,
    findStep: deps.findStep,
    ports: deps.portsFor(environment),
    environment,
    installation: deps.installation,
    run: { ...run, businessKey },
    trigger,
    vars: await deps.connections.variables(environment),
    now,
    clock: deps.clock,
    stopAtWait: request.stopAtWait ?? false,
    outcomes: request.outcomes ?? {},
    stepMilliseconds: q.limits.stepMilliseconds,
  };
}

function newRun(document: FlowDocument) {
  return { id: randomUUID(), origin: randomUUID(), flowId: document.flow.key, seed: "dry run", correlationId: "dry run" };
}

type Outcome = { status: Result["status"]; failure: Failure | null; skipped: string[] };

async function advance(q: { q: Request; world: StepWorld; progress: Progress; limits: Limits; elapsed: () => number }): Promise<Outcome> {
  const { progress, limits } = q;
  for (let executed = 0; ; ) {
    const decision = decide(q.q.document, progress.records, { reworkLimit: limits.rework });
    progress.records = withCancelled(progress.records, decision.cancel);
    if (decision.ready.length === 0) return outcomeOf(decision);
    for (const ready of decision.ready) {
      if (executed >= limits.steps) return stopped(`The dry run stopped after ${limits.steps} steps.`);
      if (q.elapsed() >= limits.milliseconds) return stopped(`The dry run stopped after ${Math.round(limits.milliseconds / 1000)} s.`);
      executed += 1;
      const result = await simulateStep(q.world, progress.records, ready);
      record(progress, ready, result);
      if (q.q.until === ready.step)
        return { status: result.failure && result.port === null ? "failed" : "succeeded", failure: result.port === null ? result.failure : null, skipped: [] };
      // what a rework or a failure made obsolete must not run in the same round
      if (result.port === null || isRework(q.q.document, ready.step, result.port)) break;
    }
  }
}

function record(progress: Progress, ready: ReadyStep, result: Simulated): void {
  const status = result.status === "simulated" ? "succeeded" : result.status;
  progress.records = [
    ...progress.records,
    {
      step: ready.step,
      visit: ready.visit,
      status,
      output: result.output,
      ...(result.port === null ? {} : { port: result.port }),
      ...(result.failure === null ? {} : { failure: result.failure }),
    },
  ];
  progress.views.push({ step: ready.step, visit: ready.visit, ...result });
  if (result.effects.length > 0) progress.effects.push({ step: ready.step, previews: result.effects });
}

function withCancelled(records: StepRecord[], cancel: ReadyStep[]): StepRecord[] {
  if (cancel.length === 0) return records;
  return records.map((record) =>
    cancel.some((each) => each.step === record.step && each.visit === record.visit && record.status !== "succeeded")
      ? { ...record, status: "cancelled" }
      : record,
  );
}

function outcomeOf(decision: Decision): Outcome {
  return { status: decision.status, failure: decision.failure ?? null, skipped: decision.skipped };
}

function stopped(message: string): Outcome {
  return {
    status: "failed",
    failure: business("limit", "simulate.limit", message, { fix: "Look for a loop that sends work back again and again." }).failure,
    skipped: [],
  };
}

function isRework(document: FlowDocument, step: string, port: string): boolean {
  return document.edges.some((edge) => edge.from === step && (edge.port ?? "out") === port && edge.rework === true);
}

function ended(progress: Progress, status: Result["status"], milliseconds: number, failure: Failure | null, skipped: string[]): Result {
  const unreached = skipped.map(
    (step): StepView => ({ step, visit: 1, status: "skipped", port: null, milliseconds: 0, output: null as Json, failure: null, effects: [], note: null }),
  );
  return { status, failure, milliseconds, steps: [...progress.views, ...unreached], effects: progress.effects };
}
