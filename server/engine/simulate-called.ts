/**
 * A flow that a dry run comes to: a dry run of the version that is deployed, inside the first one. What it would write is described with the step
 * that calls it, what it gives goes on in the flow that called. Nothing is started.
 */
import { randomUUID } from "node:crypto";
import type { KeptRules } from "#flow/kept-rules.ts";
import type { Json } from "#flow/document.ts";
import type { StepContext } from "#flow/step.ts";
import type { LoadedRegistration, RegistrationSource, RuleSource, Simulate } from "#server/deps.ts";
import { refuseUnfit, shortened } from "./arrival.ts";
import type { Done, StepWorld } from "./simulate-step.ts";
import { asOfChild } from "./subflow.ts";

/** Null where nothing is deployed that could be called. */
export type FindCalled = (q: { environment: string; flow: string }) => Promise<{ registration: LoadedRegistration; ownership: KeptRules } | null>;

type Context = StepContext<Record<string, Json>>;
/** What a step that calls a flow comes to; null where that cannot be told. @throws StepFailure with what the called flow would fail of */
export type ThroughCalled = (world: StepWorld, context: Context) => Promise<Pick<Done, "status" | "port" | "output" | "effects"> | null>;

export function createFindCalled(q: { registrations: Pick<RegistrationSource, "byFlow">; rules: RuleSource }): FindCalled {
  return async ({ environment, flow }) => {
    const registration = await q.registrations.byFlow({ environment, flowKey: flow, type: "trigger.api" });
    return registration && { registration, ownership: await q.rules.standing({ version: registration.version, environment }) };
  };
}

export function createThroughCalled(q: { find: FindCalled; simulate: Simulate }): ThroughCalled {
  return async (world, { step, input, effect, now }) => {
    const flow = String(input.flow);
    const found = await q.find({ environment: world.environment, flow });
    if (found === null) return null;
    const { registration, ownership } = found;
    const { version, stepId } = registration;
    const trigger = { body: input.input ?? {} };
    const start = version.document.steps.find((each) => each.id === stepId);
    if (start) refuseUnfit({ portsFor: () => world.ports }, { registration, trigger }, start);
    const run = await q.simulate({
      ...{ document: version.document, contracts: version.contracts, ownership, environment: world.environment, trigger, start: stepId, now },
      stopAtWait: world.stopAtWait,
      // the keys of its effects: what it has made already is found
      run: { ...world.run, id: randomUUID(), origin: shortened(effect.key), flowId: version.flowId, startedAt: new Date(now).toISOString(), businessKey: null },
    });
    if (run.failure && run.status === "failed") throw asOfChild(run.failure, flow, {});
    const effects = run.effects.flatMap(({ previews }) => previews);
    if (run.status === "waiting") return { status: "waiting", port: null, output: null, effects };
    const last = run.steps.findLast((each) => (each.status === "succeeded" || each.status === "simulated") && each.item === undefined);
    // which of its steps makes a record is not known out here: it is this one's
    return { status: "simulated", port: "out", output: promisedBy(step.id, last?.output ?? null), effects };
  };
}

function promisedBy(step: string, value: Json): Json {
  if (Array.isArray(value)) return value.map((each) => promisedBy(step, each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, name === "$new" ? step : promisedBy(step, inner)]));
}
