/** From an arrival to the row of its run: keys and money read off the trigger, the filter asked. A key whose operand is missing refuses the arrival. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Json, Step } from "#flow/document.ts";
import { evaluateCondition, resolveConfig } from "#flow/expression/evaluate.ts";
import type { Language } from "#flow/expression/evaluate.ts";
import { evaluateKey } from "#flow/expression/key.ts";
import { business, StepFailure } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { Arrival, LoadedVersion } from "../deps.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";
import { unfit } from "./fit.ts";
import { newId } from "./ids.ts";
import { hasZeroCharacter } from "./json.ts";
import { taskOf } from "./queue.ts";

export type IncomingRun = {
  id: string;
  environment: string;
  flow_id: string;
  flow_key: string;
  version_id: string;
  version_number: number;
  trigger_step: string;
  latency: string;
  origin: string;
  origin_trigger: string;
  /** hex; null where nothing is recognised as the same */
  origin_hash: string | null;
  trigger: Json;
  status: "queued" | "skipped" | "failed";
  failure: Failure | null;
  business_key: string | null;
  value: number | string | null;
  currency: string | null;
  correlation_id: string;
  hop: number;
  seed: string;
  /** runs of the flow with the same key go one at a time; null: it stands in nobody's way */
  order_key: string | null;
  declined: string | null;
  parent_run: string | null;
  parent_step: string | null;
  created_at: string;
  finished_at: string | null;
  task: string;
  message: string;
};

const ORIGIN_LENGTH = 400;
const BUSINESS_KEY_LENGTH = 200;

type Reading = { deps: EngineDeps; limits: EngineLimits; arrival: Arrival };

/** For what nobody waits at the door for, an event or a tick: an arrival that cannot be accepted becomes a run that has failed, and hinders no other. */
export async function readOrFail(q: Reading): Promise<IncomingRun> {
  try {
    return await readArrival(q);
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    return failedRun(q, { ...error.failure, where: { step: q.arrival.registration.stepId, ...error.failure.where } });
  }
}

/** @throws StepFailure (business) for an arrival that cannot be accepted */
export async function readArrival(q: Reading): Promise<IncomingRun> {
  const { deps, arrival } = q;
  const { registration } = arrival;
  const { version } = registration;
  refuseUnstorable(arrival.trigger, q.limits.payloadBytes);
  refuseCircle(arrival, q.limits.hopLimit);
  const step = version.document.steps.find((each) => each.id === registration.stepId);
  if (!step) throw business("not-found", "flow.step_missing", `The deployed version of ${version.flowName} has no trigger ${registration.stepId}.`);
  if (step.type !== "trigger.event") refuseUnfit(q.deps, arrival, step);
  const id = newId();
  const at = deps.clock.now();
  const correlationId = arrival.correlationId ?? id;
  const run = { id, correlationId, startedAt: new Date(at).toISOString(), environment: registration.environment, businessKey: null };
  const scope = { trigger: arrival.trigger, steps: {}, run, vars: await deps.connections.variables(registration.environment) };
  const language: Language = { now: at, seed: id, step: step.id };
  const originKey = step.config.dedupe === undefined ? arrival.originKey : await evaluateKey(step.config.dedupe, scope, language);
  const isWanted = arrival.declined === undefined && (step.config.filter === undefined || (await evaluateCondition(step.config.filter, scope, language)));
  // of a topic, a flow takes what its filter wants; that has to fit
  if (step.type === "trigger.event" && isWanted) refuseUnfit(q.deps, arrival, step);
  const { flow } = version.document;
  const names = await namesOf({ deps, version, environment: registration.environment, trigger: arrival.trigger, runId: id, correlationId, at });
  const orderKey = flow.order === undefined || !isWanted ? null : shortened(await evaluateKey(flow.order, scope, language));
  return rowOf(q, {
    id,
    at,
    correlationId,
    originKey,
    orderKey,
    names,
    // the name that the trigger had first: renaming it must not make old deliveries new
    source: step.was?.[0] ?? step.id,
    status: isWanted ? "queued" : "skipped",
    declined: isWanted ? null : (arrival.declined ?? `The trigger's filter ${filterText(step.config.filter)} was false.`),
    failure: null,
  });
}

function failedRun(q: Reading, failure: Failure): IncomingRun {
  const { arrival } = q;
  const id = newId();
  const step = arrival.registration.version.document.steps.find((each) => each.id === arrival.registration.stepId);
  return rowOf(q, {
    id,
    at: q.deps.clock.now(),
    correlationId: arrival.correlationId ?? id,
    originKey: arrival.originKey,
    orderKey: null,
    names: { businessKey: null, value: null, currency: null },
    source: step?.was?.[0] ?? arrival.registration.stepId,
    status: "failed",
    declined: null,
    failure,
  });
}

type Read = Pick<IncomingRun, "id" | "status" | "declined" | "failure"> & {
  at: number;
  correlationId: string;
  originKey: string | null;
  orderKey: string | null;
  source: string;
  names: Names;
};

