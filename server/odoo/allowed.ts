/**
 * What an administrator allowed on a connection, judged call by call before anything leaves: the model, what is done with it, and the fields
 * that are named; lines inside the values as calls of their own (allowed-lines.ts). What describes Odoo itself (its models, fields, rights, and who we are) is always allowed.
 */
import type { Json } from "#flow/document.ts";
import { technical } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import type { OdooTarget } from "./target.ts";
import type { OdooCall } from "./transport.ts";

/** `operations`: those below, or the name of a method. `fields` absent: all of them. */
export type Allowed = { model: string; operations: string[]; fields?: string[] | undefined };

/** What is refused first. `field`: "*" where all fields were asked for and only some are allowed. */
type Refusal = { model: string; operation: string; field: string | null };

/** @throws StepFailure for what is not allowed */
export function refuseForbidden(target: OdooTarget, call: OdooCall): void {
  if (target.allow === null) return;
  const refusal = refusalOf(target.allow, call);
  if (refusal !== null) throw notAllowed(target, refusal);
}

export function refusalOf(allow: Allowed[], call: OdooCall): Refusal | null {
  if (isAboutItself(call)) return null;
  const operations = operationsOf(call);
  const entries = allow.filter((each) => each.model === call.model);
  const missing = operations.find((operation) => !entries.some((entry) => permits(entry, operation, call.method)));
  if (missing !== undefined) return belongsToRecord(allow, call) ? null : { model: call.model, operation: missing, field: null };
  // several entries of one model add up
  if (entries.some((entry) => entry.fields === undefined)) return null;
  const open = new Set([...ALWAYS, ...entries.flatMap((entry) => entry.fields ?? [])]);
  const closed = fieldsOf(call).find((field) => !open.has(field));
  return closed === undefined ? null : { model: call.model, operation: operations[0] ?? call.method, field: closed };
}

/** What a method does, in the words of the matrix; a name of its own is `call`. */
export function operationOf(method: string): string {
  return METHODS[method] ?? "call";
}

const METHODS: Record<string, string> = {
  ...named("read", "read search search_read search_count name_search read_group formatted_read_group web_read web_search_read export_data default_get"),
  ...named("create", "create load name_create copy"),
  ...named("update", "write"),
  ...named("archive", "action_archive action_unarchive toggle_active"),
  ...named("delete", "unlink"),
  ...named("message", "message_post activity_schedule"),
};

function named(operation: string, methods: string): Record<string, string> {
  return Object.fromEntries(methods.split(" ").map((method) => [method, operation]));
}

/** Names that were stored before there was a matrix. */
const ALIASES: Record<string, string[]> = { write: ["update", "archive"], unlink: ["delete"] };

function permits(entry: Allowed, operation: string, method: string): boolean {
  const given = new Set(entry.operations.flatMap((each) => ALIASES[each] ?? [each]));
  if (given.has(operation) || given.has(method)) return true;
  // what may be written may be looked at
  return operation === "read" && given.size > 0;
}

function operationsOf(call: OdooCall): string[] {
  const { method, args = {} } = call;
  if (method === "load") return operationsOfLoad(call);
  if (method !== "write") return [operationOf(method)];
  const names = namesOf(args.vals);
  const others = names.filter((name) => name !== "active");
  return [...(others.length > 0 || names.length === 0 ? ["update"] : []), ...(others.length < names.length ? ["archive"] : [])];
}

/** By external ids, `load` makes what is not there and writes what is, unless it is told to leave that; by ids of Odoo's own it writes. */
function operationsOfLoad({ args = {}, context = {} }: OdooCall): string[] {
  const columns = textsOf(args.fields);
  if (columns.includes("id")) return context.mode === "update" && context.noupdate === true ? ["create"] : ["create", "update"];
  const at = columns.indexOf(".id");
  if (at < 0) return ["create"];
  const rows = Array.isArray(args.data) ? args.data : [];
  return rows.some((row) => !Array.isArray(row) || !row[at]) ? ["create", "update"] : ["update"];
}

const DESCRIBING = new Set(["fields_get", "has_access", "check_access_rights", "get_external_id"]);
const REFERENCES = new Set(["ir.model", "ir.model.fields", "ir.model.data"]);

function isAboutItself({ model, method }: OdooCall): boolean {
  return DESCRIBING.has(method) || (REFERENCES.has(model) && operationOf(method) !== "create" && !/^(write|unlink)$/.test(method)) || isWhoAmI(model, method);
}

const isWhoAmI = (model: string, method: string) => model === "res.users" && method === "context_get";

