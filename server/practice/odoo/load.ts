/** `load`: rows as a CSV import has them, each with its external id; one bad row and nothing is written. Troubles are told in the answer. */
import type { Json } from "#flow/document.ts";
import { sqlFile } from "#server/db/sql.ts";
import { OdooError, requiredText, valueError } from "./errors.ts";
import { fieldOf, MODELS } from "./models.ts";
import type { FieldSpec } from "./fields.ts";
import { NUMERIC } from "./world.ts";
import type { Values, World } from "./world.ts";

const EXTERNAL_ID = sqlFile(import.meta.url, "external-id");
const TAKE = sqlFile(import.meta.url, "take-external-id");

type Message = { type: "error"; record: number; rows: { from: number; to: number }; message: string; field?: string; field_name?: string; moreinfo?: Json };
export type Loaded = { ids: number[] | false; messages: Message[]; nextrow: 0 };

/** A row that cannot be taken: the message that the caller reads. */
class RowError extends Error {
  readonly place: Partial<Message>;
  constructor(message: string, place: Partial<Message> = {}) {
    super(message);
    this.place = place;
  }
}

type Question = { world: World; model: string; fields: string[]; data: Json[][]; context: Record<string, Json> };

export async function load(q: Question): Promise<Loaded> {
  for (const column of q.fields) {
    const [name = ""] = column.split("/");
    if (name !== "id" && name !== ".id" && !fieldOf(q.model, name)) throw valueError(`Invalid field name '${name}'`);
  }
  const ids: number[] = [];
  const messages: Message[] = [];
  const { transaction } = q.world;
  await transaction.query("savepoint load");
  for (const { from: record, rows } of recordsOf(q)) {
    try {
      ids.push(await loadRecord(q, rows));
    } catch (error) {
      if (!(error instanceof RowError) && !(error instanceof OdooError)) throw error;
      const place = error instanceof RowError ? error.place : {};
      messages.push({
        rows: { from: record, to: record },
        record,
        type: "error",
        message: error.message.replace(/^The operation cannot be completed: /, ""),
        ...place,
      });
    }
  }
  if (messages.length === 0) return { ids, messages, nextrow: 0 };
  await transaction.query("rollback to savepoint load");
  return { ids: false, messages, nextrow: 0 };
}

const isLine = (model: string, column: string) => fieldOf(model, column.split("/")[0] ?? "")?.type === "one2many";

/** A row that fills nothing but lines belongs to the record above it. */
function recordsOf(q: Question): { from: number; rows: Json[][] }[] {
  const own = q.fields.flatMap((column, index) => (isLine(q.model, column) ? [] : [index]));
  const records: { from: number; rows: Json[][] }[] = [];
  for (const [from, row] of q.data.entries()) {
    const last = records.at(-1);
    if (last && own.every((index) => (row[index] ?? "") === "")) last.rows.push(row);
    else records.push({ from, rows: [row] });
  }
  return records;
}

/** The record of the first row, then its lines; a record that is left as it is keeps its lines, too. */
async function loadRecord(q: Question, rows: Json[][]): Promise<number> {
  const { id, isLeft } = await loadRow(q, rows[0] ?? [], {});
  if (isLeft) return id;
  for (const name of new Set(q.fields.filter((column) => isLine(q.model, column)).map((column) => column.split("/")[0] ?? ""))) {
    const field = fieldOf(q.model, name);
    const columns = q.fields.flatMap((column, index) => (column.startsWith(`${name}/`) ? [{ index, column: column.slice(name.length + 1) }] : []));
    const line = { ...q, model: field?.relation ?? "", fields: columns.map(({ column }) => column) };
    for (const row of rows) {
      const cells = columns.map(({ index }) => row[index] ?? "");
      if (cells.some((cell) => cell !== "")) await loadRow(line, cells, { [field?.inverse ?? ""]: id });
    }
  }
  return id;
}

async function loadRow(q: Question, row: Json[], fixed: Values): Promise<{ id: number; isLeft: boolean }> {
  const { world, model, context } = q;
  const values: Values = { ...fixed };
  let externalId: string | null = null;
  let databaseId: string | null = null;
  for (const [index, column] of q.fields.entries()) {
    const cell = row[index] ?? "";
    if (typeof cell === "boolean")
      throw new OdooError({ exception: "builtins.AttributeError", status: 500, message: "'bool' object has no attribute 'lower'" });
    if (column === ".id") databaseId = String(cell) || null;
    else if (column === "id") externalId = String(cell) || null;
    else if (!isLine(model, column)) {
      const [name = "", kind] = column.split("/");
      const field = fieldOf(model, name);
      if (field) values[name] = await cellValue({ world, field, name, kind, cell });
    }
  }
  if (databaseId !== null) return updated(q, databaseId, values);
  if (externalId === null) return { id: await created(q, values), isLeft: false };
  const dot = externalId.indexOf(".");
  const [module, name] = dot < 0 ? ["__import__", externalId] : [externalId.slice(0, dot), externalId.slice(dot + 1)];
  const known = await find(world, module, name);
  if (known) {
    if (known.model !== model) throw new RowError(`found record of different model ${known.model} (${known.res_id})`);
    // an update that was asked not to update: what people changed since stays
    const isLeft = context.mode === "update" && context.noupdate === true;
    if (!isLeft) await world.write(model, [known.res_id], values);
    return { id: known.res_id, isLeft };
  }
  const id = await created(q, values);
  const taken = await world.transaction.query(TAKE, [module, name, model, id]);
  // somebody else made it at the same moment; as the real one says it
  if (taken.rowCount !== 1) throw new RowError("could not serialize access due to concurrent update\n");
  return { id, isLeft: false };
}

