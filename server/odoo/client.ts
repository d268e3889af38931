/** One Odoo as the rest of this room uses it: what the connection allows, a few calls at once, and what its models look like. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { StepFailure, technical } from "#flow/failure.ts";
import type { OdooMethods } from "#server/app.ts";
import type { Gates, OpenConnection } from "#server/deps.ts";
import type { Guard } from "#server/http/guard.ts";
import { refuseForbidden } from "./allowed.ts";
import { callsWithin } from "./allowed-lines.ts";
import { askCurrencies } from "./currencies.ts";
import type { Currencies } from "./currencies.ts";
import { databaseClosed, unknownField } from "./failure-words.ts";
import { ATTRIBUTES, readFields } from "./fields.ts";
import type { Field } from "./fields.ts";
import { createGate } from "./gate.ts";
import { createJson2 } from "./json2.ts";
import { untangled } from "./patience.ts";
import { createJsonRpc } from "./jsonrpc.ts";
import { methodsIn } from "./methods.ts";
import { targetOf } from "./target.ts";
import type { OdooTarget } from "./target.ts";
import type { CreateTransport, OdooCall, OdooTransport, SendOptions } from "./transport.ts";

export type Context = Record<string, Json>;
export type Row = { id: number; values: Record<string, Json> };

export type OdooClient = {
  target: OdooTarget;
  /** Asks without credentials. @throws StepFailure */
  version: OdooTransport["version"];
  /** @throws StepFailure */
  call: (call: OdooCall, options?: SendOptions) => Promise<Json>;
  /** Fields of a model, remembered for some minutes; asked anew when one of `wanted` is not among them. @throws StepFailure for one that is not there */
  fields: (model: string, wanted?: string[]) => Promise<Map<string, Field>>;
  /** Records by id; those that are gone are missing. References come as plain ids. */
  read: (q: { model: string; ids: number[]; fields: string[]; context?: Context }, options?: SendOptions) => Promise<Row[]>;
  search: (q: { model: string; domain: Json[]; limit: number; context?: Context }, options?: SendOptions) => Promise<number[]>;
  /** Public methods of a model, where its server tells them; remembered as fields are. @throws StepFailure */
  methods: (model: string) => Promise<OdooMethods>;
  /** By what the money of each currency is rounded; remembered as fields are. */
  currencies: () => Promise<Currencies>;
  /** What Odoo calls a model on its screens; the model's own name where it does not tell. */
  label: (model: string) => Promise<string>;
};

/** More calls at once only queue up inside Odoo: one of its workers is one core. */
const CONCURRENT = 4;
const REMEMBERED_MS = 5 * 60_000;
/** A field that somebody added a moment ago is looked for once more. */
const FRESH_MS = 5_000;
const MOST_CLIENTS = 200;

const Rows = z.array(
  z
    .object({ id: z.number() })
    .catchall(Json)
    .transform((values): Row => ({ id: values.id, values })),
);
const Ids = z.array(z.number());
const Labels = z.array(z.object({ display_name: z.string(), model: z.string() }));

export type ClientOf = (connection: OpenConnection) => OdooClient;

export function createClients(deps: { guard: Guard; gates?: Gates }): ClientOf {
  const newer = createJson2(deps);
  const older = createJsonRpc(deps);
  const transports: CreateTransport = (target) => (target.protocol === "json-rpc" ? older : newer)(target);
  const known = new Map<string, OdooClient>();
  return (connection) => {
    const target = targetOf(connection);
    // a connection that was changed is another one: other rights, perhaps another Odoo
    const identity = createHash("sha256").update(JSON.stringify(target)).digest("base64");
    const client = known.get(identity) ?? createClient(target, transports, deps.gates);
    known.delete(identity);
    known.set(identity, client);
    const [oldest] = known.keys();
    if (known.size > MOST_CLIENTS && oldest !== undefined) known.delete(oldest);
    return client;
  };
}