function rowOf({ deps, arrival }: Reading, read: Read): IncomingRun {
  const { id, status, originKey, names } = read;
  const { registration } = arrival;
  const { version, environment } = registration;
  const { flow } = version.document;
  const latency = flow.latency ?? "near-real-time";
  const createdAt = new Date(read.at).toISOString();
  return {
    id,
    environment,
    flow_id: registration.flowId,
    flow_key: flow.key,
    version_id: version.id,
    version_number: version.number,
    trigger_step: registration.stepId,
    latency,
    origin: originKey === null ? id : shortened(originKey),
    origin_trigger: `${registration.flowId}:${read.source}`,
    origin_hash: originKey === null ? null : createHash("sha256").update(originKey).digest("hex"),
    trigger: deps.sensitive.seal(arrival.trigger, flow.sensitive),
    status,
    failure: read.failure,
    business_key: names.businessKey,
    value: names.value,
    currency: names.currency,
    correlation_id: read.correlationId,
    hop: arrival.hop ?? 0,
    seed: id,
    order_key: read.orderKey,
    declined: read.declined,
    parent_run: arrival.parent?.run ?? null,
    parent_step: arrival.parent?.step ?? null,
    created_at: createdAt,
    finished_at: status === "queued" ? null : createdAt,
    task: taskOf(latency),
    message: JSON.stringify({ kind: "run", id, environment, status, flow: flow.key }),
  };
}

/** Whoever calls a flow by its API or fills in its form is told what the input lacks; an event that lacks it leaves a run that says so. */
export function refuseUnfit(deps: Pick<EngineDeps, "portsFor">, { registration, trigger }: Pick<Arrival, "registration" | "trigger">, step: Step): void {
  // a hook has checked its body before it was parsed any further
  if (step.type === "trigger.webhook") return;
  const found = unfit(deps.portsFor(registration.environment).schema, { step, trigger });
  if (found === null) return;
  const isEvent = step.type === "trigger.event";
  const { flowName } = registration.version;
  throw business(
    "invalid-data",
    "trigger.schema",
    isEvent
      ? `The event ${String(step.config.topic)} is not what ${flowName} takes${found.takes}: ${found.told}.`
      : `The input of ${flowName} does not fit${found.takes}: ${found.told}.`,
    {
      fix: isEvent
        ? "Correct the data where the event comes from, then replay this run with a corrected body."
        : "Correct the input; the flow's trigger says what it takes.",
      detail: { places: found.places },
    },
  );
}

export type Names = { businessKey: string | null; value: number | string | null; currency: string | null };

type Naming = {
  deps: Pick<EngineDeps, "connections">;
  version: Pick<LoadedVersion, "document">;
  environment: string;
  trigger: Json;
  runId: string;
  correlationId: string;
  at: number;
};

/** What people call a run and what is at stake in it, read off its trigger. */
export async function namesOf(q: Naming): Promise<Names> {
  const { flow } = q.version.document;
  const currency = flow.currency ?? null;
  if (flow.businessKey === undefined && flow.value === undefined) return { businessKey: null, value: null, currency };
  const run = { id: q.runId, correlationId: q.correlationId, startedAt: new Date(q.at).toISOString(), environment: q.environment, businessKey: null };
  const scope = { trigger: q.trigger, steps: {}, run, vars: await q.deps.connections.variables(q.environment) };
  const read = (value: Json | undefined) =>
    value === undefined ? undefined : lenient(() => resolveConfig(value, scope, { now: q.at, seed: q.runId, step: "" }));
  return { businessKey: textOf(await read(flow.businessKey)), value: amountOf(await read(flow.value)), currency };
}

/** Events and sub-flows are refused where they are sent; what flows do to each other through another system shows only here. */
function refuseCircle({ hop = 0, registration }: Arrival, limit: number): void {
  if (hop <= limit) return;
  throw business(
    "limit",
    "trigger.hop_limit",
    `This change would start ${registration.version.flowName} as number ${hop} in a chain of flows that start each other; the limit is ${limit}.`,
    { fix: "Two flows probably write what the other one watches. Let one of them watch other fields, or filter what starts it." },
  );
}

function refuseUnstorable(trigger: Json, payloadBytes: number): void {
  const text = JSON.stringify(trigger);
  // a search in the text costs less than a walk, and hardly any text has it
  if (text.includes("\\u0000") && hasZeroCharacter(trigger))
    throw business("invalid-data", "payload.zero_character", "The payload holds the character \\u0000, which cannot be kept.", {
      fix: "Send it without that character.",
    });
  const bytes = Buffer.byteLength(text);
  // headers and query come on top of a body that was within its limit
  if (bytes > payloadBytes * 2)
    throw business("limit", "payload.too_large", `The payload has ${bytes} bytes; the limit is ${payloadBytes}.`, {
      fix: "Send a reference instead of the content.",
    });
}

/** Names for people: an expression that fails leaves them empty and does not refuse what arrived. */
async function lenient(work: () => Promise<Json | undefined>): Promise<Json | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StepFailure) return undefined;
    throw error;
  }
}

function textOf(value: Json | undefined): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const text = String(value).trim();
  return text === "" ? null : text.slice(0, BUSINESS_KEY_LENGTH);
}

const Amount = z.coerce.number().refine((amount) => Math.abs(amount) < 1e15);

function amountOf(value: Json | undefined): number | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  if (typeof value === "string" && value.trim() === "") return null;
  const amount = Amount.safeParse(value);
  return amount.success ? amount.data : null;
}

/** Shown to people and part of effect keys: a long key is cut, and told apart by its hash. */
export function shortened(key: string): string {
  if (key.length <= ORIGIN_LENGTH) return key;
  return `${key.slice(0, ORIGIN_LENGTH)}…${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
}

function filterText(filter: Json | undefined): string {
  return typeof filter === "object" && filter !== null && !Array.isArray(filter) && typeof filter.$ === "string" ? `(${filter.$})` : "";
}
