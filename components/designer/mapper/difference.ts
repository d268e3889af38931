import type { Conversion } from "#flow/mapping/conversions.ts";
import { conversionsFor, fits } from "#flow/mapping/conversions.ts";
import type { Mapped } from "#flow/mapping/mapped.ts";
import type { Target } from "#flow/mapping/target.ts";
import type { Sources } from "./use-sources.ts";
import { seenWords } from "./words.ts";

/** Where a place goes into a field of another type, and what can be done about it. */
export function differenceIn(mapped: Mapped, target: Target, sources: Sources): { what: string; ways: Conversion[] } | null {
  if (mapped.kind !== "path") return null;
  const seen = sources.byText.get(mapped.path)?.seen;
  if (!seen || fits(seen, target.type)) return null;
  const ways = conversionsFor(seen, target.type);
  return ways.length === 0 ? null : { what: `${seenWords(seen)} into ${target.calls || target.type}`, ways };
}