async function created({ world, model, context }: Question, given: Values): Promise<number> {
  const values = { ...defaultsIn(context, model), ...given };
  refuseMissing(model, values);
  return world.create(model, values);
}

/** What a caller wants filled in where nothing is given: default_<field>. */
function defaultsIn(context: Record<string, Json>, model: string): Values {
  return Object.fromEntries(
    Object.entries(context).flatMap(([key, value]) => {
      const name = key.startsWith("default_") ? key.slice("default_".length) : "";
      return fieldOf(model, name) === undefined ? [] : [[name, value]];
    }),
  );
}

async function updated({ world, model, context }: Question, databaseId: string, values: Values): Promise<{ id: number; isLeft: boolean }> {
  const [record] = await world.records(model, [Number(databaseId) || 0]);
  if (!record || (record.fields.active === false && context.active_test !== false))
    throw new RowError(`Unknown database identifier '${databaseId}'`, { field: ".id" });
  await world.write(model, [record.id], values);
  return { id: record.id, isLeft: false };
}

async function find(world: World, module: string, name: string): Promise<{ model: string; res_id: number } | null> {
  const { rows } = await world.transaction.query<{ model: string; res_id: number }>(EXTERNAL_ID, [module, name]);
  return rows[0] ?? null;
}

function refuseMissing(model: string, values: Values): void {
  for (const [name, field] of Object.entries(MODELS[model]?.fields ?? {})) {
    const value = values[name];
    if (!field.required || field.value !== undefined) continue;
    if (value === undefined || value === false || value === "") throw new RowError(requiredText(field.label, name, "Unknown"), { field: name });
  }
}

type Cell = {
  world: World;
  field: FieldSpec;
  name: string;
  kind: string | undefined;
  cell: string | number | null | Json[] | { [key: string]: Json };
};

async function cellValue({ world, field, name, kind, cell }: Cell): Promise<Json> {
  const place = { field: name, field_name: field.label };
  const text = cell === null ? "" : String(cell).trim();
  if (text === "") return NUMERIC.has(field.type) ? 0 : field.type === "many2many" ? [] : false;
  if (field.type === "boolean") return /^(1|true|yes)$/i.test(text);
  if (NUMERIC.has(field.type)) {
    if (!Number.isFinite(Number(text))) throw new RowError(`'${text}' does not seem to be a number for field '${field.label}'`, place);
    return Number(text);
  }
  if (field.type === "selection") {
    const chosen = field.selection?.find(([key, label]) => key === text || label.toLowerCase() === text.toLowerCase());
    if (!chosen)
      throw new RowError(`Value '${text}' not found in selection field '${field.label}'`, {
        ...place,
        moreinfo: field.selection?.map(([, label]) => label) ?? [],
      });
    return chosen[0];
  }
  if (field.type === "many2one") return related({ world, field, kind, text, place });
  if (field.type === "many2many") return Promise.all(text.split(",").map((each) => related({ world, field, kind, text: each.trim(), place })));
  return text;
}

async function related(q: { world: World; field: FieldSpec; kind: string | undefined; text: string; place: Partial<Message> }): Promise<number> {
  const { world, field, text } = q;
  const relation = field.relation ?? "";
  if (q.kind === ".id") {
    const [found] = await world.records(relation, [Number(text) || 0]);
    // archived records, too
    if (found) return found.id;
    throw new RowError(`No matching record found for database id '${text}' in field '${field.label}'`, q.place);
  }
  if (q.kind === "id") {
    const dot = text.indexOf(".");
    const known = await find(world, text.slice(0, dot), text.slice(dot + 1));
    if (known && known.model === relation) return known.res_id;
    throw new RowError(`No matching record found for external id '${text}' in field '${field.label}'`, q.place);
  }
  const named = (await world.records(relation)).find((record) => record.fields.name === text);
  if (named) return named.id;
  throw new RowError(`No matching record found for name '${text}' in field '${field.label}'`, q.place);
}
