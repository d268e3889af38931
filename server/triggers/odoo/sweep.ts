/**
 * The look at one trigger, by one sweeper at a time. First what stands in Odoo is taken note of, then everything that was written since is
 * read again and again, page by page by id, so that a page neither skips nor repeats. Where it stands is kept after every page: a sweeper
 * that dies, or whose time is up, is followed by one that goes on there.
 *
 * The mark is a second of Odoo's clock before which everything has been told. It is never compared with a clock of ours: it moves by how
 * long we have waited, which Odoo has waited as well, or to the latest second that Odoo has shown.
 */
import type { Json } from "#flow/document.ts";
import { milliseconds } from "#flow/duration.ts";
import { sqlFile } from "../../db/sql.ts";
import type { Transaction } from "../../deps.ts";
import type { OdooRecord } from "./decide.ts";
import { wants } from "./decide.ts";
import type { Watching } from "./deps.ts";
import { compareIds } from "./compare-ids.ts";
import { earlier, instantOf, LONG_AGO, odooTime, OVERLAP_MS } from "./odoo-time.ts";
import type { Reader } from "./read.ts";
import type { Watched } from "./row.ts";
import { makeRules, removeOldRules } from "./rule.ts";
import { seenOf, tellRecords } from "./tell.ts";

const BEGIN = sqlFile(import.meta.url, "begin-watch");
const RENEW = sqlFile(import.meta.url, "renew-watch");
const MARK = sqlFile(import.meta.url, "mark-watch");
const KEEP_WEBHOOK = sqlFile(import.meta.url, "keep-webhook");
const FORGET_ALL = sqlFile(import.meta.url, "forget-all-seen");
const SETTLE = sqlFile(import.meta.url, "settle-generation");

/** How long a sweeper is believed without a word: longer than one call to Odoo may take. */
export const BELIEVED_MS = 180_000;
/** After this a sweeper lets others have their turn. */
const SLICE_MS = 30_000;
const PAGE = 250;
/** What is found within this is newer than nothing that was read. */
const QUICK_MS = OVERLAP_MS / 3;

export type Sweep = { deps: Watching; watched: Watched; reader: Reader; sweeper: string; stop: AbortSignal };
type Swept = { told: number /** ms until the next look */; nextMs: number /** ms until ids are compared again; null: not now */; idsMs: number | null };

/** Another sweeper has taken over: nothing that this one still does counts. */
export class TakenOver extends Error {}

/** @throws StepFailure where Odoo cannot be read, TakenOver */
export async function sweep(q: Sweep): Promise<Swept> {
  const until = performance.now() + SLICE_MS;
  const isOver = () => performance.now() > until || q.stop.aborted;
  let watched = await begun(q);
  if (watched.row.webhook === null) watched = await withRules({ ...q, watched });
  watched = await takeNote({ ...q, watched, isOver });
  if (watched.row.baseline_id !== null) return { told: 0, nextMs: 0, idsMs: null };
  const { told, isDone } = await followUp({ ...q, watched, isOver });
  if (!isDone) return { told, nextMs: 0, idsMs: null };
  const every = milliseconds(watched.config.sweepEvery);
  if (!wants(watched.config.on, "deleted") || !watched.row.wants_ids) return { told, nextMs: every, idsMs: null };
  const compared = await compareIds({ ...q, watched, goOn: () => goOn({ ...q, watched }) });
  return { told: told + compared.told, nextMs: every, idsMs: compared.isLarge ? Math.max(every, 3_600_000) : every };
}

/** The settings in force, begun anew where the deployed ones are others. What was written after the old ones' mark is news for the new ones. */
async function begun(q: Sweep): Promise<Watched> {
  const { deps, watched, reader, sweeper } = q;
  const { row, spec, place } = watched;
  if (row.spec === spec) return watched;
  const isElsewhere = row.place !== place;
  const began = isElsewhere || row.mark === null ? ((await reader.latest()) ?? LONG_AGO) : row.mark;
  // our clock before Odoo was asked, or as it was kept
  const anchor = isElsewhere || row.anchor_at === null ? row.at : row.anchor_at;
  if (isElsewhere) await removeOldRules({ deps, row, stop: q.stop });
  if (isElsewhere) await deps.pool.query(FORGET_ALL, [row.registration_id]);
  const { rows } = await deps.pool.query<{ generation: number }>(BEGIN, [row.registration_id, sweeper, spec, place, began, anchor]);
  const generation = rows[0]?.generation;
  if (generation === undefined) throw new TakenOver();
  const fresh = { spec, place, generation, baseline_id: 0, began, mark: began, anchor_at: anchor, cursor_id: null, cursor_began_at: null, webhook: null };
  return { ...watched, row: { ...row, ...fresh, wants_ids: true } };
}

