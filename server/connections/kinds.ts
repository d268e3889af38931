/** What each kind of connection holds, checked before it is stored, in words for the person who typed it. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { ConnectionKind } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import { isZone } from "#server/odoo/zone.ts";
import { CallLimits, HTTP_SECRET, HttpConfig } from "#server/http/config.ts";
import { SmtpConfig } from "#server/mail/config.ts";

export const OdooConfig = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: "must be the address of an Odoo such as https://acme.odoo.com" }).refine((value) => {
    const url = URL.parse(value);
    return url !== null && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  }, "must be an address without user name, password, query and fragment"),
  database: z.string("is needed").min(1, "is needed").max(200),
  login: z.string("is needed").min(1, "is needed").max(300),
  /** Odoo 14 to 18 speak JSON-RPC only; absent: JSON-2 */
  protocol: z.enum(["json-2", "json-rpc"]).optional(),
  allowPrivate: z.boolean().optional(),
  /** in which translated fields are read and written, such as de_DE; absent: the login's own */
  language: z
    .string()
    .regex(/^[a-z]{2,3}([_@][A-Za-z0-9]+)*$/, "must be a language of Odoo such as de_DE")
    .optional(),
  /** of dates and times without a zone; absent: UTC */
  timezone: z.string().refine(isZone, "must be a time zone such as Europe/Oslo").optional(),
  /** ids of companies, the first is the one that is acted in; absent: the login's own */
  companies: z.array(z.int().positive()).min(1).optional(),
  /** models, what may be done with them, and with which of their fields (absent: all); absent: everything that the login may do */
  allow: z
    .array(z.strictObject({ model: z.string().min(1), operations: z.array(z.string().min(1)), fields: z.array(z.string().min(1)).optional() }))
    .optional(),
  /** the day or moment when the API key ends, as a person knows it; absent: what Odoo tells */
  keyExpires: z.union([z.iso.date(), z.iso.datetime()], "must be a day such as 2027-03-31").optional(),
  limits: CallLimits.optional(),
});
export type OdooConfig = z.infer<typeof OdooConfig>;

const Configs = { odoo: OdooConfig, http: HttpConfig, smtp: SmtpConfig } as const satisfies Record<ConnectionKind, z.ZodType>;
const Stored = z.record(z.string(), Json);

export type Checked = { config: Record<string, Json> /** names of the secrets that it has room for */; secrets: { name: string; required: boolean }[] };

/** @throws UseCaseError 422 that names every place that is wrong */
export function checkedConfig(kind: ConnectionKind, config: Record<string, Json>): Checked {
  const result = Configs[kind].safeParse(config);
  if (!result.success) {
    // one complaint per place: a second one about the same value only says the first in other words
    const first = new Map(result.error.issues.map((issue) => [issue.path.join("."), issue] as const).reverse());
    const places = [...first]
      .reverse()
      .map(([path, issue]) =>
        issue.code === "unrecognized_keys" ? `${issue.keys.join(", ")} is not a setting of this kind` : `${path || "config"} ${issue.message}`,
      );
    throw new UseCaseError({ code: "connection.config", status: 422, message: `The connection cannot be stored: ${places.join("; ")}.`, fix: EXAMPLES[kind] });
  }
  return { config: Stored.parse(result.data), secrets: secretsOf(kind, config) };
}

const EXAMPLES: Record<ConnectionKind, string> = {
  odoo: "An Odoo connection holds url, database and login, and the secret apiKey.",
  http: "An HTTP connection holds baseUrl and auth { kind: none, basic, bearer or header }.",
  smtp: "A mail connection holds host, port, secure and from; login and the secret password where the server asks for them.",
};

function secretsOf(kind: ConnectionKind, config: Record<string, Json>): Checked["secrets"] {
  switch (kind) {
    case "odoo":
      return [{ name: "apiKey", required: true }];
    case "smtp":
      return config.login === undefined ? [] : [{ name: "password", required: true }];
    case "http": {
      const name = HTTP_SECRET[HttpConfig.parse(config).auth.kind];
      return name === null ? [] : [{ name, required: true }];
    }
    default: {
      const unknown: never = kind;
      return unknown;
    }
  }
}
