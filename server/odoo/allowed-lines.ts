/**
 * What a call does to other models inside its own values: lines that it makes, updates, deletes or takes over. Each is told as the call that
 * would do the same, so that it is judged by the same list. Commands are read as Odoo reads them, for which false is 0 and true is 1.
 */
import type { Json } from "#flow/document.ts";
import type { Field } from "./fields.ts";
import type { OdooCall } from "./transport.ts";

type Values = Record<string, Json>;
/** Fields of a model by name. @throws StepFailure for one that is not there */
export type FieldsOf = (model: string, names: string[]) => Promise<ReadonlyMap<string, Field>>;

export async function callsWithin(call: OdooCall, fieldsOf: FieldsOf): Promise<OdooCall[]> {
  const own = call.method === "load" ? await linesOfTable(call, fieldsOf) : await linesOfValues(call, fieldsOf);
  const deeper = await Promise.all(own.map((each) => callsWithin(each, fieldsOf)));
  return [...own, ...deeper.flat()];
}

async function linesOfValues(call: OdooCall, fieldsOf: FieldsOf): Promise<OdooCall[]> {
  const { model, args = {} } = call;
  const all = [args.vals, args.default, ...(Array.isArray(args.vals_list) ? args.vals_list : [args.vals_list])].filter(isValues);
  const mayBeLines = (value: Json) => (Array.isArray(value) ? value.length > 0 : call.method === "write" && !value);
  const names = [...new Set(all.flatMap((values) => Object.keys(values).filter((name) => mayBeLines(values[name] ?? null))))];
  if (!WRITING.has(call.method) || names.length === 0) return [];
  const fields = await fieldsOf(model, names);
  return all.flatMap((values) =>
    names.flatMap((name) => {
      const field = fields.get(name);
      const value = values[name];
      return field === undefined || value === undefined ? [] : linesOfField(call, field, value);
    }),
  );
}

const WRITING = new Set(["write", "create", "copy"]);

function linesOfField(call: OdooCall, field: Field, value: Json): OdooCall[] {
  const isOwn = field.type === "one2many";
  if ((!isOwn && field.type !== "many2many") || field.relation === null) return [];
  const about = callAbout(call, field.relation);
  // a record leaves its owner, or comes to another: it is written, and no value of it is named
  const move = about("write", { vals: {} });
  if (!Array.isArray(value)) return isOwn ? [move] : [];
  return value.flatMap((command): OdooCall[] => {
    if (isValues(command)) return isOwn ? [about("create", { vals_list: [command] })] : [];
    if (!Array.isArray(command)) return isOwn ? [move] : [];
    const [code, , third = null] = command;
    const values = isValues(third) ? third : {};
    switch (Number(code)) {
      case 0:
        return [about("create", { vals_list: [values] })];
      case 1:
        return [about("write", { vals: values })];
      case 2:
        return [about("unlink", {})];
      default:
        return isOwn ? [move] : [];
    }
  });
}

/** Columns such as `order_line/product_id/.id`: whoever loads lines makes them, and updates those that are there. */
async function linesOfTable(call: OdooCall, fieldsOf: FieldsOf): Promise<OdooCall[]> {
  const columns = Array.isArray(call.args?.fields) ? call.args.fields.filter((each) => typeof each === "string") : [];
  const paths = columns.map((column) => column.split("/"));
  const names = [...new Set(paths.flatMap(([first = ""]) => (first === ".id" || first === "id" ? [] : [first])))];
  const isReference = (rest: string[]) => rest.length === 0 || (rest.length === 1 && (rest[0] === "id" || rest[0] === ".id"));
  // what only refers to other records is a line where it is of the record's own, and only its field can tell
  const fields = names.length === 0 ? new Map<string, Field>() : await fieldsOf(call.model, names);
  return names.flatMap((name): OdooCall[] => {
    const field = fields.get(name);
    const rests = paths.flatMap(([first, ...rest]) => (first === name ? [rest] : []));
    if (field === undefined || field.relation === null) return [];
    if (field.type !== "one2many" && !(field.type === "many2many" && !rests.every(isReference))) return [];
    const inner = rests.filter((rest) => rest.length > 0).map((rest) => rest.join("/"));
    return [callAbout(call, field.relation)("load", { fields: inner.length === 0 ? [".id"] : inner, data: [] })];
  });
}

/** A note or a file among the values of a record is about that record. */
function callAbout({ model: owner, context }: OdooCall, model: string): (method: string, args: Values) => OdooCall {
  const { mode: _, noupdate: __, ...rest } = context ?? {};
  return (method, args) => ({ model, method, args, context: { ...rest, default_model: owner, default_res_model: owner } });
}

function isValues(value: Json | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
