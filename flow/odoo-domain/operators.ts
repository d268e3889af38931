/** How a field can be compared, in people's words: what is offered depends on its type, and anything else is kept as it stands. */
import type { Json } from "../document.ts";

/** `value`: says all there is to say, such as *is set*. */
export type Comparison = { id: string; label: string; operator: string; takes: "one" | "list" | "pattern" | "nothing"; value?: Json };

const one = (operator: string, label: string): Comparison => ({ id: operator, label, operator, takes: "one" });
const list = (operator: string, label: string): Comparison => ({ id: operator, label, operator, takes: "list" });
const pattern = (operator: string, label: string): Comparison => ({ id: operator, label, operator, takes: "pattern" });
const fixed = (id: string, label: string, operator: string, value: Json): Comparison => ({ id, label, operator, takes: "nothing", value });

const SET = fixed("set", "is set", "!=", false);
const UNSET = fixed("unset", "is not set", "=", false);
const EQUAL = [one("=", "is"), one("!=", "is not")];
const LISTS = [list("in", "is one of"), list("not in", "is none of")];
const TEXTS = [pattern("ilike", "contains"), pattern("not ilike", "does not contain"), pattern("=ilike", "is like")];
const ORDER = [one(">", "is more than"), one(">=", "is at least"), one("<", "is less than"), one("<=", "is at most")];
const TIMES = [one(">=", "is on or after"), one(">", "is after"), one("<", "is before"), one("<=", "is on or before")];
const TREES = [one("child_of", "is it or below it"), one("parent_of", "is it or above it")];

const OF_TYPE: Record<string, Comparison[]> = {
  boolean: [fixed("yes", "is yes", "=", true), fixed("no", "is no", "=", false)],
  integer: [...EQUAL, ...ORDER, ...LISTS],
  float: [...EQUAL, ...ORDER],
  monetary: [...EQUAL, ...ORDER],
  date: [...TIMES, ...EQUAL, SET, UNSET],
  datetime: [...TIMES, ...EQUAL, SET, UNSET],
  selection: [...EQUAL, ...LISTS, SET, UNSET],
  many2one: [...EQUAL, ...LISTS, pattern("ilike", "has in its name"), pattern("not ilike", "does not have in its name"), ...TREES, SET, UNSET],
  many2many: [...LISTS, pattern("ilike", "has one with the name"), ...TREES, SET, UNSET],
  one2many: [...LISTS, pattern("ilike", "has one with the name"), SET, UNSET],
  binary: [SET, UNSET],
};
const OF_TEXT = [...EQUAL, ...TEXTS, ...LISTS, SET, UNSET];

export function comparisonsOf(type: string | undefined): Comparison[] {
  if (type === undefined) return [...OF_TEXT, ...ORDER, ...TREES];
  return OF_TYPE[type] ?? OF_TEXT;
}

/** The comparison that a condition makes; one of its own where the type has no such. */
export function comparisonIn(q: { type: string | undefined; operator: string; value: Json }): Comparison {
  const offered = comparisonsOf(q.type).filter((each) => each.operator === q.operator);
  const exact = offered.find((each) => each.takes === "nothing" && each.value === q.value);
  return (
    exact ??
    offered.find((each) => each.takes !== "nothing") ?? {
      id: q.operator,
      label: q.operator,
      operator: q.operator,
      takes: LISTED.has(q.operator) ? "list" : "one",
    }
  );
}

const LISTED = new Set(["in", "not in", "any", "not any"]);

/** The value that a condition goes on with when it is compared in another way. */
export function valueFor(comparison: Comparison, before: Json): Json {
  if (comparison.takes === "nothing") return comparison.value ?? false;
  if (comparison.takes === "list")
    return Array.isArray(before) ? before : before === "" || typeof before === "boolean" ? [] : typeof before === "object" ? before : [before];
  if (Array.isArray(before)) return before[0] ?? "";
  return typeof before === "boolean" ? "" : before;
}
