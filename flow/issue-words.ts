/** What a schema has against a value, in words for people: the library's own name types of programs. */
import type { z } from "zod";

/** @param whole what was checked: whether something is missing or of another kind is seen there. Values themselves are never told */
export function issueWords(issue: z.core.$ZodIssue, whole: unknown): string {
  // what a schema says in words of its own stays
  if (!/^(?:Invalid|Unrecognized key|Too (?:small|big))/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type": {
      const value = valueAt(whole, issue.path);
      return value === undefined ? "is missing" : `must be ${KINDS[issue.expected] ?? issue.expected}, and is ${kindOf(value)}`;
    }
    case "unrecognized_keys":
      return `nothing is called ${issue.keys.slice(0, 8).join(", ")} there`;
    case "invalid_value":
      return valueAt(whole, issue.path) === undefined ? "is missing" : `must be ${issue.values.map(String).join(" or ")}`;
    case "too_small":
      return sizeWords("at least", Number(issue.minimum), issue);
    case "too_big":
      return sizeWords("at most", Number(issue.maximum), issue);
    default:
      return issue.message;
  }
}

/** A text, a list or a number that is too small or too big. */
function sizeWords(bound: "at least" | "at most", limit: number, { origin }: { origin: string }): string {
  if (origin === "string") return limit === 1 && bound === "at least" ? "must not be empty" : `must have ${bound} ${limit} characters`;
  if (origin === "array") return limit === 1 && bound === "at least" ? "must not be empty" : `must have ${bound} ${limit}`;
  return `must be ${bound} ${limit}`;
}

const KINDS: Record<string, string> = {
  array: "a list",
  object: "an object",
  record: "an object",
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  return KINDS[Array.isArray(value) ? "array" : typeof value] ?? typeof value;
}

export function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined), whole);
}
