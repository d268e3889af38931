/** Records of the practice Odoo within one transaction: a call there is a transaction, all or nothing. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { Transaction } from "#server/deps.ts";
import { linked, writeLines, writeRelated } from "./commands.ts";
import { keyError, missing, requiredText, validationError, valueError } from "./errors.ts";
import { fieldOf, MODELS } from "./models.ts";
import type { FieldSpec } from "./fields.ts";
import { REPORT, storedReports } from "./report-list.ts";

const RECORDS = sqlFile(import.meta.url, "records");
const FIND = sqlFile(import.meta.url, "find");
const NEXT_ID = sqlFile(import.meta.url, "next-id");
const INSERT = sqlFile(import.meta.url, "insert");
const UPDATE = sqlFile(import.meta.url, "update");
const LOCK = sqlFile(import.meta.url, "lock");
const DELETE = sqlFile(import.meta.url, "delete");

/** The one user that the API key belongs to. */
export const UID = 2;

const Row = z.object({ id: z.number(), fields: z.record(z.string(), Json), create_date: z.string(), write_date: z.string() });
export type Stored = z.infer<typeof Row>;
export type Values = Record<string, Json>;

/** What automation rules hear of. */
export type RecordChange = { model: string; id: number; kind: "create" | "write" | "unlink"; fields: string[] };

export type World = {
  transaction: Transaction;
  /** of this call so far, in their order */
  changes: RecordChange[];
  /** all records of a model, or those with these ids; archived ones too */
  records: (model: string, ids?: number[]) => Promise<Stored[]>;
  /** the first of those between two ids, in their order */
  between: (q: { model: string; from: number; to: number; isActive: boolean; isDown: boolean; limit: number }) => Promise<Stored[]>;
  create: (model: string, values: Values) => Promise<number>;
  write: (model: string, ids: number[], values: Values) => Promise<void>;
  unlink: (model: string, ids: number[]) => Promise<void>;
};

export function openWorld(transaction: Transaction): World {
  const records = async (model: string, ids?: number[]): Promise<Stored[]> =>
    model === REPORT ? storedReports(ids) : z.array(Row).parse((await transaction.query(RECORDS, [model, ids ?? null])).rows);

  const held = async (model: string, ids: number[]) => {
    const { rows } = await transaction.query<{ id: number; fields: Values }>(LOCK, [model, ids]);
    const found = new Set(rows.map((row) => row.id));
    for (const id of ids) if (!found.has(id)) throw missing(model, id, UID);
    return rows;
  };

  const checked = async (model: string, values: Values, unknown: (name: string) => Error): Promise<Values> => {
    const result: Values = {};
    for (const [name, value] of Object.entries(values)) {
      const field = fieldOf(model, name);
      if (!field) throw unknown(name);
      if (field.type === "one2many" || (field.readonly && name !== "amount_total")) continue;
      result[name] = await stored({ records, model, name, field, value });
    }
    return result;
  };

  /** Money with a currency of its own, kept by the steps of that currency. */
  const rounded = async (model: string, given: Values, record: Values): Promise<Values> => {
    const result = { ...given };
    for (const [name, value] of Object.entries(given)) {
      const currency = fieldOf(model, name)?.currency;
      if (currency === undefined || typeof value !== "number") continue;
      const [found] = await records("res.currency", [Number(record[currency]) || 0]);
      const step = Number(found?.fields.rounding) || 0.01;
      result[name] = Number((Math.round((value / step) * (1 + Number.EPSILON)) * step).toFixed(6));
    }
    return result;
  };

  const changes: RecordChange[] = [];
  const world: World = {
    transaction,
    changes,
    records,
    between: async ({ model, from, to, isActive, isDown, limit }) =>
      z.array(Row).parse((await transaction.query(FIND, [model, from, to, isActive, isDown, limit])).rows),
    create: async (model, values) => {
      const given = await checked(model, values, (name) => valueError(`Invalid field '${name}' in '${model}'`));
      const spec = MODELS[model];
      const all: Values = {};
      for (const [name, field] of Object.entries(spec?.fields ?? {})) {
        if (field.type === "one2many") continue;
        all[name] = given[name] ?? field.value ?? (field.type === "many2many" ? [] : field.type === "boolean" ? false : NUMERIC.has(field.type) ? 0 : false);
        if (name === "company_id" && given[name] === undefined && model !== "res.partner") all[name] = 1;
      }
      for (const [name, field] of Object.entries(spec?.fields ?? {}))
        if (field.required && (all[name] === false || all[name] === ""))
          throw validationError(`The operation cannot be completed: ${requiredText(field.label, name, `'${spec?.label ?? model}' (${model})`)}`);
      if (model === "res.partner" && (all.name === false || all.name === "") && all.type === "contact") throw validationError("Contacts require a name");
      if (model === "ir.attachment") Object.assign(all, described(all.datas, all.name, all.mimetype));
      const { rows } = await transaction.query<{ last: number }>(NEXT_ID, [model]);
      const id = rows[0]?.last ?? 0;
      await transaction.query(INSERT, [model, id, JSON.stringify(await rounded(model, all, all))]);
      changes.push({ model, id, kind: "create", fields: Object.keys(all) });
      return id;
    },
    write: async (model, ids, values) => {
      const before = await held(model, ids);
      const given = await checked(model, values, keyError);
      for (const [name, value] of Object.entries(given)) {
        const field = fieldOf(model, name);
        if (field?.required && (value === false || value === ""))
          throw validationError(`The operation cannot be completed: ${requiredText(field.label, name, `'${MODELS[model]?.label ?? model}' (${model})`)}`);
      }
      for (const { id, fields } of before) {
        // commands about a list go from what this very record has
        const lists = Object.fromEntries(
          Object.entries(values).flatMap(([name, value]): [string, Json][] =>
            fieldOf(model, name)?.type === "many2many" ? [[name, linked(fields[name] ?? [], value)]] : [],
          ),
        );
        const kept: Values = { ...(await rounded(model, given, { ...fields, ...given })), ...lists };
        await transaction.query(UPDATE, [model, [id], JSON.stringify(kept)]);
        const changed = Object.keys(kept).filter((name) => JSON.stringify(kept[name]) !== JSON.stringify(fields[name]));
        if (changed.length > 0) changes.push({ model, id, kind: "write", fields: changed });
        for (const [name, value] of Object.entries(values)) {
          const { type, relation = "", inverse = "" } = fieldOf(model, name) ?? {};
          if (type === "one2many" && Array.isArray(value)) await writeLines(world, { owner: id, relation, inverse, commands: value });
          if (type === "many2many" && Array.isArray(value)) await writeRelated(world, { relation, commands: value });
        }
      }
    },
    unlink: async (model, ids) => {
      await held(model, ids);
      await transaction.query(DELETE, [model, ids]);
      for (const id of ids) changes.push({ model, id, kind: "unlink", fields: [] });
    },
  };
  return world;
}

