/**
 * Lists of records, in as few calls as Odoo allows and exactly once. A batch is one `load` with external ids, which creates what is not
 * there and answers with the ids of what is; then one read of what was there, and what differs is written. A record that Odoo refuses
 * fails alone.
 *
 * What was created is told from what was found by the ids that there were before: `load` does not say, and asking for each external id
 * by itself would be a call per record. Whoever is made by somebody else in the moment between counts as created, and is the same record.
 */
import { StepFailure, business } from "#flow/failure.ts";
import type { OdooKnown, OdooList, OdooListed, OdooOutcome, OdooSkipped, OdooWritten } from "#flow/ports.ts";
import { understood } from "./client.ts";
import type { Context, OdooClient } from "./client.ts";
import { deletedSince } from "./deleted.ts";
import { divided } from "./divide.ts";
import { externalIdOf, lookUp } from "./external-id.ts";
import { thereOf } from "./known.ts";
import { load } from "./load.ts";
import { matchList, valuesOfMatch } from "./match-list.ts";
import { untangled } from "./patience.ts";
import type { SendOptions } from "./transport.ts";
import { recordExists } from "./upsert.ts";
import { normal } from "./values.ts";
import { writeEach } from "./write-each.ts";
import type { Wish } from "./write-each.ts";
import { z } from "zod";

/** More in one transaction keeps Odoo from everybody else for seconds. */
const BATCH = 100;
/** While Odoo works on one batch, its database works on the other. */
const AT_ONCE = 2;
/** Of records that were refused, as many are looked for once more. */
const LOOKED_FOR = 20;

type Result = OdooWritten | OdooSkipped | StepFailure;
type Writing = Omit<OdooList, "connection" | "records" | "made">;
type Doing = { client: OdooClient; list: Writing; options: SendOptions | undefined };

export async function writeList(client: OdooClient, q: Omit<OdooList, "connection">, options?: SendOptions): Promise<OdooOutcome[]> {
  const { made = [], records: given, ...list } = q;
  const known = new Map(made.map(({ externalId, ...record }) => [externalId, record]));
  const records = given.map((record) => ({ ...record, ...knownOf(known.get(nameOf(list.model, record)) ?? record.known) }));
  const doing: Doing = { client, list, options };
  const results = new Map<OdooListed, Result>();
  const wanted = await usable(doing, records, results);
  for (const round of rounds(wanted))
    for (const some of inTurns(batches(round))) {
      // whatever one of them meets, the other is waited for: nothing goes on behind the back of a step that failed
      const ends = await Promise.allSettled(some.map(async (batch) => put(results, batch, await writeBatch(doing, batch))));
      for (const end of ends) if (end.status === "rejected") throw end.reason;
      refuseAtOnce(results);
    }
  return records.map((record) => ({
    ...outcomeOf(results.get(record)),
    ...(list.kind === "upsert" ? { externalId: nameOf(list.model, record) } : {}),
  }));
}

async function writeBatch(doing: Doing, batch: OdooListed[]): Promise<Result[]> {
  const { list } = doing;
  const results = new Map<OdooListed, Result>();
  if (list.kind === "update")
    return existing(
      doing,
      batch.map((record) => ({ record, id: record.id ?? 0 })),
    );
  const absent = list.kind === "upsert" ? await madeBefore(doing, await matchedOnes(doing, batch, results), results) : await knownOnes(doing, batch, results);
  const made = await divided(absent, (some) => untangled(() => loaded(doing, some), doing.options?.signal));
  const found: { record: OdooListed; id: number }[] = [];
  for (const [index, record] of absent.entries()) {
    const one = await certain(doing, { record, result: made[index], others: absent.length });
    if (one === undefined) continue;
    if (one instanceof StepFailure || one.action !== "found" || list.kind === "create") results.set(record, one);
    else found.push({ record, id: one.id });
  }
  put(
    results,
    found.map(({ record }) => record),
    await existing(doing, found),
  );
  return batch.flatMap((record) => results.get(record) ?? []);
}

