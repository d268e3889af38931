/**
 * What a receipt says that a step made, where its key finds nothing now. The record may be gone, or be there and have lost its name; or the
 * step, repeated with other content, means another record, and the one of then is nobody's business any more.
 */
import type { OdooUpserted } from "#flow/ports.ts";
import type { Context, OdooClient } from "./client.ts";
import type { SendOptions } from "./transport.ts";

export type KnownUpsert = { id: number; externalId?: string };
type Meant = { kind: "none" } | { kind: "gone" | "there"; id: number } | { kind: "another" };

export async function meantBy(
  client: OdooClient,
  q: { model: string; externalId: string; known?: KnownUpsert; context?: Context },
  options?: SendOptions,
): Promise<Meant> {
  const { known, externalId, ...of } = q;
  if (known === undefined) return { kind: "none" };
  if (known.externalId !== undefined && known.externalId !== externalId) return { kind: "another" };
  const isThere = (await thereOf(client, { ...of, ids: [known.id] }, options)).has(known.id);
  if (!isThere) return { kind: "gone", id: known.id };
  // matched by fields, or by a release that kept no name: it is there and not what is looked for, so it is not what is meant
  return known.externalId === undefined ? { kind: "another" } : { kind: "there", id: known.id };
}

/** Archived ones are there. */
export async function thereOf(
  client: OdooClient,
  { ids, ...q }: { model: string; ids: number[]; context?: Context },
  options?: SendOptions,
): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set();
  const context = { ...q.context, active_test: false };
  return new Set(await client.search({ model: q.model, domain: [["id", "in", ids]], limit: ids.length, context }, options));
}

/** The name tells a later execution whether it means this record; matched by fields, a record has it only where it was made. */
export function named<T extends { id: number }>(written: T, externalId: string | null): T & Pick<OdooUpserted, "externalId"> {
  return externalId === null ? written : { ...written, externalId };
}
