/**
 * Records and their external ids in one transaction of Odoo: `load` in mode update with noupdate. It creates where the id is new and never
 * writes a record that has it (a plain `load` would overwrite what people have edited since). All or nothing, and refusals come as text in
 * an answer that is no error.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { createdExternalId } from "#flow/effect-key.ts";
import { business, technical } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import type { Context, OdooClient } from "./client.ts";
import { understood } from "./client.ts";
import { Blamed } from "./divide.ts";
import { failureOfText, isContention } from "./failure-of-text.ts";
import type { Field } from "./fields.ts";
import type { SendOptions } from "./transport.ts";
import { cell, normal, ofNew } from "./values.ts";

/** By the external id that it gets or has; or, for an update, by the id that it has. */
export type Loaded = { externalId: string; values: Record<string, Json> } | { id: number; values: Record<string, Json> };
export type Loading = { model: string; records: readonly Loaded[]; context?: Context };

const Answer = z.object({
  ids: z.union([z.array(z.number()), z.literal(false)]),
  messages: z
    .array(
      z.object({
        message: z.string(),
        record: z.number().optional(),
        rows: z.object({ from: z.number() }).optional(),
        field: z.union([z.string(), z.literal(false)]).optional(),
        moreinfo: z.unknown().optional(),
      }),
    )
    .catch([]),
});

/**
 * One table of rows for records that name the same fields: an empty cell would clear a field whose default another record wants. Records
 * with external ids are created where there are none; those with ids of Odoo's own are written.
 * @throws Blamed where Odoo says which of them it refuses
 */
export async function load(client: OdooClient, q: Loading, options?: SendOptions): Promise<number[]> {
  const { model, records } = q;
  const fields = await client.fields(model, [...new Set(records.flatMap((record) => Object.keys(record.values)))]);
  const tables = await Promise.all(records.map((record) => tableOf(client, { model, record, fields })));
  const columns = [...new Set(tables.flatMap((table) => table.flatMap((row) => [...row.keys()])))];
  const args = { fields: columns, data: tables.flat().map((row) => columns.map((column) => row.get(column) ?? "")) };
  const isUpdate = records.some((record) => "id" in record);
  // an archived record is written like any other, and Odoo would not find it
  const how: Context = isUpdate ? { active_test: false } : { mode: "update", noupdate: true };
  const answer = await client.call({ model, method: "load", args, context: { ...q.context, ...how, tz: "UTC" } }, options);
  const { ids, messages } = understood(client.target, model, Answer, answer);
  if (ids !== false && ids.length === records.length) return ids;
  throw refused(client, { ...q, tables, messages });
}

type Message = z.infer<typeof Answer>["messages"][number];

function refused(client: OdooClient, q: Loading & { tables: Row[][]; messages: Message[] }) {
  const { model, records, tables, messages } = q;
  const failureOf = (message: Message | undefined, place: number | null) =>
    failureOfText({
      text: `${records.length > 1 && place !== null ? `Record ${place + 1} of ${records.length}: ` : ""}${message?.message ?? "Odoo gives no reason."}`,
      target: client.target,
      model,
      otherwise: "validation",
      ...(message?.field ? { field: message.field.split("/")[0] ?? message.field } : {}),
      ...(Array.isArray(message?.moreinfo) ? { choices: message.moreinfo.map(String) } : {}),
    });
  const placeOf = (message: Message) => {
    const row = message.rows?.from ?? message.record;
    return row === undefined ? null : rowOwner(tables, row);
  };
  const [first] = messages;
  const contended = messages.find((message) => isContention(message.message));
  if (contended) return failureOf(contended, null);
  const blamed = new Map<number, StepFailure>();
  for (const message of messages) {
    const place = placeOf(message);
    if (place !== null && !blamed.has(place)) blamed.set(place, failureOf(message, null));
  }
  return new Blamed(failureOf(first, first ? (placeOf(first) ?? 0) : null), blamed);
}

type Row = Map<string, Json>;
type Table = { model: string; record: Loaded; fields: Map<string, Field> };

/** A record's own row, and one more for each further line. */
async function tableOf(client: OdooClient, { model, record, fields }: Table): Promise<Row[]> {
  const rows: Row[] = [new Map<string, Json>("id" in record ? [[".id", record.id]] : [["id", record.externalId]])];
  for (const [name, value] of Object.entries(record.values)) {
    const field = fieldNamed(fields, model, name);
    const wanted = normal({ model, field, value });
    if (field.type === "one2many") {
      if ("id" in record) throw unloadable(model, field);
      const lines = await linesOf(client, { model, externalId: record.externalId, field, value: wanted });
      lines.forEach((line, index) => {
        const row = rows[index] ?? new Map<string, Json>();
        for (const [column, content] of line) row.set(column, content);
        rows[index] = row;
      });
      continue;
    }
    const filled = cell(field, "id" in record ? wanted : ofNew(field, wanted));
    if (filled === null) throw unloadable(model, field);
    rows[0]?.set(filled.column, filled.cell);
  }
  return rows;
}

/** Lines get external ids of their own: without, Odoo would add them once more at every load. */
async function linesOf(client: OdooClient, q: { model: string; externalId: string; field: Field; value: Json }): Promise<Row[]> {
  const { field } = q;
  const relation = field.relation ?? "";
  const given = (Array.isArray(q.value) ? q.value : []).map((line) => valuesOfLine(q.model, field, line));
  if (given.length === 0) return [];
  const fields = await client.fields(relation, [...new Set(given.flatMap((line) => Object.keys(line)))]);
  return given.map((line, index) => {
    const externalId = createdExternalId(relation, createHash("sha256").update(`${q.externalId}/${field.name}/${index}`).digest());
    const row: Row = new Map([[`${field.name}/id`, externalId]]);
    for (const [name, value] of Object.entries(line)) {
      const inner = fieldNamed(fields, relation, name);
      const filled = cell(inner, ofNew(inner, normal({ model: relation, field: inner, value })));
      if (filled === null) throw unloadable(relation, inner);
      row.set(`${field.name}/${filled.column}`, filled.cell);
    }
    return row;
  });
}

/** A line is a record of values, also in Odoo's own way of writing it: [0, 0, values]. */
function valuesOfLine(model: string, field: Field, line: Json): Record<string, Json> {
  const values = Array.isArray(line) && line[0] === 0 ? line[2] : line;
  if (typeof values === "object" && values !== null && !Array.isArray(values)) return values;
  throw business("invalid-data", "odoo.value", `${field.label} (${field.name}) of ${model} takes a list of lines, each a record of fields and values.`, {
    where: { model, field: field.name },
  });
}

function fieldNamed(fields: Map<string, Field>, model: string, name: string): Field {
  const field = fields.get(name);
  if (field === undefined) throw new Error(`The fields of ${model} were asked for ${name} and answered without it.`);
  return field;
}

function unloadable(model: string, field: Field) {
  return technical("configuration", "odoo.field_unsupported", `${field.label} (${field.name}) of ${model} cannot be set together with creating the record.`, {
    fix: field.type === "many2many" ? "Give it a list of ids." : "Leave it out here and set it in an update step that follows.",
    where: { model, field: field.name },
  });
}

function rowOwner(tables: Row[][], row: number): number {
  let end = 0;
  const index = tables.findIndex((table) => {
    end += table.length;
    return row < end;
  });
  return Math.max(index, 0);
}
