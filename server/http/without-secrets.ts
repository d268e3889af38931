/** What the run page shows of a call: everything but what tells who we are. Systems echo what they get, so values are cut out wherever they stand. */
import type { Json } from "#flow/document.ts";
import { isOfConnection } from "../connection-headers.ts";

export const REMOVED = "[removed]";
/** Shorter ones would cut holes into innocent text; none that protects anything is as short. */
const SHORTEST = 6;

export type Scrub = <T extends Json>(value: T) => T;

/** @param secrets plain values; their base64 and URL forms are cut out as well */
export function scrubber(secrets: readonly string[]): Scrub {
  const forms = new Set(
    secrets.filter((secret) => secret.length >= SHORTEST).flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")]),
  );
  // the longest first: one may hold another
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  if (ordered.length === 0) return (value) => value;
  return (value) => scrubbed(value, ordered);
}

function scrubbed<T extends Json>(value: T, forms: string[]): T;
function scrubbed(value: Json, forms: string[]): Json {
  if (typeof value === "string") return forms.reduce((text, form) => text.replaceAll(form, REMOVED), value);
  if (Array.isArray(value)) return value.map((each) => scrubbed(each, forms));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [scrubbed(name, forms), scrubbed(each, forms)]));
}

const TELLS = /^(authorization|proxy-authorization|cookie|set-cookie|x-signature.*)$|token|secret|password|api-?key|auth-?key|credential/i;

/** Headers for the run page: those whose name says that they tell who we are keep only their name. */
export function shownHeaders(headers: Record<string, string>): Record<string, string> {
  const said = Object.entries(headers).filter(([name]) => !isOfConnection(name));
  return Object.fromEntries(said.map(([name, value]) => [name, TELLS.test(name) ? REMOVED : value]));
}
