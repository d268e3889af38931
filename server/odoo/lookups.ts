/**
 * Ids in place of the lookups in values (flow/record-lookup.ts): first everything that is asked for is collected from all records, then
 * each way of looking is asked once, then what is missing and may be made is made once, whoever asks, and last the ids go in. A record
 * whose lookup is to blame is refused alone.
 */
import { createHash } from "node:crypto";
import type { Json } from "#flow/document.ts";
import { createdExternalId } from "#flow/effect-key.ts";
import { business, StepFailure, technical } from "#flow/failure.ts";
import { isLookup, RECORD, RecordLookup } from "#flow/record-lookup.ts";
import type { Context, OdooClient } from "./client.ts";
import { createRecords } from "./create.ts";
import type { Field } from "./fields.ts";
import { fieldOf, findRelated } from "./find-related.ts";
import type { Hits, Way } from "./find-related.ts";
import type { SendOptions } from "./transport.ts";

type Values = Record<string, Json>;
export type Resolving = { model: string; records: { values: Values; lookups: string[] }[]; isDry: boolean; context?: Context };

/** Where a lookup stands: in the field of a model, of one of the records. */
type Place = { model: string; field: Field; record: number };
type Asked = Way & { texts: string[]; lookup: RecordLookup; place: Place };
/** undefined: the field is not written */
type Answer = (asked: Asked) => Json | undefined;

export async function resolveLookups(client: OdooClient, q: Resolving, options?: SendOptions): Promise<(Values | StepFailure)[]> {
  const all: Asked[] = [];
  const readable = await visited(client, q, (asked) => {
    all.push(asked);
    return null;
  });
  const refused = new Map(readable.flatMap((each, record): [number, StepFailure][] => (each instanceof StepFailure ? [[record, each]] : [])));
  const found = new Map<string, Hits>();
  for (const [way, asked] of grouped(all)) {
    const texts = [...new Set(asked.flatMap((each) => each.texts))];
    const [first] = asked;
    if (first === undefined || texts.length === 0) continue;
    const hits = await findRelated(client, { model: first.model, by: first.by, texts, ...(q.context ? { context: q.context } : {}) }, options);
    found.set(way, hits);
    const archived = await archivedOf(client, { ...q, asked, hits }, options);
    for (const each of asked) {
      const failure = await unclear(client, each, { hits, archived });
      if (failure !== null && !refused.has(each.place.record)) refused.set(each.place.record, failure);
    }
  }
  // last: for a record that is refused nothing is made
  if (!q.isDry) await makeMissing(client, { ...q, asked: all.filter((each) => !refused.has(each.place.record)), found }, options);
  const resolved = await visited(client, q, (asked) => answerOf(asked, found.get(wayOf(asked)) ?? new Map()));
  return resolved.map((each, record) => refused.get(record) ?? each);
}

async function makeMissing(client: OdooClient, q: Pick<Resolving, "context"> & { asked: Asked[]; found: Map<string, Hits> }, options?: SendOptions) {
  for (const [way, asked] of grouped(q.asked)) {
    const hits = q.found.get(way);
    const wanted = asked.filter((each) => each.lookup.onMissing === "create").flatMap((each) => each.texts);
    const missing = [...new Set(wanted)].filter((text) => hits?.has(text) === false);
    const [first] = asked;
    if (first === undefined || missing.length === 0) continue;
    for (const [text, id] of await made(client, { ...first, missing, context: q.context }, options)) hits?.set(text, [id]);
  }
}

/** Each lookup replaced by its answer, in all records; lists and lines are gone into. */
async function visited(client: OdooClient, q: Resolving, answer: Answer): Promise<(Values | StepFailure)[]> {
  const result: (Values | StepFailure)[] = [];
  for (const [record, { values, lookups }] of q.records.entries())
    result.push(
      await ofValues(client, { model: q.model, values, lookups, record }, answer).catch((error: unknown) => {
        if (error instanceof StepFailure && error.failure.class === "business") return error;
        throw error;
      }),
    );
  return result;
}

type Visiting = { model: string; values: Values; lookups: string[]; record: number };

