/** One step of a dry run: resolve its inputs as the engine would, then execute it, or describe its effect. Failures are data. */
import type { FlowDocument, Json, Step } from "#flow/document.ts";
import { portOf } from "#flow/document.ts";
import { StepFailure, technical } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { Ports } from "#flow/ports.ts";
import type { ReadyStep, StepRecord } from "#flow/run.ts";
import type { AnyStep, EffectPreview, RunScope, StepContext, StepResult, Wait } from "#flow/step.ts";
import type { Clock, FindStep } from "#server/deps.ts";
import { readOnly } from "./simulate-ports.ts";

/** Evaluates every expression inside a value, in a step's scope. Throws StepFailure. */
export type Resolve = (value: Json, scope: StepContext<unknown>["scope"], q: { now: number; seed: string; step: string }) => Promise<Json | undefined>;

/** The key that the engine would give an effect, so that previews look for the very record that it would write. */
export type KeyOf = (q: { environment: string; flowId: string; origin: string; step: Step; visit: number; hasVisit: boolean }) => string;

export type StepWorld = {
  resolve: Resolve;
  keyOf: KeyOf;
  document: FlowDocument;
  findStep: FindStep;
  ports: Omit<Ports, "events">;
  environment: string;
  run: { id: string; origin: string; flowId: string; seed: string; correlationId: string; startedAt: string; businessKey: string | null };
  trigger: Json;
  vars: Record<string, Json>;
  /** the run's clock */
  now: number;
  /** measures how long steps take */
  clock: Clock;
  stopAtWait: boolean;
  outcomes: Record<string, string>;
  stepMilliseconds: number;
};

export type Simulated = {
  status: "succeeded" | "failed" | "waiting" | "simulated";
  port: string | null;
  milliseconds: number;
  output: Json;
  failure: Failure | null;
  effects: EffectPreview[];
  note: string | null;
};

type Done = Omit<Simulated, "milliseconds" | "failure">;

export async function simulateStep(world: StepWorld, records: StepRecord[], ready: ReadyStep): Promise<Simulated> {
  const started = world.clock.now();
  const step = world.document.steps.find((each) => each.id === ready.step);
  const signal = AbortSignal.timeout(world.stepMilliseconds);
  try {
    if (!step) throw technical("configuration", "flow.step_missing", `There is no step ${ready.step} in this flow.`);
    const done = await withinTime(dryRun({ world, records, step, visit: ready.visit, signal }), signal, step);
    return { ...done, milliseconds: world.clock.now() - started, failure: null };
  } catch (error) {
    const failure = failureOf(error, ready.step);
    const wired = world.document.edges.some((edge) => edge.from === ready.step && portOf(edge) === "error");
    return {
      status: "failed",
      port: wired ? "error" : null,
      milliseconds: world.clock.now() - started,
      output: wired ? failure : null,
      failure,
      effects: [],
      note: null,
    };
  }
}

type Doing = { world: StepWorld; records: StepRecord[]; step: Step; visit: number; signal: AbortSignal };

async function dryRun(q: Doing): Promise<Done> {
  const definition = q.world.findStep(q.step.type);
  if (!definition)
    throw technical("configuration", "flow.step_type_unknown", `This installation has no step type ${q.step.type}.`, {
      fix: "Delete the step, or update the installation.",
    });
  const context = await contextOf(q, definition);
  if (context === null) return onNewRecord(q.step);
  if (definition.effect) {
    const effects = await definition.effect.preview(context);
    return { status: "simulated", port: "out", output: definition.effect.simulate(context, effects), effects, note: effects[0]?.title ?? null };
  }
  if (!definition.execute) return { status: "succeeded", port: "out", output: null, effects: [], note: null };
  return afterExecute(q, await definition.execute(context));
}

function afterExecute(q: Doing, result: StepResult): Done {
  if (result.kind === "done") return { status: "succeeded", port: result.port ?? "out", output: result.output, effects: [], note: null };
  return waited(q, result.wait);
}

