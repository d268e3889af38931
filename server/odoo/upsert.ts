/** Found, compared, and only what differs is written; made where there is none. */
import { business } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import type { OdooMatch, OdooPort, OdooUpserted, OdooWritten } from "#flow/ports.ts";
import type { Context, OdooClient } from "./client.ts";
import { createRecords } from "./create.ts";
import { externalIdOf, lookUp } from "./external-id.ts";
import type { Seen } from "./external-id.ts";
import { meantBy, named } from "./known.ts";
import { domainOf, manyMatches } from "./match-list.ts";
import type { SendOptions } from "./transport.ts";
import { writeDifferences } from "./update.ts";

type Call = Parameters<OdooPort["upsert"]>[0];

export async function upsertRecord(client: OdooClient, q: Omit<Call, "connection">, options?: SendOptions): Promise<OdooUpserted> {
  const externalId = keyOf(q);
  const written = await upserted(client, { ...q, externalId }, options);
  return named(written, q.match.kind === "external-id" ? externalId : null);
}

async function upserted(client: OdooClient, q: Omit<Call, "connection">, options?: SendOptions): Promise<OdooWritten> {
  const { externalId } = q;
  const found = await findMatch(client, q, options);
  if (typeof found === "number") return onMatch(client, q, found, options);
  const meant = await meantBy(client, q, options);
  if (meant.kind === "there") return onMatch(client, q, meant.id, options);
  const wanted = { externalId, values: q.values, ...(meant.kind === "gone" ? { known: meant.id } : {}) };
  const [made] = await createRecords(client, { model: q.model, records: [wanted], ...(q.context ? { context: q.context } : {}) }, options);
  if (made === undefined) throw new Error("One record was to be created and none was answered.");
  if (made.action === "created" && found === null) return made;
  // somebody else was faster, or Odoo did not see it: the record that is there is the one to compare with
  const matched = await onMatch(client, { ...q, onMatch: made.action === "created" ? "update" : q.onMatch }, made.id, options);
  return made.action === "created" && matched.action === "found" ? made : matched;
}

export function keyOf(q: { model: string; match: OdooMatch; externalId: string }): string {
  return externalIdOf(q.model, q.match.kind === "external-id" ? `author:${q.match.key}` : q.externalId);
}

async function onMatch(client: OdooClient, q: Omit<Call, "connection">, id: number, options?: SendOptions): Promise<OdooWritten> {
  switch (q.onMatch) {
    case "skip":
      return { id, action: "found", changed: [] };
    case "stop":
      throw recordExists(client, { model: q.model, id });
    case "update": {
      const context = q.context ? { context: q.context } : {};
      const [result] = await writeDifferences(client, { model: q.model, ids: [id], values: q.values, ...context }, options);
      return result ?? { id, action: "found", changed: [] };
    }
    default: {
      const unknown: never = q.onMatch;
      return unknown;
    }
  }
}

export function recordExists(client: OdooClient, { model, id }: { model: string; id: number }): StepFailure {
  return business("conflict", "odoo.record_exists", `${model} #${id} is in ${client.target.name} already, and this step stops at records that are there.`, {
    fix: "Look at the record, then correct the data, or let the step update or leave what is there.",
    where: { connection: client.target.key, model, record: id },
  });
}

/** The record that matches. @throws StepFailure where more than one does */
export async function findMatch(
  client: OdooClient,
  q: { model: string; match: OdooMatch; externalId: string; context?: Context },
  options?: SendOptions,
): Promise<Seen> {
  const { model, match } = q;
  if (match.kind === "external-id") return lookUp(client, { model, externalId: q.externalId }, options);
  const fields = await client.fields(model, Object.keys(match.values));
  const domain = domainOf(model, fields, match.values);
  const [first, another] = await client.search({ model, domain, limit: 2, ...(q.context ? { context: q.context } : {}) }, options);
  if (first !== undefined && another !== undefined) throw manyMatches({ client, model, values: match.values, first, another });
  // made by an earlier execution of this step and edited since, so that the fields do not match any more
  return first ?? lookUp(client, { model, externalId: q.externalId }, options);
}
