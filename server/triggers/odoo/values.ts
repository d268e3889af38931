/** When two values of Odoo are the same, and what is kept of a long one. */
import { createHash } from "node:crypto";
import type { Json } from "#flow/document.ts";

/** A reference is its id: another record's new name is no change of this one. Odoo gives the members of a list in no order. */
export function comparable(value: Json): Json {
  if (value === null || value === "") return false;
  if (!Array.isArray(value)) return value;
  if (value.length === 2 && typeof value[0] === "number" && typeof value[1] === "string") return value[0];
  return value.every((each) => typeof each === "number") ? [...value].sort((a, b) => a - b) : value;
}

/** Bytes of a value that are kept; of a longer one, only whether it is the same. */
const LONGEST = 2_000;
const HASH = "$hash";

export function short(value: Json): Json {
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? value : { [HASH]: digest(JSON.stringify(comparable(value))) };
}

export function isSameValue(held: Json | undefined, now: Json): boolean {
  if (held === undefined) return false;
  const text = JSON.stringify(comparable(now));
  const hash = hashIn(held);
  return hash === null ? JSON.stringify(comparable(held)) === text : hash === digest(text);
}

/** As it was; what was too long to keep is not known. */
export function shownOf(held: Json | undefined): Json {
  return hashIn(held) === null ? (held ?? null) : null;
}

export function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

function hashIn(value: Json | undefined): string | null {
  const hash = typeof value === "object" && value !== null && !Array.isArray(value) ? value[HASH] : undefined;
  return typeof hash === "string" ? hash : null;
}
