/** When the API key of an Odoo ends: what a person entered, or what Odoo told when it was tested last. */
import type { Json } from "#flow/document.ts";
import type { ConnectionView, OdooFacts } from "#server/app.ts";

export function keyExpiryOf(config: Record<string, Json>, facts: OdooFacts | undefined): ConnectionView["keyExpiry"] {
  if (typeof config.keyExpires === "string") return { at: endOf(config.keyExpires), from: "person" };
  const keys = facts?.keys ?? [];
  // which of several keys is ours Odoo does not tell: the first to end is the one to be ready for, unless one never ends
  if (keys.length === 0 || keys.some((key) => key.expiresAt === null)) return null;
  const [first] = keys.flatMap((key) => (key.expiresAt === null ? [] : [key.expiresAt])).sort();
  return first === undefined ? null : { at: new Date(first).toISOString(), from: "odoo" };
}

/** A day lasts until its end. */
function endOf(text: string): string {
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59.000Z` : text).toISOString();
}
