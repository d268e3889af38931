/** Writes only what differs; where nothing does, nothing is sent and Odoo's write_date stays. */
import type { Json } from "#flow/document.ts";
import { business } from "#flow/failure.ts";
import type { OdooWritten } from "#flow/ports.ts";
import type { Context, OdooClient } from "./client.ts";
import { compared, sent } from "./differences.ts";
import type { Compared } from "./differences.ts";
import type { SendOptions } from "./transport.ts";

/** A domain that fits more is a mistake more often than a wish, and one transaction of it would keep Odoo from everybody else. */
const MOST = 1000;
const BATCH = 200;

type Writing = { model: string; ids: number[]; values: Record<string, Json>; context?: Context };

export async function idsOf(
  client: OdooClient,
  q: { model: string; target: { ids: number[] } | { domain: Json[] }; context?: Context },
  options?: SendOptions,
): Promise<number[]> {
  const where = { connection: client.target.key, model: q.model };
  if ("ids" in q.target) {
    if (q.target.ids.length > 0) return [...new Set(q.target.ids)];
    throw business("invalid-data", "odoo.id_missing", `This run has no id of the ${q.model} that is to be updated.`, {
      fix: "Check the expression for the id, and whether the record was found before.",
      where,
    });
  }
  const ids = await client.search({ model: q.model, domain: q.target.domain, limit: MOST + 1, ...(q.context ? { context: q.context } : {}) }, options);
  if (ids.length <= MOST) return ids;
  throw business("limit", "odoo.too_many", `More than ${MOST} records of ${q.model} fit the condition; nothing was written.`, {
    fix: "Narrow the condition, or update in several steps.",
    where,
  });
}

export async function writeDifferences(client: OdooClient, q: Writing, options?: SendOptions): Promise<OdooWritten[]> {
  const all = await compared(client, q, options);
  // records that need the same written share a call
  const groups = new Map<string, Compared[]>();
  for (const each of all.filter(({ differences }) => differences.length > 0)) {
    const shape = JSON.stringify(each.differences.map((difference) => [difference.field.name, sent(difference)]));
    groups.set(shape, [...(groups.get(shape) ?? []), each]);
  }
  for (const group of groups.values()) {
    const vals = Object.fromEntries((group[0]?.differences ?? []).map((difference) => [difference.field.name, sent(difference)]));
    for (let at = 0; at < group.length; at += BATCH) {
      const ids = group.slice(at, at + BATCH).map(({ id }) => id);
      await client.call({ model: q.model, method: "write", ids, args: { vals }, ...(q.context ? { context: q.context } : {}) }, options);
    }
  }
  return all.map(({ id, differences }) => ({
    id,
    action: differences.length > 0 ? ("updated" as const) : ("found" as const),
    changed: differences.map(({ field, before, after }) => ({ field: field.name, before, after })),
  }));
}
