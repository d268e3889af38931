/** The loop of a dry run, which is the engine's own: ask `decide` what is ready, do it, record it, ask again. */
import type { Step } from "#flow/document.ts";
import { business } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { Scope } from "#flow/expression/evaluate.ts";
import { bodyOf, placeOf } from "#flow/nested.ts";
import type { Graph } from "#flow/nested.ts";
import { decide, recordOf } from "#flow/run.ts";
import type { Decision, ReadyStep, StepRecord } from "#flow/run.ts";
import type { EffectPreview } from "#flow/step.ts";
import type { TestRunView } from "#server/app.ts";
import type { Simulate } from "#server/deps.ts";
import { endOf, opened, openItems, startWalk, stepOn } from "./frames.ts";
import type { Opened } from "./frames.ts";
import { firstOf } from "./pages.ts";
import { readOnly } from "./simulate-ports.ts";
import { failed, failureOf, scopeAt, simulateStep } from "./simulate-step.ts";
import type { Simulated, Spot, StepWorld } from "./simulate-step.ts";

export type Limits = { steps: number; milliseconds: number; stepMilliseconds: number; rework: number };

/** Records of a for each over a search that a dry run looks at. */
const FIRST_RECORDS = 10;

type StepView = TestRunView["steps"][number];

/** What is shown of it; grows. */
export type Progress = { views: StepView[]; effects: { step: string; previews: EffectPreview[] }[] };

type Outcome = { status: TestRunView["status"]; failure: Failure | null; skipped: string[] };

export type Going = { q: Parameters<Simulate>[0]; world: StepWorld; progress: Progress; limits: Limits; elapsed: () => number; count: { executed: number } };

/** Takes a graph to its end: the flow itself, or the body of a frame for one item. `spot.records` grows. */
export async function advance(going: Going, graph: Graph, spot: Spot): Promise<Outcome> {
  const { limits } = going;
  for (;;) {
    const decision = decide(graph, spot.records, { reworkLimit: limits.rework, isBody: spot.inside !== null });
    spot.records = withCancelled(spot.records, decision.cancel);
    if (decision.ready.length === 0) return outcomeOf(decision);
    for (const ready of decision.ready) {
      if (going.count.executed >= limits.steps) return stopped(`The dry run stopped after ${limits.steps} steps.`);
      if (going.elapsed() >= limits.milliseconds) return stopped(`The dry run stopped after ${Math.round(limits.milliseconds / 1000)} s.`);
      going.count.executed += 1;
      const result = pinnedOf(going, ready) ?? (await executed(going, spot, ready));
      record(going.progress, spot, { ready, result });
      if (going.q.until === ready.step)
        return { status: result.failure && result.port === null ? "failed" : "succeeded", failure: result.port === null ? result.failure : null, skipped: [] };
      // what a rework or a failure made obsolete must not run in the same round
      if (result.port === null || isRework(graph, ready.step, result.port)) break;
    }
  }
}

/** One step where the dry run stands, with its items where it has any. */
export async function executed(going: Going, spot: Spot, ready: ReadyStep): Promise<Simulated> {
  const step = placeOf(going.q.document, ready.step)?.step;
  return step && bodyOf(step) ? simulateFrame(going, spot, { ready, step }) : simulateStep(going.world, spot, ready);
}

/** What is kept of a step stands for its execution. The step that the dry run goes up to is executed: that is what was asked for. */
function pinnedOf({ q }: Going, { step }: ReadyStep): (Simulated & { isPinned: true }) | null {
  const pin = q.until === step ? undefined : q.pins?.[step];
  if (pin === undefined) return null;
  return { status: "succeeded", ...pin, milliseconds: 0, failure: null, effects: [], note: "Pinned: what is kept of it was taken.", isPinned: true };
}

/** Items one after the other, in the order of the list: a dry run has no need to hurry. */
async function simulateFrame(going: Going, spot: Spot, { ready, step }: { ready: ReadyStep; step: Step }): Promise<Simulated> {
  const { world } = going;
  const started = going.elapsed();
  const scope = scopeAt(world, spot);
  try {
    const walk = startWalk(await openedHere(world, step, scope));
    const spots = new Map<number, Spot>();
    const spotOf = (index: number): Spot => {
      const item = walk.opened.items[index];
      const outer = spot.inside === null ? "" : `${spot.inside.path}/`;
      const known = spots.get(index) ?? {
        records: [],
        inside: { steps: scope.steps, item: item?.value ?? null, index, path: `${outer}${encodeURIComponent(item?.key ?? "")}` },
      };
      spots.set(index, known);
      return known;
    };
    for (;;) {
      const { under, isOver } = stepOn(walk, { historyOf: (index) => spotOf(index).records, firstVisit: () => 1, reworkLimit: going.limits.rework });
      if (isOver) break;
      for (const { index } of under) {
        if (!walk.active.has(index)) continue;
        const outcome = await advance(going, walk.opened.body, spotOf(index));
        if (outcome.status === "waiting")
          return { status: "waiting", port: null, milliseconds: 0, output: null, failure: null, effects: [], note: "Waits inside an item." };
        if (outcome.failure?.code === "simulate.limit") return { ...failed(world, outcome.failure, ready.step), port: null };
      }
    }
    const end = endOf(walk);
    const milliseconds = going.elapsed() - started;
    if (end.failure) return { ...failed(world, end.failure, ready.step), milliseconds };
    return {
      status: "succeeded",
      port: "out",
      milliseconds,
      output: end.output,
      failure: null,
      effects: [],
      note: step.config.source === undefined ? `${walk.opened.items.length} items` : `The first ${walk.opened.items.length} records of its search.`,
    };
  } catch (error) {
    return failed(world, failureOf(error, ready.step), ready.step);
  }
}

/** Of a search, a few records show what happens to all of them. */
async function openedHere(world: StepWorld, step: Step, scope: Scope): Promise<Opened> {
  const language = { now: world.now, seed: world.run.seed, step: step.id };
  if (step.config.source === undefined) return openItems({ step, scope, language });
  const signal = AbortSignal.timeout(world.stepMilliseconds);
  return opened(step, await firstOf({ step, scope, language, odoo: readOnly(world.ports).odoo, signal, most: FIRST_RECORDS }));
}

export function record(progress: Progress, spot: Spot, { ready, result }: { ready: ReadyStep; result: Simulated }): void {
  const status = result.status === "simulated" ? "succeeded" : result.status;
  spot.records = [...spot.records, recordOf({ ...ready, ...result, status })];
  const item = spot.inside === null ? {} : { item: decodeURIComponent(spot.inside.path) };
  progress.views.push({ step: ready.step, visit: ready.visit, ...item, ...result });
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

function isRework(document: Graph, step: string, port: string): boolean {
  return document.edges.some((edge) => edge.from === step && (edge.port ?? "out") === port && edge.rework === true);
}
