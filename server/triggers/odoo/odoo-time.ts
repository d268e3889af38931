/** Times as Odoo gives them: whole seconds of its own clock, in UTC, without a zone. They order as texts. */

/** Before any record. */
export const LONG_AGO = "1970-01-01 00:00:00";

/** A transaction is dated by its start, and seen when it ends: what is dated this much before the mark may still come. */
export const OVERLAP_MS = 15 * 60_000;

/** ms since the epoch */
export function instantOf(time: string): number {
  return Date.parse(`${time.replace(" ", "T")}Z`);
}

export function odooTime(instant: number): string {
  return new Date(Math.max(instant, 0)).toISOString().slice(0, 19).replace("T", " ");
}

export function earlier(time: string, milliseconds: number): string {
  return odooTime(instantOf(time) - milliseconds);
}
