/**
 * Pages of a search, for a for each that is too long to be read at once. They are read by id (`id > the last one`), up to the last id that
 * there was at the beginning: a record that is changed, added or deleted meanwhile makes no other one be skipped or taken twice.
 */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Step } from "#flow/document.ts";
import { resolveConfig } from "#flow/expression/evaluate.ts";
import type { Language, Scope } from "#flow/expression/evaluate.ts";
import type { CallOptions, OdooPort } from "#flow/ports.ts";
import { Source } from "#flow/steps/each/step.ts";
import type { Item } from "./frames.ts";

/** Bytes of items that go together: a part's row stays small. */
const PART_BYTES = 524_288;

/** `isLast`: nothing can come after them. */
export type Page = { items: Item[]; last: number | null; isLast: boolean };

type Reading = { step: Step; scope: Scope; language: Language; odoo: Pick<OdooPort, "search">; signal: AbortSignal; note: CallOptions["note"] };
type Asked = { source: Source /** ids of the last page's end, and of the end of all */; after: number | null; last: number | null };

export async function readPage(q: Reading, { source, after, last: known }: Asked): Promise<Page> {
  const isDown = source.order === "id desc";
  const domain = listOf(await resolveConfig(source.domain ?? [], q.scope, q.language));
  const last = known ?? (isDown ? null : await lastOf(q, source, domain));
  if (last === null && !isDown) return { items: [], last, isLast: true };
  const fields = z.array(z.string()).parse(listOf(await resolveConfig(source.fields, q.scope, q.language)));
  const records = await search(q, source, {
    domain: [...domain, ...(last === null ? [] : [["id", "<=", last]]), ...(after === null ? [] : [["id", isDown ? "<" : ">", after]])],
    fields: fields.includes("id") ? fields : ["id", ...fields],
    order: isDown ? "id desc" : "id asc",
    limit: source.page,
  });
  const items = fitting(records.map((record) => ({ key: String(record.id), value: record })));
  return { items, last, isLast: records.length < source.page && items.length === records.length };
}

/** The first records of a frame's search. */
export async function firstOf(q: Omit<Reading, "note"> & { most: number }): Promise<Item[]> {
  const source = { ...Source.parse(q.step.config.source), page: q.most };
  return (await readPage({ ...q, note: () => undefined }, { source, after: null, last: null })).items;
}

/** Records that come while others are gone through belong to the next run: one that makes records like those it reads would never end. */
async function lastOf(q: Reading, source: Source, domain: Json[]): Promise<number | null> {
  const [record] = await search(q, source, { domain, fields: ["id"], order: "id desc", limit: 1 });
  return record?.id ?? null;
}

const Found = z.looseObject({ id: z.number() }).and(z.record(z.string(), Json));

async function search(q: Reading, { connection, model }: Source, asked: { domain: Json[]; fields: string[]; order: string; limit: number }) {
  const { records } = await q.odoo.search({ connection, model, ...asked }, { signal: q.signal, note: q.note });
  return z.array(Found).parse(records);
}

function listOf(value: Json | undefined): Json[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

/** As many of the first ones as may go together. */
export function fitting(items: Item[]): Item[] {
  let bytes = 0;
  const most = items.findIndex((item) => {
    bytes += JSON.stringify(item).length;
    return bytes > PART_BYTES;
  });
  return most < 0 ? items : items.slice(0, Math.max(1, most));
}
