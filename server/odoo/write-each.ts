/**
 * Many records that are there, each with values of its own: read in one call, compared, and what differs is written in as few calls as
 * Odoo allows. Records that want the same share a `write`; those that want different things share a `load` by id.
 */
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { OdooWritten } from "#flow/ports.ts";
import type { Context, OdooClient } from "./client.ts";
import { comparedEach, sent } from "./differences.ts";
import type { Compared } from "./differences.ts";
import { divided } from "./divide.ts";
import { load } from "./load.ts";
import { untangled } from "./patience.ts";
import type { SendOptions } from "./transport.ts";
import { cell } from "./values.ts";

export type Wish = { id: number; values: Record<string, Json> };
type Writing = { model: string; records: readonly Wish[]; context?: Context };

/** In the order of records; a failure in the place of each that could not be written. */
export async function writeEach(client: OdooClient, q: Writing, options?: SendOptions): Promise<(OdooWritten | StepFailure)[]> {
  const read = await divided(q.records, async (records) => comparedEach(client, { ...q, records }, options));
  const results = new Map<Compared, OdooWritten | StepFailure>();
  for (const group of groupsOf(read)) {
    const done = await writeGroup(client, q, group, options);
    for (const [index, each] of group.entries()) results.set(each, done[index] ?? writtenOf(each));
  }
  return read.map((each) => (each instanceof StepFailure ? each : (results.get(each) ?? writtenOf(each))));
}

function writeGroup(client: OdooClient, q: Writing, group: readonly Compared[], options?: SendOptions): Promise<(OdooWritten | StepFailure)[]> {
  const { model } = q;
  const context = q.context ? { context: q.context } : {};
  const isSameForAll = new Set(group.map((each) => JSON.stringify(each.differences.map(sent)))).size === 1;
  if (!isSameForAll && group.every(isLoadable)) {
    return divided(group, async (some) => {
      const records = some.map(({ id, differences }) => ({ id, values: Object.fromEntries(differences.map(({ field, after }) => [field.name, after])) }));
      await untangled(() => load(client, { model, records, ...context }, options), options?.signal);
      return some.map(writtenOf);
    });
  }
  const oneCall = async (some: readonly Compared[]) => {
    const vals = Object.fromEntries((some[0]?.differences ?? []).map((difference) => [difference.field.name, sent(difference)]));
    await client.call({ model, method: "write", ids: some.map(({ id }) => id), args: { vals }, ...context }, options);
    return some.map(writtenOf);
  };
  if (isSameForAll) return divided(group, oneCall);
  return Promise.all(group.map((each) => divided([each], oneCall))).then((all) => all.flat());
}

/** By the fields that differ. */
function groupsOf(read: readonly (Compared | StepFailure)[]): Compared[][] {
  const groups = new Map<string, Compared[]>();
  for (const each of read) {
    if (each instanceof StepFailure || each.differences.length === 0) continue;
    const shape = each.differences.map(({ field }) => field.name).join();
    groups.set(shape, [...(groups.get(shape) ?? []), each]);
  }
  return [...groups.values()];
}

function isLoadable({ differences }: Compared): boolean {
  // a column of a list replaces it: commands go by write
  return differences.every(({ field, after, commands }) => commands === undefined && cell(field, after) !== null);
}

function writtenOf({ id, differences }: Compared): OdooWritten {
  return {
    id,
    action: differences.length > 0 ? "updated" : "found",
    changed: differences.map(({ field, before, after }) => ({ field: field.name, before, after })),
  };
}
