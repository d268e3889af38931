/** An Odoo as a connection describes it: where it is, who we are there, and what we may ask of it. */
import type { Json } from "#flow/document.ts";
import { technical } from "#flow/failure.ts";
import { OdooConfig } from "#server/connections/kinds.ts";
import { PRACTICE_MARK } from "#server/connections/practice.ts";
import type { OpenConnection } from "#server/deps.ts";
import type { Allowed } from "./allowed.ts";

export type OdooTarget = {
  environment: string;
  /** the connection's key and name, for messages */
  key: string;
  name: string;
  /** without a slash at its end */
  url: string;
  database: string;
  login: string;
  apiKey: string;
  /** what it speaks: JSON-2 from Odoo 19 on, JSON-RPC before */
  protocol: "json-2" | "json-rpc";
  allowPrivate: boolean;
  /** of times that come without one */
  timezone: string;
  /** what every call goes with, unless its step says otherwise: language, companies */
  context: Record<string, Json>;
  /** null: everything that the login may do */
  allow: Allowed[] | null;
  /** kept by all processes together; null: none of its own */
  limits: { concurrent: number | null; perSecond: number | null };
};

/** @throws StepFailure when the connection is of another kind or incomplete */
export function targetOf(connection: OpenConnection): OdooTarget {
  const where = { connection: connection.key };
  if (connection.kind !== "odoo") {
    throw technical("configuration", "connection.kind", `Connection ${connection.name} is of kind ${connection.kind}; an Odoo step needs one of kind odoo.`, {
      fix: "Choose another connection in the step.",
      where,
    });
  }
  // a mark of ours, not a setting
  const { [PRACTICE_MARK]: _, ...settings } = connection.config;
  const config = OdooConfig.safeParse(settings);
  if (!config.success) {
    throw technical("configuration", "connection.config", `Connection ${connection.name} is not set up completely.`, {
      fix: "Open it under Connections and save it again.",
      where,
    });
  }
  const apiKey = connection.secrets.apiKey ?? "";
  // a header cannot carry line breaks, and no key of Odoo has any
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw technical("authentication", "odoo.key_missing", `Connection ${connection.name} has no usable API key.`, {
      fix: "Create one in Odoo under Preferences, Account Security, and enter it in the connection.",
      where,
    });
  }
  const { url, database, login, protocol, allowPrivate, language, timezone, companies, allow, limits } = config.data;
  return {
    environment: connection.environment,
    key: connection.key,
    name: connection.name,
    // addresses are pasted from the browser
    url: url.replace(/\/+$/, "").replace(/^(https?:\/\/[^/]+)\/(web|odoo)(\/.*)?$/, "$1"),
    database,
    login,
    apiKey,
    protocol: protocol ?? "json-2",
    allowPrivate: allowPrivate ?? false,
    timezone: timezone ?? "UTC",
    context: {
      ...(language === undefined ? {} : { lang: language }),
      ...(timezone === undefined ? {} : { tz: timezone }),
      ...(companies === undefined ? {} : { allowed_company_ids: companies }),
    },
    allow: allow ?? null,
    limits: { concurrent: limits?.concurrent ?? null, perSecond: limits?.perSecond ?? null },
  };
}
