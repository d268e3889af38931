/** What a setting holds after a path was put into it: an empty one becomes the expression, a text goes on with it. */
import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { insertPath } from "#flow/expression/insert.ts";

export type Put = { kind: "value"; value: Json } | { kind: "refused"; why: string };

/** `literal`: what a written-down value of this setting is. */
export function withPath(q: { value: Json | undefined; literal: string; path: string; label: string }): Put {
  const { value, literal, path, label } = q;
  if (isExpression(value)) return expression(after(value.$, path));
  const isText = literal === "text" || literal === "long-text";
  if (typeof value === "string" && value !== "" && isText) return expression(after(textSource(value), path));
  if (literal === "json" && value !== undefined && value !== null && value !== "")
    return { kind: "refused", why: `${label} holds JSON: make it an expression first, or empty it.` };
  return expression(path);
}

function after(source: string, path: string): string {
  return insertPath({ source, from: source.length, to: source.length, path }).source;
}

function expression(source: string): Put {
  return { kind: "value", value: { $: source } };
}

/** A text as an expression writes it. The language knows no escape for a single quote: a text that holds one stands in double quotes. */
export function textSource(text: string): string {
  const written = JSON.stringify(text);
  return text.includes("'") ? written : `'${written.slice(1, -1).replaceAll('\\"', '"')}'`;
}