async function ofValues(client: OdooClient, q: Visiting, answer: Answer): Promise<Values> {
  const names = q.lookups.filter((name) => q.values[name] !== undefined);
  if (!names.some((name) => holdsLookup(q.values[name] ?? null))) return q.values;
  const fields = await client.fields(q.model, names);
  const result: Values = {};
  for (const [name, value] of Object.entries(q.values)) {
    const field = fields.get(name);
    const resolved = field && names.includes(name) ? await ofField(client, { ...q, field, value }, answer) : value;
    if (resolved !== undefined) result[name] = resolved;
  }
  return result;
}

async function ofField(client: OdooClient, q: Omit<Visiting, "values"> & { field: Field; value: Json }, answer: Answer): Promise<Json | undefined> {
  const { field, value } = q;
  const place: Place = { model: q.model, field, record: q.record };
  if (isLookup(value)) return answer(askedOf(client, value[RECORD], place));
  if (!Array.isArray(value) || !holdsLookup(value)) return value;
  if (field.type !== "one2many") return listOf(client, value, place, answer);
  const lines: Json[] = [];
  for (const line of value) {
    const values = Array.isArray(line) ? line[2] : line;
    if (typeof values !== "object" || values === null || Array.isArray(values)) lines.push(line);
    else {
      const inner = await ofValues(client, { ...q, model: field.relation ?? "", values, lookups: Object.keys(values) }, answer);
      lines.push(Array.isArray(line) ? [line[0] ?? 0, line[1] ?? 0, inner] : inner);
    }
  }
  return lines;
}

/** Ids, lookups and commands that hold them: what is left out leaves no gap. */
function listOf(client: OdooClient, list: Json[], place: Place, answer: Answer): Json[] {
  return list.flatMap((each): Json[] => {
    if (Array.isArray(each)) return [listOf(client, each, place, answer)];
    if (!isLookup(each)) return [each];
    const resolved = answer(askedOf(client, each[RECORD], place));
    return resolved === undefined ? [] : Array.isArray(resolved) ? resolved : [resolved];
  });
}

function askedOf(client: OdooClient, inner: Json, place: Place): Asked {
  const { field, model } = place;
  const where = { connection: client.target.key, model, field: field.name };
  const read = RecordLookup.safeParse(inner);
  if (!read.success)
    throw technical("configuration", "odoo.lookup", `${field.label} (${field.name}) of ${model} looks a record up in a way that cannot work.`, {
      fix: "Correct it in the designer: say by what the record is found, and what happens when it is missing.",
      where,
    });
  if (field.relation === null)
    throw technical("configuration", "odoo.lookup", `${field.label} (${field.name}) of ${model} points to no record: it takes a value of type ${field.type}.`, {
      fix: "Map the value itself, without a lookup.",
      where,
    });
  const given = read.data.value ?? null;
  const texts = (Array.isArray(given) ? given : [given]).filter((each) => each !== null && each !== false && String(each).trim() !== "");
  const unfit = texts.find((each) => typeof each !== "string" && typeof each !== "number");
  if (unfit !== undefined)
    throw business("invalid-data", "odoo.lookup_value", `${titled(place)} is looked up by text, and was given ${JSON.stringify(unfit).slice(0, 80)}.`, {
      fix: "Take one field of it: its name, its code or its key.",
      where,
    });
  return { model: field.relation, by: read.data.by, texts: texts.map((each) => String(each).trim()), lookup: read.data, place };
}

function answerOf({ texts, lookup, place, by }: Asked, hits: Hits): Json | undefined {
  if (lookup.value === undefined) return undefined;
  const ids = texts.flatMap((text): Json[] => {
    const [id] = hits.get(text) ?? [];
    if (id !== undefined) return [id];
    return lookup.onMissing === "create" ? [{ $new: text }] : [];
  });
  if (place.field.type !== "many2one") return lookup.add ? ids.map((id) => [4, id]) : ids;
  if (texts.length === 0) return false;
  if (texts.length > 1)
    throw business("invalid-data", "odoo.lookup_value", `${titled(place)} takes one record and was given ${texts.length} to look up by ${by}.`, {
      fix: "Take the first of the list, or map a field that holds several.",
      where: { model: place.model, field: place.field.name },
    });
  return ids[0];
}

