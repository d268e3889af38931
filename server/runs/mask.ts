/** What a page may show of recorded traffic: credentials in headers and query strings become dots. Bodies are left alone, so that a replay edits what was really sent. */
import type { Json } from "#flow/document.ts";
import { DOTS, dotted as dottedValues } from "../sensitive.ts";

const ALWAYS = new Set(["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key", "apikey", "x-auth-token", "x-odoo-api-key"]);
const LIKE = /(^|[-_])(signature|secret|token|password|passwd|credential|apikey|api-key|api_key|hmac|access-key|access_key)([-_]|$)/i;

function isSecretName(name: string): boolean {
  return ALWAYS.has(name.toLowerCase()) || LIKE.test(name);
}

/** Masks every object under a key called `headers` or `query`, at any depth. `also` names further headers, such as the one a webhook's signature is in. */
export function mask(value: Json, also: readonly string[] = []): Json {
  const extra = new Set(also.map((name) => name.toLowerCase()));
  return masked(dottedValues(value), (name) => isSecretName(name) || extra.has(name.toLowerCase()));
}

function masked(value: Json, secret: (name: string) => boolean): Json {
  if (Array.isArray(value)) return value.map((item) => masked(item, secret));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === "headers" || key === "query" ? dotted(inner, secret) : masked(inner, secret)]),
  );
}

function dotted(value: Json, secret: (name: string) => boolean): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, secret(name) ? DOTS : inner]));
}