/** What the real one tells of a file by its content. */
function described(datas: Json | undefined, name: Json | undefined, mimetype: Json | undefined): Values {
  const size = typeof datas === "string" ? Buffer.from(datas, "base64").length : 0;
  const byName = typeof name === "string" && name.endsWith(".txt") ? "text/plain" : "application/octet-stream";
  return { file_size: size, mimetype: mimetype || byName };
}

export const NUMERIC = new Set(["integer", "float", "monetary"]);

type Storing = { records: World["records"]; model: string; name: string; field: FieldSpec; value: Json };

/** A value as it is kept, or Odoo's complaint about it. */
async function stored({ records, model, name, field, value }: Storing): Promise<Json> {
  const empty = value === null || value === false || value === "";
  if (field.type === "boolean") return value === true || value === 1;
  if (field.type === "many2many") return linked([], value);
  if (empty) return NUMERIC.has(field.type) ? 0 : false;
  if (field.type === "selection") {
    if (!field.selection?.some(([key]) => key === value))
      throw valueError(`Wrong value for ${model}.${name}: ${typeof value === "string" ? `'${value}'` : JSON.stringify(value)}`);
    return value;
  }
  if (NUMERIC.has(field.type)) {
    const number = typeof value === "number" ? value : Number(value);
    if (!Number.isFinite(number)) throw valueError(`could not convert string to float: '${String(value)}'`);
    // money is kept to the cent; what has a currency of its own is rounded by it where the record is known
    return field.type === "monetary" && field.currency === undefined ? Math.round(number * 100) / 100 : field.type === "integer" ? Math.trunc(number) : number;
  }
  if (field.type === "many2one") {
    if (typeof value !== "number") throw valueError(`Wrong value for ${model}.${name}: ${JSON.stringify(value)}`);
    if ((await records(field.relation ?? "", [value])).length === 0)
      throw validationError(
        `Another model is using the record you are trying to delete.\n\nThe troublemaker is: ${MODELS[model]?.label} (${model})\nThanks to the following constraint: ${field.label} (${name})\nHow about archiving the record instead?`,
      );
    return value;
  }
  if (field.type === "date") {
    if (!/^\d{4}-\d{2}-\d{2}/.test(String(value))) throw valueError(`time data '${String(value)}' does not match format '%Y-%m-%d'`);
    return String(value).slice(0, 10);
  }
  if (field.type === "datetime") {
    if (!/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/.test(String(value)))
      throw valueError(`time data '${String(value)}' does not match format '%Y-%m-%d %H:%M:%S'`);
    return String(value).length === 10 ? `${String(value)} 00:00:00` : value;
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export function nameOf(model: string, record: Stored): string {
  const value = record.fields[MODELS[model]?.name ?? "name"];
  return typeof value === "string" && value !== "" ? value : `${model},${record.id}`;
}