/** Approvals take the outcome that is asked about; timers pass at once. Both stop the dry run where it is to end at the next wait. */
function waited(q: Doing, wait: Wait): Done {
  const { world, step } = q;
  const nothing = { output: null, effects: [] };
  if (wait.kind === "timer") {
    const note = `Waits until ${wait.until}.`;
    return world.stopAtWait
      ? { ...nothing, status: "waiting", port: null, note }
      : { status: "simulated", port: "out", output: { until: wait.until }, effects: [], note };
  }
  const asked = world.outcomes[step.id];
  if (asked === undefined && world.stopAtWait) return { ...nothing, status: "waiting", port: null, note: `Asks: ${wait.approval.title}` };
  // sent back once, then approved: a dry run that asks for changes for ever would only show the loop
  const outcome = asked === "changes" && q.visit > 1 ? "approved" : (asked ?? "approved");
  return {
    status: "simulated",
    port: outcome,
    output: { outcome, by: null, reason: null, form: {} },
    effects: [],
    note: `Asks: ${wait.approval.title} (taken as ${outcome}).`,
  };
}

/** A step whose inputs cannot be complete before an earlier effect has really happened. */
function onNewRecord(step: Step): Done {
  const note = "Works on a record that does not exist yet; it cannot be described before that.";
  return { status: "simulated", port: "out", output: { id: { $new: step.id }, result: null, records: [] }, effects: [], note };
}

/** Null where the inputs are only incomplete because of ids that do not exist yet. */
async function contextOf(q: Doing, definition: AnyStep): Promise<StepContext<Record<string, Json>> | null> {
  const { world, step } = q;
  const run: RunScope = {
    id: world.run.id,
    correlationId: world.run.correlationId,
    startedAt: world.run.startedAt,
    environment: world.environment,
    businessKey: world.run.businessKey,
  };
  const scope = { trigger: world.trigger, steps: latestOutputs(q.records), run, vars: world.vars };
  const language = { now: world.now, seed: world.run.seed, step: step.id };
  const config = definition.config.parse(step.config);
  const resolved = definition.lazy ? config : await world.resolve(config, scope, language);
  const input = definition.input.safeParse(resolved);
  if (!input.success) {
    if (holdsNew(resolved)) return null;
    throw technical(
      "configuration",
      "step.input",
      `Step ${step.name ?? step.id} got inputs that it cannot use: ${input.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; ")}.`,
      { where: { step: step.id } },
    );
  }
  return {
    step,
    input: input.data,
    evaluate: (value) => world.resolve(value, scope, language),
    scope,
    now: world.now,
    ports: readOnly(world.ports),
    effect: { key: keyFor(q, definition), delivery: step.delivery ?? definition.effect?.delivery ?? "at-least-once" },
    note: () => undefined,
    signal: q.signal,
    attempt: 1,
  };
}

function keyFor(q: Doing, definition: AnyStep): string {
  const { run, environment } = q.world;
  return q.world.keyOf({ environment, flowId: run.flowId, origin: run.origin, step: q.step, visit: q.visit, hasVisit: definition.effect?.keyHasVisit ?? true });
}

/** The latest output of each step, as expressions see it. */
function latestOutputs(records: StepRecord[]): Record<string, Json> {
  const outputs: Record<string, Json> = {};
  for (const record of records) if (record.status === "succeeded" || record.port === "error") outputs[record.step] = record.output ?? null;
  return outputs;
}

function holdsNew(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsNew);
  if (typeof value !== "object" || value === null) return false;
  return typeof value.$new === "string" || Object.values(value).some(holdsNew);
}

function failureOf(error: unknown, step: string): Failure {
  if (error instanceof StepFailure) return { ...error.failure, where: { step, ...error.failure.where } };
  const message = error instanceof Error ? error.message : "unknown";
  return technical("internal", "step.internal", `Step ${step} broke in a way that its author did not foresee: ${message}`, { where: { step } }).failure;
}

/** A step that ignores its signal must not hold the dry run. */
async function withinTime<T>(work: Promise<T>, signal: AbortSignal, step: Step): Promise<T> {
  let stop: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    stop = () =>
      reject(technical("timeout", "step.timeout", `Step ${step.name ?? step.id} took too long for a dry run.`, { retryable: true, where: { step: step.id } }));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