/** Records that an earlier execution made are known by their ids: gone, they are not made again. */
async function knownOnes(doing: Doing, batch: OdooListed[], results: Map<OdooListed, Result>): Promise<OdooListed[]> {
  const known = batch.flatMap((record) => (record.known === undefined ? [] : [{ record, id: record.known.id }]));
  const done = await existing({ ...doing, list: { ...doing.list, onMatch: "update" } }, known);
  known.forEach(({ record, id }, index) => {
    const result = done[index];
    const isGone = result instanceof StepFailure && result.failure.code === "odoo.record_missing";
    if (result !== undefined) results.set(record, isGone ? goneSince(doing, record.known ?? { id, isLeft: false }) : result);
  });
  return batch.filter((record) => record.known === undefined);
}

/**
 * Of an upsert's records those that an earlier execution made are done: as the step says where they are there, found by their name where
 * somebody made them anew, and not made again where somebody deleted them.
 */
async function madeBefore(doing: Doing, records: OdooListed[], results: Map<OdooListed, Result>): Promise<OdooListed[]> {
  const { client, list, options } = doing;
  const ids = records.flatMap((record) => record.known?.id ?? []);
  if (ids.length === 0) return records;
  const there = await thereOf(client, { model: list.model, ids, ...contextOf(list) }, options);
  const found: { record: OdooListed; id: number }[] = [];
  for (const record of records) {
    if (record.known === undefined) continue;
    const seen = there.has(record.known.id) ? record.known.id : await lookUp(client, { model: list.model, externalId: nameOf(list.model, record) }, options);
    if (typeof seen === "number") found.push({ record, id: seen });
    else results.set(record, goneSince(doing, record.known));
  }
  put(
    results,
    found.map(({ record }) => record),
    await existing(doing, found),
  );
  return records.filter((record) => record.known === undefined);
}

/** A person has been asked about it, or is to be. */
function goneSince({ client, list }: Doing, { id, isLeft }: OdooKnown): Result {
  return isLeft ? { id, action: "skipped", changed: [] } : deletedSince({ connection: client.target.key, model: list.model, id });
}

/** Those whose fields match a record are done; the others are to be loaded. */
async function matchedOnes(doing: Doing, records: OdooListed[], results: Map<OdooListed, Result>): Promise<OdooListed[]> {
  const { client, list, options } = doing;
  const byFields = records.flatMap((record) => {
    const values = valuesOfMatch(record.match);
    return values === null ? [] : [{ record, values }];
  });
  if (byFields.length === 0) return records;
  const matches = byFields.map(({ values }) => values);
  const ids = await matchList(client, { model: list.model, matches, ...contextOf(list) }, options);
  const found: { record: OdooListed; id: number }[] = [];
  byFields.forEach(({ record }, index) => {
    const id = ids[index];
    if (id instanceof StepFailure) results.set(record, id);
    else if (typeof id === "number") found.push({ record, id });
  });
  put(
    results,
    found.map(({ record }) => record),
    await existing(doing, found),
  );
  return records.filter((record) => !results.has(record));
}

/** Records that are there: compared and written, left alone, or refused, as the step says. */
async function existing({ client, list, options }: Doing, found: { record: OdooListed; id: number }[]): Promise<Result[]> {
  if (list.kind === "upsert" && list.onMatch === "skip") return found.map(({ id }) => ({ id, action: "found", changed: [] }));
  const wishes = found.map(({ record, id }): Wish => ({ id, values: record.values }));
  if (list.kind === "upsert" && list.onMatch === "stop") return found.map(({ id }) => recordExists(client, { model: list.model, id }));
  return writeEach(client, { model: list.model, records: wishes, ...contextOf(list) }, options);
}

const Newest = z.array(z.number()).max(1);

async function loaded({ client, list, options }: Doing, records: readonly OdooListed[]): Promise<OdooWritten[]> {
  const { model } = list;
  const args = { domain: [], limit: 1, order: "id desc" };
  const before = understood(
    client.target,
    model,
    Newest,
    await client.call({ model, method: "search", args, context: { ...list.context, active_test: false } }, options),
  );
  const rows = records.map((record) => ({ externalId: nameOf(model, record), values: record.values }));
  const ids = await load(client, { model, records: rows, ...contextOf(list) }, options);
  return ids.map((id): OdooWritten => ({ id, action: id > (before[0] ?? 0) ? "created" : "found", changed: [] }));
}

