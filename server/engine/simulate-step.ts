/** One step of a dry run: resolve its inputs as the engine would, then execute it, or describe its effect. Failures are data. */
import { z } from "zod";
import type { KeptContracts } from "#flow/contract/named.ts";
import type { FlowDocument, Json, Step } from "#flow/document.ts";
import { deliveryOf } from "#flow/delivery.ts";
import { evaluate, resolveConfig } from "#flow/expression/evaluate.ts";
import { StepFailure, technical } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import { stoppedBy } from "#flow/kept-rules.ts";
import type { KeptRules } from "#flow/kept-rules.ts";
import { isWired, placeOf } from "#flow/nested.ts";
import type { Ports } from "#flow/ports.ts";
import { outputsOf } from "#flow/run.ts";
import type { Outputs, ReadyStep, StepRecord } from "#flow/run.ts";
import type { AnyStep, EffectPreview, RunScope, StepContext, StepResult, Wait } from "#flow/step.ts";
import { writtenValues } from "#flow/written-values.ts";
import type { Clock, Engine, FindStep, Sending } from "#server/deps.ts";
import { contractIn } from "./kept-contract.ts";
import { checkedInput, resolvedOf } from "./language.ts";
import type { Reading } from "./language.ts";
import { keyOf } from "./receipt.ts";
import type { ThroughCalled } from "./simulate-called.ts";
import { readOnly } from "./simulate-ports.ts";
import { send, unsent } from "./simulate-send.ts";

export type StepWorld = {
  /** key of this installation: previews look for the very record that the engine would write */
  installation: string;
  document: FlowDocument;
  contracts: KeptContracts;
  /** null: nothing is stopped */
  ownership: KeptRules | null;
  findStep: FindStep;
  ports: Omit<Ports, "events" | "flows">;
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
  through: ThroughCalled;
  /** effects that really happen; null: none does */
  send: (Sending & { publishEvent: Engine["publishEvent"] | null }) | null;
};

export type Simulated = {
  status: "succeeded" | "failed" | "waiting" | "simulated";
  port: string | null;
  milliseconds: number;
  output: Json;
  failure: Failure | null;
  effects: EffectPreview[];
  note: string | null;
  /** its effect was really asked for */
  sent?: true;
};

export type Done = Omit<Simulated, "milliseconds" | "failure">;

/** Where a dry run is: in the flow itself, or in an item of a frame. Records are those of this place. */
export type Spot = { records: StepRecord[]; inside: { steps: Outputs; item: Json; index: number; path: string } | null };

export async function simulateStep(world: StepWorld, spot: Spot, ready: ReadyStep): Promise<Simulated> {
  const started = world.clock.now();
  const step = placeOf(world.document, ready.step)?.step;
  const signal = AbortSignal.timeout(world.stepMilliseconds);
  const fate = { isSent: false };
  try {
    if (!step) throw technical("configuration", "flow.step_missing", `There is no step ${ready.step} in this flow.`);
    const done = await withinTime(dryRun({ world, spot, step, visit: ready.visit, signal, fate }), { signal, step, fate });
    return { ...done, milliseconds: world.clock.now() - started, failure: null };
  } catch (error) {
    const sent = fate.isSent ? ({ sent: true } as const) : {};
    return { ...failed(world, failureOf(error, ready.step), ready.step), ...sent, milliseconds: world.clock.now() - started };
  }
}

export function failed(world: StepWorld, failure: Failure, step: string): Simulated {
  const wired = isWired(world.document, step, "error");
  return { status: "failed", port: wired ? "error" : null, milliseconds: 0, output: wired ? failure : null, failure, effects: [], note: null };
}

export type Doing = { world: StepWorld; spot: Spot; step: Step; visit: number; signal: AbortSignal; fate: { isSent: boolean } };

