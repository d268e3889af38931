/** What an Odoo step made when it happened before, as its receipt tells. A record that was found deleted is known still: it is not made by itself. */
import type { Json } from "../document.ts";
import type { OdooKnown } from "../ports.ts";

/** server/odoo/deleted.ts */
export const DELETED = "odoo.record_deleted";

/** The id in what an Odoo step gave. Undefined where it never happened. */
export function knownRecord(receipt: Json | undefined): { known?: number } {
  const known = knownIn(receipt);
  return known === null ? {} : { known: known.id };
}

/** What an upsert wrote, with the name that it was looked up by. */
export function knownUpsert(receipt: Json | undefined): { known?: { id: number; externalId?: string } } {
  const { known: id } = knownRecord(receipt);
  if (id === undefined) return {};
  return { known: { id, ...(isRecord(receipt) && typeof receipt.externalId === "string" ? { externalId: receipt.externalId } : {}) } };
}

/** As `knownRecord`, of a list the record in one place. */
export function knownInPlace(receipt: Json | undefined, index: number): { known?: OdooKnown } {
  const known = knownIn(recordsIn(receipt)[index]);
  return known === null ? {} : { known };
}

/** What the list of an upsert made, by external ids: the next list may have its records in another order. */
export function knownRecords(receipt: Json | undefined): { made?: ({ externalId: string } & OdooKnown)[] } {
  const made = recordsIn(receipt).flatMap((each) => {
    const known = knownIn(each);
    return known === null || !isRecord(each) || typeof each.externalId !== "string" ? [] : [{ externalId: each.externalId, ...known }];
  });
  return made.length === 0 ? {} : { made };
}

/** What an update made in the lists of its records. */
export function knownLines(receipt: Json | undefined): { lines?: ({ externalId: string } & OdooKnown)[] } {
  const lines = recordsIn(receipt)
    .flatMap((record) => (isRecord(record) && Array.isArray(record.lines) ? record.lines : []))
    .flatMap((line) => {
      const known = knownIn(line);
      return known === null || !isRecord(line) || typeof line.externalId !== "string" ? [] : [{ externalId: line.externalId, ...known }];
    });
  return lines.length === 0 ? {} : { lines };
}

function knownIn(written: Json | undefined): OdooKnown | null {
  if (!isRecord(written) || typeof written.id !== "number") return null;
  const wasRefused = written.action === "failed" && !(isRecord(written.error) && written.error.code === DELETED);
  return wasRefused ? null : { id: written.id, isLeft: written.action === "skipped" };
}

function recordsIn(receipt: Json | undefined): Json[] {
  return isRecord(receipt) && Array.isArray(receipt.records) ? receipt.records : [];
}

function isRecord(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
