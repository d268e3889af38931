/** JSON as Postgres takes it, and JSON as hashes need it. */
import { createHash } from "node:crypto";
import type { Json } from "#flow/document.ts";

const UNSTORABLE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** JSON text for a json parameter. Postgres can keep neither the zero character nor half a surrogate pair: they become U+FFFD. */
export function storable(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  // a search for two characters costs a tenth of the pattern, and hardly any text has them
  return text.includes("\\u") && UNSTORABLE.test(text) ? JSON.stringify(cleaned(value)) : text;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\u0000", "\ufffd").toWellFormed();
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [String(cleaned(key)), cleaned(inner)]));
}

/** Whether any text in it holds the zero character. */
export function hasZeroCharacter(value: Json): boolean {
  if (typeof value === "string") return value.includes("\u0000");
  if (Array.isArray(value)) return value.some(hasZeroCharacter);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key.includes("\u0000") || hasZeroCharacter(inner));
}

/** The same value always gives the same text: keys are sorted. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(",")}}`;
}

export function hashOf(value: Json): string {
  return digestOf(canonical(value));
}

/** 128 bits of its sha256, in 22 characters: as unlikely to meet another text's as a random id is to meet another. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest().subarray(0, 16).toString("base64url");
}
