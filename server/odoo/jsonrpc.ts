/**
 * JSON-RPC, the protocol of Odoo 14 to 18: one address for everything, arguments by their places, and errors in answers that say 200.
 * Odoo 19 still speaks it; from 20 on it will not.
 */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Guard } from "#server/http/guard.ts";
import { keyRefused, notOdoo, unusable } from "./failure-of-answer.ts";
import { failureOfException } from "./failure-of-exception.ts";
import { databaseMissing } from "./failure-words.ts";
import { ask, isPage, parse, refuseStatus, version } from "./speak.ts";
import type { OdooTarget } from "./target.ts";
import type { CreateTransport, OdooCall, SendOptions } from "./transport.ts";

const Reply = z.object({
  result: Json.optional(),
  error: z
    .object({
      data: z
        .object({ name: z.string().catch(""), message: z.string().catch(""), debug: z.string().optional().catch(undefined) })
        .catch({ name: "", message: "" }),
    })
    .optional(),
});
const Uid = z.number().int().positive();

export function createJsonRpc(deps: { guard: Guard }): CreateTransport {
  return (target) => {
    let known: Promise<number> | null = null;
    // the server hashes the key for every such question: it is asked once
    const uid = (options: SendOptions): Promise<number> => {
      known ??= authenticate(deps.guard, target, options).catch((error: unknown) => {
        known = null;
        throw error;
      });
      return known;
    };
    return {
      call: async (call, options = {}) => {
        const { positional, named } = argumentsOf(call);
        const args = [target.database, await uid(options), target.apiKey, call.model, call.method, positional, named];
        return (await send(deps.guard, target, { service: "object", method: "execute_kw", args, call }, options)) ?? null;
      },
      version: (options = {}) => version(deps.guard, target, options),
      // servers before 19 have no such document
      documented: async () => ({ kind: "untold", why: "server" }),
    };
  };
}

async function authenticate(guard: Guard, target: OdooTarget, options: SendOptions): Promise<number> {
  const args = [target.database, target.login, target.apiKey, {}];
  const read = Uid.safeParse(await send(guard, target, { service: "common", method: "authenticate", args }, options));
  if (read.success) return read.data;
  throw keyRefused(target, { connection: target.key });
}

type Asked = { service: string; method: string; args: Json[]; call?: OdooCall };

/** undefined: the method gave nothing, and JSON-RPC does not say null for it. */
async function send(guard: Guard, target: OdooTarget, { call, ...params }: Asked, options: SendOptions): Promise<Json | undefined> {
  const answer = await ask(guard, target, options, {
    path: "/jsonrpc",
    ...(call === undefined ? {} : { call }),
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", method: "call", id: 1, params }),
  });
  const { status, headers } = answer;
  const body = parse(await answer.text());
  const about = call === undefined ? {} : { call };
  if (status !== 200) throw refuseStatus({ target, ...about, status, headers, repeatable: options.repeatable ?? true });
  const reply = Reply.safeParse(body);
  if (!reply.success || body === undefined) throw isPage(headers) || call === undefined ? notOdoo(target) : unusable({ target, call });
  if (reply.data.error === undefined) return reply.data.result;
  const { name, message, debug } = reply.data.error.data;
  if (/database ".*" does not exist/.test(message)) throw databaseMissing(target);
  if (name === "odoo.exceptions.AccessDenied") throw keyRefused(target, { connection: target.key, ...(call === undefined ? {} : { model: call.model }) });
  throw failureOfException({ name, message, ...(debug === undefined ? {} : { debug }), target, ...about });
}

/**
 * Names of arguments changed from version to version, their places did not: what stands first in the method goes by place. Those that
 * follow a gap, and all of other methods, go by name.
 */
const PLACES: Record<string, string[]> = {
  search: ["domain"],
  search_count: ["domain"],
  search_read: ["domain", "fields"],
  read: ["fields"],
  write: ["vals"],
  create: ["vals_list"],
  load: ["fields", "data"],
  fields_get: ["allfields"],
  name_search: ["name", "domain", "operator"],
  default_get: ["fields"],
  check_access_rights: ["operation"],
  check_object_reference: ["module", "xml_id"],
};

export function argumentsOf({ method, args = {}, ids, context }: OdooCall): { positional: Json[]; named: Record<string, Json> } {
  const places = PLACES[method] ?? [];
  const gap = places.findIndex((name) => args[name] === undefined);
  const byPlace = gap < 0 ? places : places.slice(0, gap);
  const rest = Object.entries(args).filter(([name]) => !byPlace.includes(name));
  return {
    positional: [...(ids === undefined ? [] : [ids]), ...byPlace.map((name) => args[name] ?? null)],
    named: { ...Object.fromEntries(rest), ...(context === undefined ? {} : { context }) },
  };
}
