import type { Json } from "../document.ts";

/** The id in what an Odoo step gave when it happened before; `index` for a list of records. Undefined where it never happened. */
export function knownRecord(receipt: Json | undefined, index?: number): { known?: number } {
  const written = index === undefined ? receipt : at(receipt, index);
  if (typeof written !== "object" || written === null || Array.isArray(written)) return {};
  return typeof written.id === "number" && written.action !== "failed" ? { known: written.id } : {};
}

function at(receipt: Json | undefined, index: number): Json | undefined {
  if (typeof receipt !== "object" || receipt === null || Array.isArray(receipt)) return undefined;
  return Array.isArray(receipt.records) ? receipt.records[index] : undefined;
}