const SEES_ALL = new Set(["id", "external-id", "key"]);

/** What is missing where it must not be may only be hidden: archived. One search for all of them. */
async function archivedOf(client: OdooClient, q: Pick<Resolving, "context"> & { asked: Asked[]; hits: Hits }, options?: SendOptions): Promise<Hits> {
  const needed = q.asked.filter((each) => each.lookup.onMissing === "fail").flatMap((each) => each.texts);
  const texts = [...new Set(needed)].filter((text) => !q.hits.has(text));
  const [first] = q.asked;
  // ids and external ids are looked up in the archive, too
  if (first === undefined || texts.length === 0 || SEES_ALL.has(first.by)) return new Map();
  return findRelated(client, { model: first.model, by: first.by, texts, context: { ...q.context, active_test: false } }, options);
}

/** Why a lookup gives no one record. */
async function unclear(
  client: OdooClient,
  { texts, lookup, place, model, by }: Asked,
  { hits, archived }: { hits: Hits; archived: Hits },
): Promise<StepFailure | null> {
  const where = { connection: client.target.key, model: place.model, field: place.field.name };
  for (const text of texts) {
    const [first, another] = hits.get(text) ?? [];
    const [hidden] = archived.get(text) ?? [];
    if (first === undefined && lookup.onMissing === "fail" && hidden !== undefined)
      return business(
        "not-found",
        "odoo.lookup_archived",
        `${titled(place)}: the ${(await client.label(model)).toLowerCase()} with the ${worded(by)} ${text} is archived in ${client.target.name} (#${hidden}).`,
        { fix: "Take it back from the archive in Odoo, or send the data of another one.", where, detail: { model, by, value: text } },
      );
    if (first === undefined && lookup.onMissing === "fail")
      return business(
        "not-found",
        "odoo.lookup_missing",
        `${titled(place)}: there is no ${(await client.label(model)).toLowerCase()} with the ${worded(by)} ${text} in ${client.target.name}.`,
        {
          fix: "Correct the data, make the record in Odoo, or let the step leave the field out or make the record.",
          where,
          detail: { model, by, value: text },
        },
      );
    if (another !== undefined)
      return business(
        "conflict",
        "odoo.lookup_many",
        `${titled(place)}: more than one ${(await client.label(model)).toLowerCase()} has the ${worded(by)} ${text}, #${first} and #${another} among them.`,
        { fix: "Merge them in Odoo, or look the record up by something unique.", where, detail: { model, by, value: text } },
      );
  }
  return null;
}

/** Made under a name of ours, so that two runs at the same moment make one. Whoever renamed it since meant the same thing under a new name. */
async function made(client: OdooClient, q: Way & { missing: string[]; context: Context | undefined }, options?: SendOptions): Promise<[string, number][]> {
  const field = await fieldOf(client, q);
  const hasName = (await client.fields(q.model)).has("name");
  const records = q.missing.map((text) => ({
    externalId: createdExternalId(q.model, createHash("sha256").update(`lookup/${q.by}/${text.toLowerCase()}`).digest()),
    values: { ...(hasName ? { name: text } : {}), [field.name]: text },
  }));
  const written = await createRecords(client, { model: q.model, records, ...(q.context ? { context: q.context } : {}) }, options);
  return q.missing.flatMap((text, index): [string, number][] => {
    const id = written[index]?.id;
    return id === undefined ? [] : [[text, id]];
  });
}

function grouped(all: Asked[]): Map<string, Asked[]> {
  const groups = new Map<string, Asked[]>();
  for (const asked of all) groups.set(wayOf(asked), [...(groups.get(wayOf(asked)) ?? []), asked]);
  return groups;
}

function wayOf({ model, by }: Way): string {
  return `${model} ${by}`;
}

function holdsLookup(value: Json): boolean {
  if (isLookup(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some((inner: Json) => holdsLookup(inner));
}

function titled({ field, model }: Place): string {
  return `${field.label} (${field.name}) of ${model}`;
}

function worded(by: string): string {
  return by === "external-id" ? "external id" : by;
}
