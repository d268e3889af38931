/**
 * A dry run: a document in memory, from its trigger or from what a run has recorded. Pure steps really execute; effects are
 * described by their previews and answer with their simulated output, where ids that do not exist yet are `{ "$new": "<step>" }`.
 * Nothing is stored, sent or announced: steps get ports that can only read. Where a person says so, and in a sandbox only, the effects of
 * chosen steps really happen (simulate-send.ts).
 */
import { randomUUID } from "node:crypto";
import type { FlowDocument, Json } from "#flow/document.ts";
import { business } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { StepRecord } from "#flow/run.ts";
import type { TestRunView } from "#server/app.ts";
import type { Clock, ConnectionSource, Engine, FindStep, PortsFor, Simulate } from "#server/deps.ts";
import { namesOf } from "./arrival.ts";
import { createThroughCalled } from "./simulate-called.ts";
import type { FindCalled, ThroughCalled } from "./simulate-called.ts";
import { runOnly } from "./simulate-only.ts";
import type { Spot, StepWorld } from "./simulate-step.ts";
import { advance } from "./simulate-walk.ts";
import type { Going, Limits, Progress } from "./simulate-walk.ts";

export type SimulateDeps = {
  portsFor: PortsFor;
  connections: Pick<ConnectionSource, "variables">;
  clock: Clock;
  findStep: FindStep;
  /** key of this installation, from the table of that name */
  installation: string;
  /** for effects that really happen; absent: no event can be published */
  publishEvent?: Engine["publishEvent"];
  /** flows that steps call; absent: what they would do is not looked at */
  findCalled?: FindCalled;
  limits?: Partial<Limits>;
};

/** Flows that call each other are followed so far. */
const DEEPEST = 3;

const LIMITS: Limits = { steps: 300, milliseconds: 20_000, stepMilliseconds: 10_000, rework: 20 };

/** What really happens takes longer than what is described. */
const SENDING: Partial<Limits> = { milliseconds: 60_000, stepMilliseconds: 30_000 };

type Request = Parameters<Simulate>[0];
type Result = Awaited<ReturnType<Simulate>>;
type StepView = TestRunView["steps"][number];

export function createSimulate(deps: SimulateDeps): Simulate {
  return simulateAt(deps, 0);
}

function simulateAt(deps: SimulateDeps, depth: number): Simulate {
  const find = depth < DEEPEST ? deps.findCalled : undefined;
  const through: ThroughCalled = find ? createThroughCalled({ find, simulate: simulateAt(deps, depth + 1) }) : async () => null;
  return async (q) => {
    const limits = { ...LIMITS, ...(q.send ? SENDING : {}), ...deps.limits };
    const started = deps.clock.now();
    const trigger = q.document.steps.find((step) => deps.findStep(step.type)?.trigger === true && (q.start === undefined || step.id === q.start));
    if (!trigger)
      return ended(
        { views: [], effects: [] },
        "failed",
        0,
        business("rule", "flow.no_trigger", "This flow has no trigger, so nothing starts it.", { fix: "Add a trigger step." }).failure,
        [],
      );
    const { progress, spot } = begin(q, trigger.id);
    const world = await worldOf({ deps, q, limits, started, through });
    const going: Going = { q, world, progress, limits, elapsed: () => deps.clock.now() - started, count: { executed: 0 } };
    if (q.only) {
      const outcome = await runOnly(going, q.only);
      return ended(progress, outcome.status, deps.clock.now() - started, outcome.failure, []);
    }
    const outcome = await advance(going, q.document, spot);
    const skipped = outcome.skipped.filter((id) => !spot.records.some((record) => record.step === id));
    return ended(progress, outcome.status, deps.clock.now() - started, outcome.failure, skipped);
  };
}

function begin(q: Request, trigger: string): { progress: Progress; spot: Spot } {
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
    const records: StepRecord[] = [{ step: trigger, visit: 1, status: "succeeded", port: "out", output: q.trigger }];
    return { progress: { views: [first], effects: [] }, spot: { records, inside: null } };
  }
  return { progress: { views: [], effects: [] }, spot: { records: recorded.map((record) => answered(record, q)), inside: null } };
}

/** An approval that the run waits at gets the outcome that is asked about. */
function answered(record: StepRecord, q: Request): StepRecord {
  const outcome = q.outcomes?.[record.step];
  if (record.status !== "waiting" || outcome === undefined) return record;
  return { step: record.step, visit: record.visit, status: "succeeded", port: outcome, output: { outcome, by: null, reason: null, form: {} } };
}

async function worldOf(q: { deps: SimulateDeps; q: Request; limits: Limits; started: number; through: ThroughCalled }): Promise<StepWorld> {
  const { deps, q: request } = q;
  const { document, environment, trigger } = request;
  const now = request.now ?? q.started;
  const run = request.run ?? { ...newRun(document, request.send !== undefined), startedAt: new Date(now).toISOString() };
  const named = { version: { document }, environment, trigger, runId: run.id, correlationId: run.correlationId, at: now };
  const businessKey = request.run ? (request.run.businessKey ?? null) : (await namesOf({ deps, ...named })).businessKey;
  return {
    document,
    contracts: request.contracts ?? {},
    ownership: request.ownership ?? null,
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
    through: q.through,
    send: request.send === undefined ? null : { ...request.send, publishEvent: deps.publishEvent ?? null },
  };
}

/** The origin is nobody else's: what a test run sends has keys that no run ever has, nor another test run. */
function newRun(document: FlowDocument, sends: boolean) {
  const id = randomUUID();
  if (sends) return { id, origin: `test-run:${id}`, flowId: document.flow.key, seed: id, correlationId: `test-run:${id}` };
  return { id, origin: randomUUID(), flowId: document.flow.key, seed: "dry run", correlationId: "dry run" };
}

function ended(progress: Progress, status: Result["status"], milliseconds: number, failure: Failure | null, skipped: string[]): Result {
  const unreached = skipped.map(
    (step): StepView => ({ step, visit: 1, status: "skipped", port: null, milliseconds: 0, output: null as Json, failure: null, effects: [], note: null }),
  );
  return { status, failure, milliseconds, steps: [...progress.views, ...unreached], effects: progress.effects };
}