/** The loser of a race may be told of whatever of its own was rolled back first, not of the winner: who is there was not refused. */
async function certain(doing: Doing, q: { record: OdooListed; result: Result | undefined; others: number }): Promise<Result | undefined> {
  const { client, list, options } = doing;
  if (!(q.result instanceof StepFailure) || q.result.failure.class !== "business" || q.others > LOOKED_FOR) return q.result;
  const id = await lookUp(client, { model: list.model, externalId: nameOf(list.model, q.record) }, options);
  return typeof id === "number" ? { id, action: "found", changed: [] } : q.result;
}

/** Values that cannot be what their fields hold are refused before anything is sent. */
async function usable({ client, list }: Doing, records: OdooListed[], results: Map<OdooListed, Result>): Promise<OdooListed[]> {
  const fields = await client.fields(list.model, [...new Set(records.flatMap((record) => Object.keys(record.values)))]);
  return records.filter((record) => {
    try {
      for (const [name, value] of Object.entries(record.values)) {
        const field = fields.get(name);
        if (field !== undefined) normal({ model: list.model, field, value });
      }
      if (list.kind === "update" && record.id === undefined) throw noId(list.model);
      return true;
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      results.set(record, error);
      return false;
    }
  });
}

/** A right that is missing for every record of a list is no matter of its records. */
function refuseAtOnce(results: Map<OdooListed, Result>): void {
  const all = [...results.values()];
  const [first] = all;
  if (first instanceof StepFailure && all.every((each) => each instanceof StepFailure && each.failure.kind === "authorization")) throw first;
}

/** Records that mean the same one follow each other, as if they had come one by one. */
function rounds(records: OdooListed[]): OdooListed[][] {
  const seen = new Map<string, number>();
  const result: OdooListed[][] = [];
  for (const record of records) {
    const key = record.id !== undefined ? `${record.id}` : record.match?.kind === "fields" ? JSON.stringify(record.match.values) : record.externalId;
    const turn = seen.get(key) ?? 0;
    seen.set(key, turn + 1);
    result[turn] = [...(result[turn] ?? []), record];
  }
  return result;
}

/** Of records that name the same fields, in the order in which they first come. */
function batches(records: OdooListed[]): OdooListed[][] {
  const groups = [...Map.groupBy(records, (record) => Object.keys(record.values).sort().join()).values()];
  return groups.flatMap((group) => Array.from({ length: Math.ceil(group.length / BATCH) }, (_, n) => group.slice(n * BATCH, (n + 1) * BATCH)));
}

function inTurns<T>(all: T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, n) => all.slice(n * AT_ONCE, (n + 1) * AT_ONCE));
}

function nameOf(model: string, { match, externalId }: OdooListed): string {
  return externalIdOf(model, match?.kind === "external-id" ? `author:${match.key}` : externalId);
}

function knownOf(known: OdooKnown | undefined): { known?: OdooKnown } {
  return known === undefined ? {} : { known };
}

function contextOf({ context }: { context?: Context }): { context?: Context } {
  return context ? { context } : {};
}

function put(results: Map<OdooListed, Result>, records: OdooListed[], done: Result[]): void {
  records.forEach((record, index) => {
    const result = done[index];
    if (result !== undefined) results.set(record, result);
  });
}

function outcomeOf(result: Result | undefined): OdooOutcome {
  if (result === undefined) throw new Error("A record of the list was neither written nor refused.");
  if (!(result instanceof StepFailure)) return result;
  const { code, message, fix, where } = result.failure;
  const id = typeof where?.record === "number" ? where.record : null;
  const error = { code, message, ...(fix === undefined ? {} : { fix }), ...(where?.field === undefined ? {} : { field: where.field }) };
  return { id, action: "failed", changed: [], error };
}

function noId(model: string): StepFailure {
  return business("invalid-data", "odoo.id_missing", `There is no id of the ${model} that is to be updated.`, {
    fix: "Check the expression for the id, and whether the record was found before.",
    where: { model },
  });
}
