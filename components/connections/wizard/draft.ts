/** What a person has entered on the way to a connection to an Odoo, kept while they go back and forth. Pure. */
import type { Json } from "#flow/document.ts";
import type { Check, OdooProbe } from "#server/app.ts";

export type Draft = {
  address: string;
  allowPrivate: boolean;
  database: string;
  login: string;
  apiKey: string;
  /** a day, where Odoo does not tell it */
  expires: string;
  name: string;
  key: string;
};
export type FoundOdoo = Extract<OdooProbe, { ok: true }>;

export const EMPTY: Draft = { address: "", allowPrivate: false, database: "", login: "", apiKey: "", expires: "", name: "", key: "" };

/** What an address that answers tells of the rest; what was typed stays. */
export function withFound(draft: Draft, found: FoundOdoo): Draft {
  const { hostname } = new URL(found.url);
  const only = found.databases?.length === 1 ? found.databases[0] : undefined;
  const byHost = hostname.endsWith(".odoo.com") ? hostname.split(".")[0] : undefined;
  const fits = (name: string | undefined) => name !== undefined && name !== "" && (found.databases === null || found.databases.includes(name));
  return { ...draft, database: [draft.database, only, byHost].find(fits) ?? "" };
}

/** Suggestions for what flows and people call it; a key that is taken gets a number. */
export function withNames(draft: Draft, q: { company: string | null; taken: string[] }): Draft {
  const name = draft.name || (q.company ? `Odoo ${q.company}` : "Odoo");
  const keys = ["odoo", ...Array.from({ length: 98 }, (_, index) => `odoo-${index + 2}`)];
  return { ...draft, name, key: draft.key || (keys.find((key) => !q.taken.includes(key)) ?? "") };
}

export function settingsOf(draft: Draft, found: FoundOdoo): { config: Record<string, Json>; secrets: Record<string, string> } {
  return {
    config: {
      url: found.url,
      database: draft.database.trim(),
      login: draft.login.trim(),
      // JSON-2 is what a connection speaks that does not say
      ...(found.protocol === "json-rpc" ? { protocol: found.protocol } : {}),
      ...(draft.allowPrivate ? { allowPrivate: true } : {}),
      ...(draft.expires === "" ? {} : { keyExpires: draft.expires }),
    },
    secrets: { apiKey: draft.apiKey.trim() },
  };
}

export type Place = "database" | "login" | "apiKey" | null;

/** Beside which field a failed check is shown; null: above all of them. */
export function placeOf(check: Check): Place {
  if (check.name === "Database") return "database";
  if (check.name !== "API key") return null;
  return check.message.startsWith("The key belongs to") ? "login" : "apiKey";
}
