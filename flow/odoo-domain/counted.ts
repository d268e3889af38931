/**
 * Domains of whoever looks without a run, as a trigger does: days are counted from the moment at which they look, and nothing else is worked
 * out, for there is nothing yet to work it out from.
 */
import type { Json } from "../document.ts";
import { evaluate } from "../expression/evaluate.ts";
import { isExpression } from "../marks.ts";
import { relativeIn } from "./relative-date.ts";

export function countsDaysOnly(domain: Json): boolean {
  if (isExpression(domain)) return relativeIn(domain.$, "date") !== null || relativeIn(domain.$, "datetime") !== null;
  return typeof domain !== "object" || domain === null || Object.values(domain).every(countsDaysOnly);
}

/** @param now ms since the epoch */
export async function counted(domain: Json[], now: number): Promise<Json[]> {
  return Promise.all(domain.map((each) => inner(each, now)));
}

async function inner(value: Json, now: number): Promise<Json> {
  if (isExpression(value)) return (await evaluate(value.$, {}, { now, seed: "", step: "" })) ?? false;
  return Array.isArray(value) ? counted(value, now) : value;
}
