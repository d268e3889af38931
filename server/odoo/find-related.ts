/** Finds related records by what people call them: all that is asked for of one model in one way goes into one search. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Context, OdooClient } from "./client.ts";
import { understood } from "./client.ts";
import { externalIdOf, lookUp } from "./external-id.ts";
import type { Field } from "./fields.ts";
import type { SendOptions } from "./transport.ts";

/** `by`: `external-id`, `key`, `id`, or a field of the model. */
export type Way = { model: string; by: string };
/** Ids of the records that each of the texts fits, the oldest first. */
export type Hits = Map<string, number[]>;

/** One domain with more alternatives is slow to plan on the other side. */
const BATCH = 200;
const Rows = z.array(z.object({ id: z.number() }).catchall(Json));
const TEXT = new Set(["char", "text", "html"]);

export async function findRelated(client: OdooClient, q: Way & { texts: string[]; context?: Context }, options?: SendOptions): Promise<Hits> {
  if (q.by === "id") return new Map(q.texts.flatMap((text): [string, number[]][] => (/^[1-9]\d*$/.test(text) ? [[text, [Number(text)]]] : [])));
  if (q.by === "external-id" || q.by === "key") return byExternalId(client, q, options);
  const field = await fieldOf(client, q);
  const isText = TEXT.has(field.type);
  const exact = await inBatches(q.texts, (texts) => {
    const domain: Json[] = [[field.name, "in", texts.map((text) => (isText ? text : numberIn(text)))]];
    return search(client, { ...q, field, domain, texts, same: (held, text) => held === text || (!isText && Number(held) === Number(text)) }, options);
  });
  const rest = q.texts.filter((text) => !exact.has(text));
  if (rest.length === 0 || !isText) return exact;
  // capitals count only where they have to: "norway" finds Norway, and not where somebody keeps both
  const loose = await inBatches(rest, (texts) => {
    const domain = [...texts.slice(1).map(() => "|"), ...texts.map((text): Json => [field.name, "=ilike", escaped(text)])];
    return search(client, { ...q, field, domain, texts, same: (held, text) => held.trim().toLowerCase() === text.toLowerCase() }, options);
  });
  return new Map([...exact, ...loose]);
}

/** The field that a way of looking means; a model without a name is asked by what Odoo shows for it. */
export async function fieldOf(client: OdooClient, { model, by }: Way): Promise<Field> {
  const fields = await client.fields(model, by === "name" ? [] : [by]);
  const field = fields.get(by) ?? fields.get("display_name");
  if (field === undefined) throw new Error(`The fields of ${model} were asked for ${by} and answered without it.`);
  return field;
}

type Search = Way & { field: Field; domain: Json[]; texts: string[]; same: (held: string, text: string) => boolean; context?: Context };

async function search(client: OdooClient, q: Search, options?: SendOptions): Promise<Hits> {
  const args = { domain: q.domain, fields: [q.field.name], order: "id" };
  const answer = await client.call({ model: q.model, method: "search_read", args, ...(q.context ? { context: q.context } : {}) }, options);
  const hits: Hits = new Map();
  for (const row of understood(client.target, q.model, Rows, answer)) {
    const held = String(row[q.field.name] ?? "");
    for (const text of q.texts) if (q.same(held, text)) hits.set(text, [...(hits.get(text) ?? []), row.id]);
  }
  return hits;
}

/** Reading the table of external ids is for administrators of Odoo; everybody may ask for one. */
async function byExternalId(client: OdooClient, q: Way & { texts: string[] }, options?: SendOptions): Promise<Hits> {
  const found = await Promise.all(
    q.texts.map(async (text): Promise<[string, number[]]> => {
      const externalId = q.by === "key" ? externalIdOf(q.model, `author:${text}`) : text.includes(".") ? text : `__import__.${text}`;
      const seen = await lookUp(client, { model: q.model, externalId }, options);
      return [text, typeof seen === "number" ? [seen] : []];
    }),
  );
  return new Map(found.filter(([, ids]) => ids.length > 0));
}

async function inBatches(texts: string[], ask: (texts: string[]) => Promise<Hits>): Promise<Hits> {
  const hits: Hits = new Map();
  for (let at = 0; at < texts.length; at += BATCH) for (const [text, ids] of await ask(texts.slice(at, at + BATCH))) hits.set(text, ids);
  return hits;
}

function numberIn(text: string): Json {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