/** Notes, activities and files are records of their own, and allowed with the record that they are about. */
const COMPANIONS: Record<string, { operation: string; about: string }> = {
  "mail.message": { operation: "message", about: "model" },
  "mail.activity": { operation: "message", about: "res_model" },
  "ir.attachment": { operation: "attach", about: "res_model" },
};
const CONTENT = new Set(["datas", "raw", "db_datas"]);

function belongsToRecord(allow: Allowed[], call: OdooCall): boolean {
  const companion = COMPANIONS[call.model];
  if (companion === undefined) return false;
  const isAllowedOn = (model: Json | undefined) => allow.some((entry) => entry.model === model && permits(entry, companion.operation, companion.operation));
  const [operation] = operationsOf(call);
  // looking for what was written before; the content of somebody's files is another matter
  if (operation === "read")
    return allow.some((entry) => entry.operations.includes(companion.operation)) && !fieldsOf(call).some((name) => CONTENT.has(name) || name === "*");
  if (operation !== "create") return false;
  const about = valuesUnder(call, companion.about);
  const all = about.length > 0 ? about : [call.context?.[`default_${companion.about}`]];
  return all.every(isAllowedOn);
}

/** What each record that is made has in one field. */
function valuesUnder({ method, args = {} }: OdooCall, field: string): (Json | undefined)[] {
  if (method === "load") {
    const column = Array.isArray(args.fields) ? args.fields.indexOf(field) : -1;
    return column < 0 || !Array.isArray(args.data) ? [] : args.data.map((row) => (Array.isArray(row) ? row[column] : undefined));
  }
  const list = Array.isArray(args.vals_list) ? args.vals_list : [args.vals_list];
  return list.some((values) => namesOf(values).includes(field)) ? list.map((values) => (isObject(values) ? values[field] : undefined)) : [];
}

/** Every record has these, and they tell nothing of it but when. */
const ALWAYS = ["id", ".id", "display_name", "create_date", "create_uid", "write_date", "write_uid", "active"];

/** Fields that a call names, to read, to write or to look by; "*" for all. */
function fieldsOf({ method, args = {} }: OdooCall): string[] {
  switch (method) {
    case "write":
      return namesOf(args.vals);
    case "create":
      return (Array.isArray(args.vals_list) ? args.vals_list : [args.vals_list]).flatMap(namesOf);
    case "copy":
      return namesOf(args.default);
    case "load":
      return textsOf(args.fields).map(firstOf);
    case "read":
      return readOf(args.fields);
    case "search_read":
    case "search":
    case "search_count":
      return [...(method === "search_read" ? readOf(args.fields) : []), ...domainFields(args.domain), ...orderFields(args.order)];
    case "name_search":
      return domainFields(args.domain);
    default:
      return METHODS[method] === "read" ? ["*"] : [];
  }
}

/** The fields of the model itself that a domain looks by: of `partner_id.country_id` the first. */
export function domainFields(domain: Json | undefined): string[] {
  if (!Array.isArray(domain)) return [];
  return domain.flatMap((term) => (Array.isArray(term) && typeof term[0] === "string" ? [firstOf(term[0])] : []));
}

export function orderFields(order: Json | undefined): string[] {
  if (typeof order !== "string" || order.trim() === "") return [];
  return order.split(",").map((part) => part.trim().split(/\s+/)[0] ?? "");
}

function readOf(fields: Json | undefined): string[] {
  const names = textsOf(fields);
  return names.length === 0 ? ["*"] : names.map(firstOf);
}

const firstOf = (path: string) => (path === ".id" ? path : (path.split(/[./]/)[0] ?? path));
const isObject = (value: Json | undefined): value is Record<string, Json> => typeof value === "object" && value !== null && !Array.isArray(value);
const namesOf = (values: Json | undefined): string[] => (isObject(values) ? Object.keys(values) : []);
const textsOf = (list: Json | undefined): string[] => (Array.isArray(list) ? list.filter((each) => typeof each === "string") : []);

function notAllowed(target: OdooTarget, { model, operation, field }: Refusal): StepFailure {
  const what = field === null ? "" : field === "*" ? " all fields of" : ` ${field} of`;
  return technical(
    "authorization",
    "odoo.not_allowed",
    `Connection ${target.name} does not allow to ${VERBS[operation] ?? `call ${operation} on`}${what} ${model}.`,
    {
      fix: `An administrator can allow it under Connections, ${target.name}, Access${field === null ? "" : `, in the fields of ${model}`}.`,
      where: { connection: target.key, model, ...(field === null || field === "*" ? {} : { field }) },
    },
  );
}

const VERBS: Record<string, string> = {
  read: "read",
  create: "create",
  update: "update",
  archive: "archive or unarchive",
  delete: "delete",
  call: "call methods of",
  message: "post messages on",
  attach: "attach files to",
};