async function dryRun(q: Doing): Promise<Done> {
  const definition = q.world.findStep(q.step.type);
  if (!definition)
    throw technical("configuration", "flow.step_type_unknown", `This installation has no step type ${q.step.type}.`, {
      fix: "Delete the step, or update the installation.",
    });
  const context = await contextOf(q, definition);
  if (context === null) return onNewRecord(q.step);
  if (definition.effect) {
    const { ownership } = q.world;
    const stopped = ownership && stoppedBy(q.step, writtenValues(q.step, context.input, ownership.relations), ownership);
    if (stopped) throw stopped;
    const effects = await definition.effect.preview(context);
    const refusal = q.world.send === null ? null : unsent(q.world.send, q.step, definition);
    if (q.world.send !== null && refusal === null) return send(q, { sending: q.world.send, definition, context, effects });
    const note = refusal ?? effects[0]?.title ?? null;
    const called = definition.uses.includes("flows") ? await q.world.through(q.world, context) : null;
    if (called) return { ...called, effects: [...effects, ...called.effects], note };
    return { status: "simulated", port: "out", output: definition.effect.simulate(context, effects), effects, note };
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
  if (wait.kind === "child") return { ...nothing, status: "simulated", port: "out", note: wait.text };
  const asked = world.outcomes[step.id];
  if (wait.kind === "event")
    return asked === undefined && world.stopAtWait
      ? { ...nothing, status: "waiting", port: null, note: wait.text }
      : { ...nothing, status: "simulated", port: asked ?? "out", note: `${wait.text} Taken as ${asked === "timeout" ? "not come in time" : "come"}.` };
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

/** What expressions see at a spot. */
export function scopeAt(world: StepWorld, { records, inside }: Spot): StepContext<unknown>["scope"] {
  const { id, correlationId, startedAt, businessKey } = world.run;
  const run: RunScope = { id, correlationId, startedAt, environment: world.environment, businessKey };
  const scope = { trigger: world.trigger, steps: outputsOf(records), run, vars: world.vars };
  if (inside === null) return scope;
  return { ...scope, steps: { ...inside.steps, ...scope.steps }, item: inside.item, index: inside.index };
}

/** Null where the inputs are only incomplete because of ids that do not exist yet. */
async function contextOf(q: Doing, definition: AnyStep): Promise<StepContext<Record<string, Json>> | null> {
  const { world, step } = q;
  const scope = scopeAt(world, q.spot);
  const language = { now: world.now, seed: world.run.seed, step: step.id };
  const input = await completeInput({ step, definition, scope, language });
  // nothing is asked about a record that does not exist yet
  if (input === null || (definition.uses.includes("odoo") && asksAbout(input).some(holdsNew))) return null;
  const row = { environment: world.environment, flow_id: world.run.flowId, origin: world.run.origin };
  const key = keyOf({ installation: world.installation, row, step, definition, visit: q.visit, item: q.spot.inside?.path ?? "" });
  return {
    step,
    input,
    evaluate: (value, more) => resolveConfig(value, more ? { ...scope, ...more } : scope, language),
    scope,
    now: world.now,
    seed: language.seed,
    ports: readOnly(world.ports),
    effect: { key, delivery: deliveryOf(step, definition, input) ?? "at-least-once" },
    note: () => undefined,
    signal: q.signal,
    attempt: 1,
    ...contractIn(world.contracts, step),
  };
}

async function completeInput(reading: Reading): Promise<Record<string, Json> | null> {
  let resolved: Record<string, Json> | undefined;
  try {
    resolved = await resolvedOf(reading);
    return checkedInput(reading, resolved);
  } catch (error) {
    if (holdsNew(resolved) || (await isKeyOfNew(error, reading))) return null;
    throw error;
  }
}

/** What Odoo is asked for with what is in these. */
const asksAbout = (input: Record<string, Json>): Json[] => [input.domain ?? null, input.done ?? null];

/** Whether a key is incomplete only because it names a record that does not exist yet. */
async function isKeyOfNew(error: unknown, { scope, language }: Reading): Promise<boolean> {
  if (!(error instanceof StepFailure) || error.failure.code !== "expression.key_operand_missing") return false;
  const operand = KeyDetail.safeParse(error.failure.detail);
  return operand.success && holdsNew(await evaluate(operand.data.operand, scope, language));
}

const KeyDetail = z.object({ operand: z.string() });

function holdsNew(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsNew);
  if (typeof value !== "object" || value === null) return false;
  return typeof value.$new === "string" || Object.values(value).some(holdsNew);
}

export function failureOf(error: unknown, step: string): Failure {
  if (error instanceof StepFailure) return { ...error.failure, where: { step, ...error.failure.where } };
  const message = error instanceof Error ? error.message : "unknown";
  return technical("internal", "step.internal", `Step ${step} broke in a way that its author did not foresee: ${message}`, { where: { step } }).failure;
}

/** A step that ignores its signal must not hold the dry run. */
async function withinTime<T>(work: Promise<T>, { signal, step, fate }: Pick<Doing, "signal" | "step" | "fate">): Promise<T> {
  let stop: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    stop = () =>
      reject(
        technical("timeout", "step.timeout", `Step ${step.name ?? step.id} took too long for a ${fate.isSent ? "test run" : "dry run"}.`, {
          retryable: !fate.isSent,
          where: { step: step.id },
          ...(fate.isSent ? { fix: "Look in the other system whether it happened before you send it again." } : {}),
        }),
      );
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
