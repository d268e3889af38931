/** A domain as people of Odoo write it: Python's tuples and words. An expression stands as its source. */
import type { Json } from "../document.ts";
import { isExpression } from "../marks.ts";

export function domainText(domain: Json[]): string {
  return `[${domain.map((term) => (Array.isArray(term) && term.length === 3 ? `(${term.map(pythonText).join(", ")})` : pythonText(term))).join(", ")}]`;
}

export function pythonText(value: Json): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  if (isExpression(value)) return `{${value.$}}`;
  return `{${Object.entries(value)
    .map(([key, inner]) => `${pythonText(key)}: ${pythonText(inner)}`)
    .join(", ")}}`;
}
