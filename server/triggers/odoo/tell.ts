/**
 * What was seen of records, written down together with the runs that it starts: in one transaction, so that a change is told exactly once.
 * A record that somebody else has written down since it was looked up is left alone, and looked at again.
 */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { sqlFile } from "../../db/sql.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Arrival, Transaction } from "../../deps.ts";
import { decide, deletion } from "./decide.ts";
import type { Change, Kept, OdooRecord } from "./decide.ts";
import type { Watching } from "./deps.ts";
import { judgeAll } from "./judge-all.ts";
import { instantOf, LONG_AGO } from "./odoo-time.ts";
import { SeenRow } from "./row.ts";
import type { Watched } from "./row.ts";

const SEEN = sqlFile(import.meta.url, "seen");
const TURN = sqlFile(import.meta.url, "turn");
const KEEP = sqlFile(import.meta.url, "keep-seen");
const FORGET = sqlFile(import.meta.url, "forget-seen");
const PUT_HINT = sqlFile(import.meta.url, "put-hint");
const COUNT = sqlFile(import.meta.url, "count");

/** How soon a change is looked at again whose author is not clear yet. */
const LATER_MS = 1_000;

export type Source = "webhook" | "sweep" | "ids";
type Looked = { deps: Watching; watched: Watched; at: Date };

/** What is known of records. Asked before Odoo is: what is written down meanwhile shows in the revision. */
export async function seenOf(q: { deps: Watching; registrationId: string; ids: number[] }): Promise<Map<number, SeenRow>> {
  const { rows } = await q.deps.pool.query(SEEN, [q.registrationId, q.ids]);
  return new Map(
    z
      .array(SeenRow)
      .parse(rows)
      .map((row) => [row.record_id, { ...row, held: openHeld(q.deps, row.held) }]),
  );
}

type Told = { record: OdooRecord; change: Change };

/** `also` is done in the same transaction: where it finds that this look does not count any more, nothing does. */
export async function tellRecords(
  q: Looked & {
    records: OdooRecord[];
    known: Map<number, SeenRow>;
    mode: "note" | "early" | "look";
    source: (id: number) => Source;
    /** whether a record of which it is not clear yet who changed it may be looked at again later */
    mayWait?: (id: number) => boolean;
    also?: (transaction: Transaction) => Promise<void>;
  },
): Promise<number> {
  const { deps, watched, records, known } = q;
  const { row, config, registration } = watched;
  const looked = records.map((record) => {
    const decided = decide({ config, began: row.began ?? LONG_AGO, mode: q.mode, known: known.get(record.id) ?? null, record });
    return { record, ...decided };
  });
  const { echoes, later, causes } = await judgeAll({ deps, watched, looked, known, mayWait: q.mayWait ?? (() => true) });
  const kept = looked.flatMap(({ record, keep }) => (keep === null || later.has(record.id) ? [] : [{ record_id: record.id, ...sealed(q, keep) }]));
  return inTransaction(deps.pool, async (transaction) => {
    await q.also?.(transaction);
    if (later.size > 0) await transaction.query(PUT_HINT, [registration.id, [...later], "self", LATER_MS]);
    if (kept.length === 0) return 0;
    await transaction.query(TURN, [registration.id]);
    const { rows } = await transaction.query<{ record_id: number }>(KEEP, [registration.id, row.generation, JSON.stringify(kept), q.at]);
    const won = new Set(rows.map((each) => each.record_id));
    const lost = kept.map((each) => each.record_id).filter((id) => !won.has(id));
    if (lost.length > 0) await transaction.query(PUT_HINT, [registration.id, lost, "self", 0]);
    const told = looked.flatMap(({ record, change }): Told[] => (change !== null && won.has(record.id) && !echoes.has(record.id) ? [{ record, change }] : []));
    await deps.acceptIn(
      told.map((each) => ({ ...arrivalOf(watched, each), ...causes.get(each.record.id) })),
      transaction,
    );
    await count({ ...q, told, echoes: [...echoes].filter((id) => won.has(id)).length }, transaction);
    return told.length;
  });
}

/** Records that Odoo does not have any more. */
export async function tellGone(q: Looked & { ids: number[]; source: Source }): Promise<number> {
  const { deps, watched } = q;
  const { registration, config } = watched;
  if (q.ids.length === 0) return 0;
  return inTransaction(deps.pool, async (transaction) => {
    await transaction.query(TURN, [registration.id]);
    const { rows } = await transaction.query(FORGET, [registration.id, q.ids]);
    const told = z
      .array(SeenRow)
      .parse(rows)
      .flatMap((row): Told[] => {
        const known = { ...row, held: openHeld(deps, row.held) };
        const change = deletion({ config, known });
        const record = { id: known.record_id, written: known.written, created: "", writer: null, values: change?.old ?? {}, isInside: false };
        return change === null ? [] : [{ record, change }];
      });
    await deps.acceptIn(
      told.map((each) => arrivalOf(watched, each)),
      transaction,
    );
    await count({ ...q, told, echoes: 0, source: () => q.source }, transaction);
    return told.length;
  });
}

function arrivalOf({ registration, config }: Watched, { record, change }: Told): Arrival {
  const { kind, changed, old } = change;
  const names = [...new Set([...config.fields, ...(config.read ?? [])])];
  const values = Object.fromEntries(names.map((name) => [name, record.values[name] ?? null]));
  // when a record was deleted, nobody knows: it was there at this time
  const at = new Date(instantOf(record.written)).toISOString();
  return {
    registration,
    trigger: { record: { ...values, id: record.id }, changed, previous: old, change: { kind, at, model: config.model, fields: changed, old } },
    originKey: change.origin,
    isUnattended: true,
  };
}

async function count(q: Looked & { told: Told[]; echoes: number; source: (id: number) => Source }, transaction: Transaction): Promise<void> {
  if (q.told.length === 0 && q.echoes === 0) return;
  const by = (source: Source) => q.told.filter(({ record }) => q.source(record.id) === source).length;
  const lags = q.told.flatMap(({ record, change }) => (change.kind === "deleted" ? [] : [Math.max(q.at.getTime() - instantOf(record.written), 0)]));
  const sum = lags.reduce((total, lag) => total + lag, 0);
  await transaction.query(COUNT, [q.watched.registration.id, by("webhook"), by("sweep"), by("ids"), q.echoes, sum, Math.max(0, ...lags)]);
}

function sealed({ deps, watched }: Looked, keep: Kept): Kept {
  const held = deps.sensitive.seal({ record: keep.held }, watched.registration.version.document.flow.sensitive);
  return typeof held === "object" && held !== null && !Array.isArray(held) ? { ...keep, held: recordIn(held.record) } : keep;
}

function openHeld(deps: Watching, held: { [name: string]: Json }): { [name: string]: Json } {
  return recordIn(deps.sensitive.open(held));
}

function recordIn(value: Json | undefined): { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
