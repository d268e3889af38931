/** What an Odoo step made when it happened before, as its receipt tells. A record that was found deleted is known still: it is not made by itself. */
import type { Json } from "../document.ts";

/** server/odoo/deleted.ts */
export const DELETED = "odoo.record_deleted";

/** The id in what an Odoo step gave; `index` for a list of records. Undefined where it never happened. */
export function knownRecord(receipt: Json | undefined, index?: number): { known?: number } {
  const id = idIn(index === undefined ? receipt : recordsIn(receipt)[index]);
  return id === null ? {} : { known: id };
}

/** What the list of an upsert made, by external ids: the next list may have its records in another order. */
export function knownRecords(receipt: Json | undefined): { made?: { externalId: string; id: number }[] } {
  const made = recordsIn(receipt).flatMap((each) => {
    const id = idIn(each);
    return id === null || !isRecord(each) || typeof each.externalId !== "string" ? [] : [{ externalId: each.externalId, id }];
  });
  return made.length === 0 ? {} : { made };
}

function idIn(written: Json | undefined): number | null {
  if (!isRecord(written) || typeof written.id !== "number") return null;
  if (written.action !== "failed") return written.id;
  return isRecord(written.error) && written.error.code === DELETED ? written.id : null;
}

function recordsIn(receipt: Json | undefined): Json[] {
  return isRecord(receipt) && Array.isArray(receipt.records) ? receipt.records : [];
}

function isRecord(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
