/** Who may start a flow through its hook: the caller proves to know a secret. Compared in constant time, whatever the lengths. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { milliseconds } from "#flow/duration.ts";
import type { WebhookAuth } from "#flow/steps/trigger-webhook/step.ts";
import { HookRefusal } from "./refusal.ts";

export type Presented = { headers: IncomingHttpHeaders; raw: Buffer };

/** Headers by which the caller proves itself: they never become part of a run. */
export function credentialHeaders(auth: WebhookAuth): Set<string> {
  const own = auth.kind === "apiKey" || auth.kind === "hmac" ? [headerOf(auth)] : [];
  return new Set(["authorization", "proxy-authorization", "cookie", ...own]);
}

/** @throws HookRefusal 401 */
export function authenticate(q: { auth: WebhookAuth; secret: string; presented: Presented; now: number }): void {
  const { auth, secret, presented, now } = q;
  if (auth.kind === "none") return;
  if (auth.kind === "hmac") {
    checkSignature({ auth, secret, presented, now });
    return;
  }
  const given = headerText(presented.headers, auth.kind === "apiKey" ? headerOf(auth) : "authorization");
  if (given === null || !isSame(given.trim(), expectedHeader(auth.kind, secret), auth.kind)) throw refused(auth.kind);
}

function expectedHeader(kind: "bearer" | "basic" | "apiKey", secret: string): string {
  if (kind === "bearer") return `bearer ${secret}`;
  // the secret is user:password
  return kind === "basic" ? `basic ${Buffer.from(secret).toString("base64")}` : secret;
}

function isSame(given: string, expected: string, kind: "bearer" | "basic" | "apiKey"): boolean {
  // the scheme is written in any case, what follows is not
  const shown = kind === "apiKey" ? given : given.replace(/^\S+\s+/, (scheme) => `${scheme.trim().toLowerCase()} `);
  return equal(shown, expected);
}

function checkSignature(q: { auth: WebhookAuth; secret: string; presented: Presented; now: number }): void {
  const { auth, presented } = q;
  const given = headerText(presented.headers, headerOf(auth));
  const stamp = auth.timestampHeader === undefined ? null : headerText(presented.headers, auth.timestampHeader.toLowerCase());
  if (given === null || (auth.timestampHeader !== undefined && stamp === null)) throw refused("hmac");
  const signed = createHmac("sha256", q.secret);
  if (stamp !== null) signed.update(`${stamp}.`);
  const expected = signed.update(presented.raw).digest("hex");
  const prefix = auth.prefix ?? "sha256=";
  const hex = given.trim();
  const isRight = equal(hex.startsWith(prefix) ? hex.slice(prefix.length).toLowerCase() : "", expected);
  if (!isRight || (stamp !== null && !isRecent({ stamp, now: q.now, tolerance: auth.tolerance ?? "PT5M" }))) throw refused("hmac");
}

/** Seconds or milliseconds since the epoch. */
function isRecent(q: { stamp: string; now: number; tolerance: string }): boolean {
  const number = /^\d{1,15}$/.test(q.stamp) ? Number(q.stamp) : Number.NaN;
  const at = number < 100_000_000_000 ? number * 1000 : number;
  return Math.abs(q.now - at) <= milliseconds(q.tolerance);
}

function headerOf(auth: WebhookAuth): string {
  return (auth.header ?? (auth.kind === "hmac" ? "x-signature-256" : "x-api-key")).toLowerCase();
}

function headerText(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  // Node reads header bytes as Latin-1; what callers send is UTF-8
  return typeof value === "string" ? Buffer.from(value, "latin1").toString("utf8") : null;
}

/** Digests first: neither the length nor the first wrong character shows in the time it takes. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** The same words whatever was wrong: a caller without the secret learns nothing. */
function refused(kind: "bearer" | "basic" | "apiKey" | "hmac"): HookRefusal {
  const scheme = { bearer: "Bearer", basic: 'Basic realm="hook"', apiKey: "ApiKey", hmac: "Signature" }[kind];
  const message =
    kind === "hmac"
      ? "The signature is missing, wrong or too old. Nothing was accepted."
      : "The credentials of this hook are missing or wrong. Nothing was accepted.";
  const fix = "Compare the secret, the header's name and the caller's clock with the trigger's settings.";
  return new HookRefusal({ status: 401, code: kind === "hmac" ? "hook.signature" : "hook.credentials", message, fix, headers: { "www-authenticate": scheme } });
}
