/**
 * An effect that really happens in a test run, in a sandbox: through the environment's connections and their guard, under a key that no run
 * has. It is tried once. No receipt is kept: nothing will ever ask for this key again.
 */
import type { Json, Step } from "#flow/document.ts";
import { technical } from "#flow/failure.ts";
import type { Ports } from "#flow/ports.ts";
import type { AnyStep, EffectPreview, StepContext } from "#flow/step.ts";
import type { Engine, Sending } from "#server/deps.ts";
import { handed } from "./handed-ports.ts";
import type { Doing, Done } from "./simulate-step.ts";

type World = Sending & { publishEvent: Engine["publishEvent"] | null };

/** Why an effect stays a description; null where it is to happen. */
export function unsent({ steps }: Pick<Sending, "steps">, step: Step, definition: AnyStep): string | null {
  // a child needs a run that waits for it
  if (definition.uses.includes("flows")) return "Not started: a test run starts no runs of other flows.";
  return steps.has(step.id) ? null : "Not sent: it was not among what was confirmed.";
}

type Sendable = { sending: World; definition: AnyStep; context: StepContext<Record<string, Json>>; effects: EffectPreview[] };

export async function send(q: Doing, { sending, definition, context, effects }: Sendable): Promise<Done> {
  const { world, step, visit, fate } = q;
  if (!definition.execute) throw technical("internal", "step.not_executable", `Step ${step.name ?? step.id} cannot be executed.`);
  const { key } = context.effect;
  await sending.before({ run: world.run.id, step, item: q.spot.inside?.path ?? "", visit, effectKey: key, effects, seen: { ...context.scope, run: null } });
  // it took too long to remember it: then it must not happen behind the person's back
  q.signal.throwIfAborted();
  fate.isSent = true;
  const result = await definition.execute({ ...context, ports: handed(portsOf(q, sending), definition.uses) });
  if (result.kind === "wait") throw technical("internal", "step.waits", `Step ${step.name ?? step.id} waits, and effects do not.`);
  return { status: "succeeded", port: result.port ?? "out", output: result.output, effects, note: effects[0]?.title ?? null, sent: true };
}

function portsOf({ world }: Doing, { publishEvent }: World): Ports {
  const { environment, run, document } = world;
  return {
    ...world.ports,
    flows: { call: async () => Promise.reject(notHere("a run of another flow")) },
    events: {
      publish: async (event) => {
        if (publishEvent === null) throw notHere("an event");
        return publishEvent({
          ...event,
          environment,
          correlationId: run.correlationId,
          hop: 1,
          runId: null,
          sensitive: document.flow.sensitive ?? [],
        });
      },
      hear: async () => ({ state: "waiting", until: null }),
    },
  };
}

function notHere(what: string) {
  return technical("internal", "simulate.write", `A test run cannot start ${what} here.`);
}
