/** Records as Odoo answers them: relations with their names, empty as false. */
import type { Json } from "#flow/document.ts";
import { fits } from "./domain.ts";
import { valueError } from "./errors.ts";
import { fieldOf, MAGIC, MODELS } from "./models.ts";
import { nameOf, UID } from "./world.ts";
import type { Stored, World } from "./world.ts";

type Reading = { world: World; model: string };

export async function readRecords(q: Reading & { records: Stored[]; fields: string[] | null; raw: boolean }): Promise<Record<string, Json>[]> {
  const names = q.fields === null || q.fields.length === 0 ? [...Object.keys(MAGIC), ...Object.keys(MODELS[q.model]?.fields ?? {})] : q.fields;
  for (const name of names) if (!fieldOf(q.model, name)) throw valueError(`Invalid field '${name}' on '${q.model}'`);
  const result: Record<string, Json>[] = [];
  for (const record of q.records) {
    const row: Record<string, Json> = { id: record.id };
    for (const name of names) row[name] = await cellOf({ ...q, record, name });
    result.push(row);
  }
  return result;
}

async function cellOf(q: Reading & { record: Stored; name: string; raw: boolean }): Promise<Json> {
  const { world, model, record, name } = q;
  const field = fieldOf(model, name);
  if (name === "id") return record.id;
  if (name === "display_name") return nameOf(model, record);
  if (name === "create_date" || name === "write_date") return record[name];
  if (field?.type === "one2many") {
    const others = await world.records(field.relation ?? "");
    return others.filter((other) => other.fields[field.inverse ?? ""] === record.id).map((other) => other.id);
  }
  const value = name === "create_uid" || name === "write_uid" ? UID : (record.fields[name] ?? (field?.type === "many2many" ? [] : false));
  if (field?.type !== "many2one" || typeof value !== "number" || q.raw) return value;
  const [related] = await world.records(field.relation ?? "", [value]);
  return related ? [value, nameOf(field.relation ?? "", related)] : false;
}

export async function search(q: Reading & { domain: Json[]; order?: string; limit?: number; offset?: number; activeTest: boolean }): Promise<Stored[]> {
  const { world, model, domain } = q;
  const range = idsIn(domain);
  // a page by id of a large model: the real one has an index for that, too
  if (range !== null && q.limit && !q.offset && (q.order === "id desc" || q.order === "id asc" || q.order === "id")) {
    const isActive = q.activeTest && MODELS[model]?.fields.active !== undefined;
    return world.between({ model, ...range, isActive, isDown: q.order === "id desc", limit: q.limit });
  }
  const all = await world.records(model);
  const related = new Map<string, Map<number, Stored>>();
  for (const path of pathsIn(domain)) {
    const [first = "", second] = path.split(".");
    const field = fieldOf(model, first);
    if (!field) throw valueError(`Invalid field ${model}.${first} in condition ${condition(domain, path)}`);
    if (second !== undefined && field.relation) related.set(first, new Map((await world.records(field.relation)).map((record) => [record.id, record])));
  }
  const asksActive = [...pathsIn(domain)].includes("active");
  const hidesArchived = q.activeTest && !asksActive && MODELS[model]?.fields.active !== undefined;
  const found = all.filter((record) => (!hidesArchived || record.fields.active === true) && fits(domain, (path) => look({ model, record, path, related })));
  const sorted = sortBy({ records: found, model, order: q.order });
  return sorted.slice(q.offset ?? 0, q.limit ? (q.offset ?? 0) + q.limit : undefined);
}

const MOST = 2_147_483_647;

/** The ids that a domain leaves, where it is about nothing else. */
function idsIn(domain: Json[]): { from: number; to: number } | null {
  const range = { from: 0, to: MOST };
  for (const term of domain) {
    if (!Array.isArray(term) || term[0] !== "id" || typeof term[2] !== "number" || !Number.isInteger(term[2])) return null;
    const [, operator, id] = term;
    if (operator === ">") range.from = Math.max(range.from, id + 1);
    else if (operator === "<") range.to = Math.min(range.to, id - 1);
    else if (operator === "<=") range.to = Math.min(range.to, id);
    else if (operator === ">=") range.from = Math.max(range.from, id);
    else return null;
  }
  return range;
}

function look(q: { model: string; record: Stored; path: string; related: Map<string, Map<number, Stored>> }): Json {
  const [first = "", second] = q.path.split(".");
  const value = plain(q.model, q.record, first);
  if (second === undefined) return value;
  const other = typeof value === "number" ? q.related.get(first)?.get(value) : undefined;
  return other ? plain(fieldOf(q.model, first)?.relation ?? "", other, second) : false;
}

function plain(model: string, record: Stored, name: string): Json {
  if (name === "id") return record.id;
  if (name === "display_name") return nameOf(model, record);
  if (name === "create_date" || name === "write_date") return record[name];
  return record.fields[name] ?? false;
}

function* pathsIn(domain: Json[]): Generator<string> {
  for (const term of domain) if (Array.isArray(term) && typeof term[0] === "string") yield term[0];
}

function condition(domain: Json[], path: string): string {
  const term = domain.find((each) => Array.isArray(each) && each[0] === path);
  return Array.isArray(term) ? `(${term.map((part) => (typeof part === "string" ? `'${part}'` : JSON.stringify(part))).join(", ")})` : path;
}

function sortBy(q: { records: Stored[]; model: string; order: string | undefined }): Stored[] {
  if (!q.order) return q.records;
  const keys = q.order.split(",").map((part) => {
    const [name = "", direction = "asc"] = part.trim().split(/\s+/);
    if (!fieldOf(q.model, name)) throw valueError(`Invalid field '${name}' on '${q.model}'`);
    return { name, sign: direction.toLowerCase() === "desc" ? -1 : 1 };
  });
  return [...q.records].sort((a, b) => {
    for (const { name, sign } of keys) {
      const one = plain(q.model, a, name);
      const other = plain(q.model, b, name);
      const compared = typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other), "en");
      if (compared !== 0) return compared * sign;
    }
    return a.id - b.id;
  });
}
