/**
 * What a look at a record says. Pure: what was known of it, what it is now, and what the trigger asks for go in; a change, or none, comes out.
 *
 *     unknown ──inside──▶ created, or updated where it is older than the watch and came in
 *     known inside ──a watched value differs──▶ updated        known outside ──inside──▶ updated
 *     inside ──outside──▶ noted only: when it comes back, that is a change again
 */
import type { Json } from "#flow/document.ts";
import type { OdooTriggerConfig } from "#flow/steps/trigger-odoo/step.ts";
import { earlier, OVERLAP_MS } from "./odoo-time.ts";
import type { SeenRow } from "./row.ts";
import { comparable, digest, isSameValue, short, shownOf } from "./values.ts";

export type OdooRecord = { id: number; written: string; created: string; writer: number | null; values: { [name: string]: Json }; isInside: boolean };

export type Change = {
  kind: "created" | "updated" | "deleted";
  /** of the watched fields */
  changed: string[];
  old: { [name: string]: Json } | null;
  /** what makes this change another one than every other */
  origin: string;
};

export type Kept = { revision: number; written: string; again: number; is_inside: boolean; held: { [name: string]: Json } };

type Asked = {
  config: Pick<OdooTriggerConfig, "model" | "fields" | "on">;
  /** nothing that was written before is news */
  began: string;
  /** note: what stands in Odoo is taken note of, and is no news but where something else was known; early: that is under way */
  mode: "note" | "early" | "look";
  known: Pick<SeenRow, "revision" | "written" | "again" | "is_inside" | "held"> | null;
  record: OdooRecord;
};

/** `keep`: what is to be known of the record from now on; null: it is known like that already. */
export function decide(q: Asked): { change: Change | null; keep: Kept | null } {
  const { config, known, record } = q;
  const watched = Object.fromEntries(config.fields.map((name) => [name, record.values[name] ?? null]));
  const held = Object.fromEntries(Object.entries(watched).map(([name, value]) => [name, short(value)]));
  // whoever names something that stood there has no news: it is about to be taken note of
  if (q.mode === "early" && known === null && record.written <= q.began) return { change: null, keep: null };
  // what lies outside from the beginning need not be known
  if (q.mode === "note" && known === null && !record.isInside) return { change: null, keep: null };
  const found = changeOf(q, watched);
  const again = known !== null && known.written === record.written ? known.again + (found === null ? 0 : 1) : 0;
  const isSame =
    q.mode !== "note" &&
    known !== null &&
    known.written === record.written &&
    known.is_inside === record.isInside &&
    found === null &&
    isHeld(known.held, held);
  return {
    change: found === null ? null : { ...found, origin: originOf({ model: config.model, record, watched, again }) },
    keep: isSame ? null : { revision: known?.revision ?? 0, written: record.written, again, is_inside: record.isInside, held },
  };
}

function changeOf({ config, began, known, record, mode }: Asked, watched: { [name: string]: Json }): Omit<Change, "origin"> | null {
  if (!record.isInside) return null;
  const { on, fields } = config;
  if (mode === "note") {
    // under earlier settings, in the second of their mark
    const changed = fields.filter((name) => known?.held[name] !== undefined && !isSameValue(known.held[name], watched[name] ?? null));
    return known?.is_inside && changed.length > 0 && wants(on, "updated") ? { kind: "updated", changed, old: oldOf(known.held, fields) } : null;
  }
  if (known === null) {
    const isNew = record.created >= earlier(began, OVERLAP_MS);
    const kind = isNew ? "created" : "updated";
    return wants(on, kind) ? { kind, changed: fields, old: null } : null;
  }
  const changed = fields.filter((name) => !isSameValue(known.held[name], watched[name] ?? null));
  if ((known.is_inside && changed.length === 0) || !wants(on, "updated")) return null;
  return { kind: "updated", changed, old: oldOf(known.held, fields) };
}

/** A record that Odoo does not have any more. Ids are never given twice. */
export function deletion(q: {
  config: Pick<OdooTriggerConfig, "model" | "fields" | "on">;
  known: Pick<SeenRow, "record_id" | "is_inside" | "held">;
}): Change | null {
  const { config, known } = q;
  if (!known.is_inside || !wants(config.on, "deleted")) return null;
  return { kind: "deleted", changed: [], old: oldOf(known.held, config.fields), origin: `${config.model}:${known.record_id}:deleted` };
}

export function wants(on: OdooTriggerConfig["on"], kind: Change["kind"]): boolean {
  if (on === "any") return true;
  return on === "both" ? kind !== "deleted" : on === kind;
}

/** ENGINE: model, id, second of write_date, hash of the watched fields; and which one within that second, should there be several. */
function originOf(q: { model: string; record: OdooRecord; watched: { [name: string]: Json }; again: number }): string {
  const { model, record, watched, again } = q;
  const values = Object.entries(watched).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = digest(JSON.stringify(values.map(([name, value]) => [name, comparable(value)])));
  return `${model}:${record.id}:${record.written}:${hash}${again === 0 ? "" : `:${again}`}`;
}

function isHeld(before: { [name: string]: Json }, now: { [name: string]: Json }): boolean {
  return Object.entries(now).every(([name, value]) => JSON.stringify(before[name]) === JSON.stringify(value));
}

/** Nothing where a record was not watched like this before. */
function oldOf(held: { [name: string]: Json }, fields: string[]): { [name: string]: Json } | null {
  if (fields.every((name) => held[name] === undefined)) return null;
  return Object.fromEntries(fields.map((name) => [name, shownOf(held[name])]));
}