function createClient(target: OdooTarget, transports: CreateTransport, gates: Gates | undefined): OdooClient {
  const transport = transports(target);
  // without a limit of its own an Odoo is spared by each process for itself
  const own = createGate({ concurrent: target.limits.concurrent ?? CONCURRENT });
  const { environment, key: connection, limits } = target;
  const isLimited = limits.concurrent !== null || limits.perSecond !== null;
  const fieldsOf = createMemory<Map<string, Field>>();
  const labels = createMemory<string>();
  const currencies = createMemory<Currencies>();
  const methodsOf = createMemory<OdooMethods>();

  let hasAnswered = false;

  const refuse = async (q: OdooCall) => {
    refuseForbidden(target, q);
    if (target.allow === null) return;
    for (const inner of await callsWithin(q, fields)) refuseForbidden(target, inner);
  };

  const call: OdooClient["call"] = async (q, options) => {
    await refuse(q);
    const ask = () =>
      transport.call(inContext(target, q), options).then(
        (answer) => {
          hasAnswered = true;
          return answer;
        },
        (error: unknown) => {
          // Odoo says the same of a database that it cannot open just now as of one that it never had
          throw hasAnswered && error instanceof StepFailure && error.failure.code === "odoo.database_missing" ? databaseClosed(target) : error;
        },
      );
    const limited = isLimited && gates ? () => gates.of({ environment, connection, limits })(ask, options?.signal) : ask;
    return untangled(() => (limits.concurrent !== null && gates ? limited() : own(limited)), options?.signal);
  };

  const fields: OdooClient["fields"] = async (model, wanted = []) => {
    const load = async () => readFields(await call({ model, method: "fields_get", args: { attributes: ATTRIBUTES } }), target.timezone);
    const remembered = await fieldsOf.get(model, REMEMBERED_MS, load);
    if (wanted.every((name) => remembered.has(name))) return remembered;
    const fresh = await fieldsOf.get(model, FRESH_MS, load);
    const missing = wanted.find((name) => !fresh.has(name));
    if (missing !== undefined) throw unknownField({ target, model, field: missing, known: fresh.keys() });
    return fresh;
  };

  return {
    target,
    fields,
    version: transport.version,
    methods: (model) => methodsOf.get(model, REMEMBERED_MS, async () => methodsIn(await own(() => transport.documented(model)), model)),
    call,
    read: async ({ model, ids, fields, context }, options) => {
      if (ids.length === 0) return [];
      const answer = await call({ model, method: "read", ids, args: { fields, load: "" }, ...(context ? { context } : {}) }, options);
      return understood(target, model, Rows, answer);
    },
    search: async ({ model, domain, limit, context }, options) =>
      understood(target, model, Ids, await call({ model, method: "search", args: { domain, limit, order: "id" }, ...(context ? { context } : {}) }, options)),
    // whoever may not call res.currency for flows may still have money rounded as Odoo does
    currencies: () => currencies.get("all", REMEMBERED_MS, () => askCurrencies((q) => own(() => transport.call(q)))),
    label: (model) =>
      labels.get(model, REMEMBERED_MS, async () => {
        try {
          const found = Labels.parse(await own(() => transport.call({ model: "ir.model", method: "display_name_for", args: { models: [model] } })));
          return found.find((each) => each.model === model)?.display_name || model;
        } catch (error) {
          if (error instanceof StepFailure && (error.failure.kind === "configuration" || error.failure.kind === "authorization")) return model;
          if (error instanceof z.ZodError) return model;
          throw error;
        }
      }),
  };
}

/** Looking a name up is nobody's language and no company's. */
function inContext(target: OdooTarget, q: OdooCall): OdooCall {
  if (Object.keys(target.context).length === 0 || q.model === "ir.model.data") return q;
  return { ...q, context: { ...target.context, ...q.context } };
}

/** @throws StepFailure where the answer is not what the method gives */
export function understood<T>(target: OdooTarget, model: string, schema: z.ZodType<T>, answer: Json): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  throw technical("configuration", "odoo.answer_unusable", `${target.name} answered about ${model} in a way that Odoo does not.`, {
    fix: "Check that the connection leads to an Odoo, and that no app changes what it answers.",
    where: { connection: target.key, model },
  });
}

type Memory<T> = { get: (name: string, maxAgeMs: number, load: () => Promise<T>) => Promise<T> };

/** Keeps promises, so that callers at the same moment share one; a failure is not kept. */
function createMemory<T>(): Memory<T> {
  const kept = new Map<string, { at: number; value: Promise<T> }>();
  return {
    get: (name, maxAgeMs, load) => {
      const entry = kept.get(name);
      if (entry !== undefined && performance.now() - entry.at < maxAgeMs) return entry.value;
      const next = { at: performance.now(), value: load() };
      kept.set(name, next);
      next.value.catch(() => kept.get(name) === next && kept.delete(name));
      return next.value;
    },
  };
}
