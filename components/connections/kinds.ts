/** What each kind of connection is called, and what its form asks for. */
import type { Json } from "#flow/document.ts";
import type { ConnectionKind, ConnectionView } from "#server/app.ts";

export const KIND_WORDS: Record<ConnectionKind, string> = { odoo: "Odoo", http: "HTTP", smtp: "Mail (SMTP)" };

export type FormField = {
  name: string;
  label: string;
  kind: "text" | "number" | "yes-no" | "choice" | "secret";
  required?: boolean;
  placeholder?: string;
  help?: string;
  /** of a switch: what turning it on means */
  warning?: string;
  options?: { value: string; label: string }[];
  when?: (values: Values) => boolean;
};
export type Values = Record<string, string | boolean>;

const AUTH = [
  { value: "none", label: "None" },
  { value: "basic", label: "User name and password" },
  { value: "bearer", label: "Bearer token" },
  { value: "header", label: "Key in a header" },
];

const PROTOCOLS = [
  { value: "json-2", label: "JSON-2 (Odoo 19 and later)" },
  { value: "json-rpc", label: "JSON-RPC (Odoo 14 to 18)" },
];

const LIMITS: FormField[] = [
  { name: "concurrent", label: "Calls at once", kind: "number", help: "Kept by all workers together. Empty: no limit of its own." },
  { name: "perSecond", label: "Calls per second", kind: "number" },
];
const isLimit = (name: string) => LIMITS.some((field) => field.name === name);

export const FORMS: Record<ConnectionKind, FormField[]> = {
  odoo: [
    { name: "url", label: "Address", kind: "text", required: true, placeholder: "https://halvorsen.odoo.com" },
    { name: "database", label: "Database", kind: "text", required: true },
    { name: "login", label: "Login", kind: "text", required: true, placeholder: "svc-throughline@halvorsen.com" },
    { name: "apiKey", label: "API key", kind: "secret", required: true, help: "In Odoo: Preferences, Security, New API key. A password does not work." },
    { name: "keyExpires", label: "Key ends on", kind: "text", placeholder: "2027-03-31", help: "Where Odoo does not tell it by itself." },
    { name: "protocol", label: "Protocol", kind: "choice", options: PROTOCOLS },
    { name: "language", label: "Language", kind: "text", placeholder: "nb_NO", help: "Of translated fields. Empty: the login's own." },
    { name: "timezone", label: "Time zone", kind: "text", placeholder: "Europe/Oslo", help: "Of times that come without one. Empty: UTC." },
    { name: "companies", label: "Companies", kind: "text", placeholder: "1, 3", help: "Their ids, the one that is acted in first. Empty: the login's own." },
    ...LIMITS,
  ],
  http: [
    { name: "baseUrl", label: "Base address", kind: "text", required: true, placeholder: "https://api.crm.example/v2" },
    { name: "auth", label: "Authentication", kind: "choice", options: AUTH },
    { name: "username", label: "User name", kind: "text", when: (values) => values.auth === "basic" },
    { name: "password", label: "Password", kind: "secret", when: (values) => values.auth === "basic" },
    { name: "token", label: "Token", kind: "secret", when: (values) => values.auth === "bearer" },
    { name: "header", label: "Header", kind: "text", placeholder: "x-api-key", when: (values) => values.auth === "header" },
    { name: "value", label: "Key", kind: "secret", when: (values) => values.auth === "header" },
    ...LIMITS,
  ],
  smtp: [
    { name: "host", label: "Host", kind: "text", required: true, placeholder: "smtp.halvorsen.com" },
    { name: "port", label: "Port", kind: "number", required: true, placeholder: "587" },
    { name: "secure", label: "TLS from the first byte (port 465)", kind: "yes-no" },
    { name: "from", label: "From", kind: "text", required: true, placeholder: "Throughline <flows@halvorsen.com>" },
    { name: "login", label: "Login", kind: "text" },
    { name: "password", label: "Password", kind: "secret", when: (values) => values.login !== "" && values.login !== undefined },
  ],
};

export const PRIVATE: FormField = {
  name: "allowPrivate",
  label: "May reach private addresses",
  kind: "yes-no",
  help: "Loopback and the firm's own network. Leave it off for systems on the internet.",
  warning:
    "Whoever may draw flows reaches your internal network through this connection, as far as its address goes. Turn it on only for a system that stands there.",
};

/** Where the connection goes, as one word for its title. */
export function addressOf(connection: Pick<ConnectionView, "config">): string {
  const { url, baseUrl, host, port } = connection.config;
  if (typeof host === "string") return typeof port === "number" ? `${host}:${port}` : host;
  return typeof url === "string" ? url : typeof baseUrl === "string" ? baseUrl : "no address";
}

/** What the secrets are called where they are only shown. */
export function secretWords(kind: ConnectionKind, name: string): string {
  return FORMS[kind].find((field) => field.name === name && field.kind === "secret")?.label ?? name;
}

/** The form's values as the API takes them. Empty secrets are left out: what is stored stays. A setting that was emptied is null: it goes. */
export function toRequest(
  kind: ConnectionKind,
  values: Values,
  stored: Record<string, Json> = {},
): { config: Record<string, Json>; secrets: Record<string, string> } {
  const config: Record<string, Json> = {};
  const secrets: Record<string, string> = {};
  const limits: Record<string, Json> = {};
  const auth: Record<string, Json> = { kind: typeof values.auth === "string" ? values.auth : "none" };
  for (const field of [...FORMS[kind], PRIVATE]) {
    const value = values[field.name];
    if (value === undefined || (field.when && !field.when(values))) continue;
    if (field.kind === "secret") {
      if (value !== "") secrets[field.name] = String(value);
    } else if (isLimit(field.name)) {
      if (value !== "") limits[field.name] = Number(value);
    } else if (kind === "http" && (field.name === "username" || field.name === "header")) auth[field.name] = value;
    else if (field.name === "auth") continue;
    else if (field.name === "companies" && value !== "") config.companies = String(value).split(",").map(Number);
    else if (field.kind === "number" && value !== "") config[field.name] = Number(value);
    else if (value !== "") config[field.name] = value;
    else if (field.name in stored) config[field.name] = null;
  }
  if (Object.keys(limits).length > 0) config.limits = limits;
  else if ("limits" in stored) config.limits = null;
  if (kind === "http") config.auth = auth;
  return { config, secrets };
}

export function fromConfig(config: Record<string, Json>): Values {
  const values: Values = {};
  for (const [name, value] of Object.entries(config)) {
    if (typeof value === "string" || typeof value === "boolean") values[name] = value;
    if (typeof value === "number") values[name] = String(value);
    if (name === "companies" && Array.isArray(value)) values[name] = value.join(", ");
    if (name === "limits" && typeof value === "object" && value !== null && !Array.isArray(value)) Object.assign(values, fromConfig(value));
    if (name === "auth" && typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) if (typeof inner === "string") values[key === "kind" ? "auth" : key] = inner;
    }
  }
  return values;
}
