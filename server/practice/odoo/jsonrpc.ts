/** JSON-RPC as Odoo 14 to 19 speak it: the envelope, arguments by their places, and errors that say 200. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { OdooError } from "./errors.ts";

export const VERSION_INFO = { server_version: "19.0", server_version_info: [19, 0, 0, "final", 0, ""], server_serie: "19.0", protocol_version: 1 };

const Envelope = z.object({
  id: z.union([z.number(), z.string()]).nullish(),
  params: z.object({ service: z.string(), method: z.string(), args: z.array(Json) }),
});
const Executed = z
  .tuple([z.string(), z.number(), z.string(), z.string(), z.string(), z.array(Json)])
  .rest(z.record(z.string(), Json))
  .transform(([database, uid, key, model, method, positional, named]) => ({ database, uid, key, model, method, positional, named: named ?? {} }));
const Authenticated = z.tuple([z.string(), z.string(), z.string()]).rest(Json);

export type Answering = {
  database: string;
  login: string;
  uid: number;
  fits: (key: string) => boolean;
  call: (call: { model: string; method: string; body: Record<string, Json> }) => Promise<Json>;
};

/** The answer to one envelope; never throws for what a caller did wrong. */
export async function answerJsonRpc(body: unknown, q: Answering): Promise<Record<string, Json>> {
  const read = Envelope.safeParse(body);
  const id = read.success ? (read.data.id ?? null) : null;
  try {
    if (!read.success) throw pythonError("builtins.TypeError", "the request is no call");
    const result = await resultOf(read.data.params, q);
    // a method that gives nothing: no result at all
    return { jsonrpc: "2.0", id, ...(result === null ? {} : { result }) };
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    const { exception: name, message } = legacy(error, read.data?.params);
    return { jsonrpc: "2.0", id, error: { code: 0, message: "Odoo Server Error", data: { name, message, arguments: [message], context: {}, debug: "" } } };
  }
}

async function resultOf({ service, method, args }: { service: string; method: string; args: Json[] }, q: Answering): Promise<Json> {
  if (service === "common" && method === "version") return VERSION_INFO;
  if (service === "common" && (method === "authenticate" || method === "login")) {
    const [database, login, key] = Authenticated.parse(args);
    refuseDatabase(database, q);
    return login === q.login && q.fits(key) ? q.uid : false;
  }
  if (service !== "object" || method !== "execute_kw") throw pythonError("builtins.KeyError", service);
  const { database, uid, key, model, method: called, positional, named } = Executed.parse(args);
  refuseDatabase(database, q);
  if (uid !== q.uid || !q.fits(key)) throw pythonError("odoo.exceptions.AccessDenied", "Access Denied");
  return q.call({ model, method: called, body: bodyOf(called, positional, named) });
}

function refuseDatabase(database: string, q: Answering): void {
  if (database !== q.database) throw pythonError("psycopg2.OperationalError", `connection to server failed: FATAL:  database "${database}" does not exist\n`);
}

/** Parameters in the order of the methods' signatures; those of records have the ids first. */
const OF_MODELS: Record<string, string[]> = {
  search: ["domain", "offset", "limit", "order"],
  search_count: ["domain", "limit"],
  search_read: ["domain", "fields", "offset", "limit", "order"],
  create: ["vals_list"],
  load: ["fields", "data"],
  fields_get: ["allfields", "attributes"],
  name_search: ["name", "domain", "operator", "limit"],
  default_get: ["fields"],
  check_access_rights: ["operation", "raise_exception"],
  check_object_reference: ["module", "xml_id", "raise_on_access_error"],
  display_name_for: ["models"],
  get_available_models: [],
  context_get: [],
};
const OF_RECORDS: Record<string, string[]> = { read: ["fields", "load"], write: ["vals"], has_access: ["operation"] };

function bodyOf(method: string, positional: Json[], named: Record<string, Json>): Record<string, Json> {
  const places = OF_MODELS[method];
  const given = places === undefined ? positional.slice(1) : positional;
  const names = places ?? OF_RECORDS[method] ?? [];
  const [ids = []] = positional;
  const body = Object.fromEntries(given.flatMap((value, index): [string, Json][] => (names[index] === undefined ? [] : [[names[index], value]])));
  return { ...body, ...named, ...(places === undefined ? { ids } : {}) };
}

/** What only JSON-2 says in its own way. */
function legacy(error: OdooError, params: { args: Json[] } | undefined): OdooError {
  if (error.exception !== "werkzeug.exceptions.NotFound") return error;
  const model = String(params?.args[3] ?? "");
  if (/^the model/.test(error.message)) return pythonError("odoo.exceptions.UserError", `Object ${model} doesn't exist`);
  return pythonError("builtins.AttributeError", error.message);
}

function pythonError(exception: string, message: string): OdooError {
  return new OdooError({ exception, status: 200, message });
}
