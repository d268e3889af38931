/**
 * Records that are made once. Looked up first: what is there is found and never written, whatever people have made of it since. Two who
 * create the same at the same moment collide inside Odoo; the one that lost looks again and finds. Only what our own receipt says that we
 * made is brought up to date with a request that has changed since.
 */
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { OdooWritten } from "#flow/ports.ts";
import type { Context, OdooClient } from "./client.ts";
import { deletedSince } from "./deleted.ts";
import { lookUp } from "./external-id.ts";
import { thereOf } from "./known.ts";
import { contention } from "./failure-words.ts";
import { load } from "./load.ts";
import { untangled } from "./patience.ts";
import type { SendOptions } from "./transport.ts";
import { writeDifferences } from "./update.ts";

export type Wanted = { externalId: string; values: Record<string, Json> /** id in the receipt of an earlier execution with another request */; known?: number };
export type Creating = { model: string; records: Wanted[]; context?: Context };

/** More in one transaction keeps Odoo from everybody else for seconds. */
const BATCH = 200;

export async function createRecords(client: OdooClient, q: Creating, options?: SendOptions): Promise<OdooWritten[]> {
  const written = new Map<string, OdooWritten>();
  for (const batch of batches(q.records)) {
    await untangled(async () => {
      const rest = batch.filter((record) => !written.has(record.externalId));
      // the client's gate decides how many of these go at once
      const look = (record: Wanted) => lookUp(client, { model: q.model, externalId: record.externalId }, options);
      const seen = await Promise.all(rest.map(look));
      const nameless = rest.flatMap(({ known }, index) => (typeof seen[index] === "number" || known === undefined ? [] : [known]));
      const there = await thereOf(client, { model: q.model, ids: nameless, ...(q.context ? { context: q.context } : {}) }, options);
      rest.forEach((record, index) => {
        const { known } = record;
        const id = seen[index] ?? null;
        if (typeof id === "number") written.set(record.externalId, { id, action: "found", changed: [] });
        // its name was removed in Odoo, and the record was not
        else if (known !== undefined && there.has(known)) written.set(record.externalId, { id: known, action: "found", changed: [] });
        else if (known !== undefined) throw deletedSince({ connection: client.target.key, model: q.model, id: known });
      });
      const absent = rest.filter((record) => !written.has(record.externalId));
      if (absent.length === 0) return;
      const made = await load(client, { ...q, records: absent }, options).catch(async (error: unknown) => {
        // the loser of such a race may be told of whatever of its own was rolled back first, not of the winner
        const wasRefused = error instanceof StepFailure && error.failure.class === "business";
        if (!wasRefused || !(await isAnyThere(client, q.model, absent, options))) throw error;
        throw contention(client.target, q.model);
      });
      for (const [index, record] of absent.entries()) {
        const id = made[index];
        if (id === undefined) continue;
        // what stays unseen was there before, hidden from us: load answered with it and left it alone
        const wasThere = seen[rest.indexOf(record)] === "unseen" && (await look(record)) === "unseen";
        written.set(record.externalId, { id, action: wasThere ? "found" : "created", changed: [] });
      }
    }, options?.signal);
  }
  for (const { externalId, values, known } of q.records) {
    const found = written.get(externalId);
    if (known === undefined || found?.action !== "found") continue;
    const [updated] = await writeDifferences(client, { model: q.model, ids: [found.id], values, ...(q.context ? { context: q.context } : {}) }, options);
    if (updated) written.set(externalId, updated);
  }
  return q.records.flatMap((record) => written.get(record.externalId) ?? []);
}

async function isAnyThere(client: OdooClient, model: string, records: Wanted[], options?: SendOptions): Promise<boolean> {
  const ids = await Promise.all(records.map(({ externalId }) => lookUp(client, { model, externalId }, options)));
  return ids.some((id) => typeof id === "number");
}

/** Of records that name the same fields, in the order in which they first come. */
function batches(records: Wanted[]): Wanted[][] {
  const groups = new Map<string, Wanted[]>();
  for (const record of records) {
    const shape = Object.keys(record.values).sort().join();
    groups.set(shape, [...(groups.get(shape) ?? []), record]);
  }
  return [...groups.values()].flatMap((group) => Array.from({ length: Math.ceil(group.length / BATCH) }, (_, n) => group.slice(n * BATCH, (n + 1) * BATCH)));
}