/** Before anything is taken note of: what changes from here on is named, or found. */
async function withRules(q: Sweep): Promise<Watched> {
  const { deps, watched, sweeper, stop } = q;
  const { registration } = watched;
  const { state, detail } = await makeRules({
    odoo: deps.portsFor(registration.environment).odoo,
    connections: deps.connections,
    publicUrl: deps.publicUrl,
    watched,
    stop,
  });
  await deps.pool.query(KEEP_WEBHOOK, [registration.id, sweeper, state, JSON.stringify(detail)]);
  return { ...watched, row: { ...watched.row, webhook: state } };
}

type Paging = Sweep & { isOver: () => boolean };

/** Everything that stands in Odoo and is no news. */
async function takeNote(q: Paging): Promise<Watched> {
  const { deps, reader, watched } = q;
  const { row } = watched;
  const limit = deps.page ?? PAGE;
  let after = row.baseline_id;
  while (after !== null && !q.isOver()) {
    const before: number = after;
    const domain: Json[] = [
      ["write_date", "<=", row.began],
      ["id", ">", before],
    ];
    const records = await reader.inside({ domain, limit });
    const next: number | null = records.length < limit ? null : (records.at(-1)?.id ?? null);
    await noteDown({ ...q, records, next });
    after = next;
  }
  if (after === null && row.baseline_id !== null) await deps.pool.query(SETTLE, [row.registration_id, row.generation]);
  return { ...watched, row: { ...row, baseline_id: after } };
}

async function noteDown(q: Paging & { records: OdooRecord[]; next: number | null }): Promise<void> {
  const { deps, watched, records } = q;
  const { row } = watched;
  const known = await seenOf({ deps, registrationId: row.registration_id, ids: records.map((record) => record.id) });
  await tellRecords({
    deps,
    watched,
    at: row.at,
    records,
    known,
    mode: "note",
    source: () => "sweep",
    also: (transaction) => renewIn(transaction, { ...q, stand: { ...row, baseline_id: q.next } }),
  });
}

/** Everything that was written since the mark, and some time before it. */
async function followUp(q: Paging): Promise<{ told: number; isDone: boolean }> {
  const { deps, reader, watched } = q;
  const { row } = watched;
  const limit = deps.page ?? PAGE;
  const mark = row.mark ?? LONG_AGO;
  const beganAt = row.cursor_began_at ?? (await now(deps));
  let after: number | null = row.cursor_id ?? 0;
  let latest = mark;
  let told = 0;
  while (after !== null) {
    if (q.isOver()) return { told, isDone: false };
    const domain: Json[] = [
      ["write_date", ">=", earlier(mark, OVERLAP_MS)],
      ["id", ">", after],
    ];
    const at = await now(deps);
    const records = await reader.records({ domain, limit });
    const known = await seenOf({ deps, registrationId: row.registration_id, ids: records.map((record) => record.id) });
    const next: number | null = records.length < limit ? null : (records.at(-1)?.id ?? null);
    const stand = { ...row, cursor_id: next ?? 0, cursor_began_at: beganAt };
    told += await tellRecords({
      deps,
      watched,
      at,
      records,
      known,
      mode: "look",
      source: () => "sweep",
      also: (transaction) => renewIn(transaction, { ...q, stand }),
    });
    for (const record of records) if (record.written > latest) latest = record.written;
    after = next;
  }
  const end = await now(deps);
  const waited = beganAt.getTime() - (row.anchor_at ?? beganAt).getTime();
  const moved = odooTime(instantOf(mark) + Math.max(waited, 0));
  const isQuick = end.getTime() - beganAt.getTime() < QUICK_MS;
  const next = isQuick && latest > moved ? latest : mark === LONG_AGO ? mark : moved;
  const { rowCount } = await deps.pool.query(MARK, [row.registration_id, q.sweeper, next, end]);
  if (rowCount !== 1) throw new TakenOver();
  return { told, isDone: true };
}

/** The database's clock, which all processes share. */
async function now(deps: Watching): Promise<Date> {
  const { rows } = await deps.pool.query<{ at: Date }>("select clock_timestamp() as at");
  return rows[0]?.at ?? new Date(0);
}

type Stand = Pick<Watched["row"], "registration_id" | "baseline_id" | "cursor_id" | "cursor_began_at">;

async function renewIn(database: Transaction, q: { sweeper: string; stand: Stand }): Promise<void> {
  const { registration_id, baseline_id, cursor_id, cursor_began_at } = q.stand;
  const { rowCount } = await database.query(RENEW, [registration_id, q.sweeper, BELIEVED_MS, baseline_id, cursor_id, cursor_began_at]);
  if (rowCount !== 1) throw new TakenOver();
}

async function goOn({ deps, sweeper, watched }: Sweep): Promise<void> {
  const { registration_id } = watched.row;
  const { rowCount } = await deps.pool.query(RENEW, [registration_id, sweeper, BELIEVED_MS, null, null, null]);
  if (rowCount !== 1) throw new TakenOver();
}
