/** JSON as its leaves by dotted path, for people who compare two of them. */
import type { Json } from "#flow/document.ts";

/** Lists are leaves where they hold plain values only. */
export function leaves(value: Json): Map<string, Json> {
  const found = new Map<string, Json>();
  const visit = (at: string, inner: Json) => {
    const entries = Array.isArray(inner) ? (inner.some(isBranch) ? inner.entries() : null) : isBranch(inner) ? Object.entries(inner) : null;
    if (entries === null) found.set(at, inner);
    else for (const [key, each] of entries) visit(at === "" ? String(key) : `${at}.${key}`, each);
  };
  visit("", value);
  return found;
}

/** Paths at which the two differ, in the order of the second, then what only the first has. */
export function leafDifferences(before: Json, after: Json): string[] {
  const [old, now] = [leaves(before), leaves(after)];
  return [...new Set([...now.keys(), ...old.keys()])].filter((name) => JSON.stringify(old.get(name)) !== JSON.stringify(now.get(name)));
}

function isBranch(value: Json): value is { [key: string]: Json } | Json[] {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
