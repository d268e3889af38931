/** Literals and lists of parts as expressions write them. */
import type { Json } from "../document.ts";

export function literalText(value: string | number | boolean): string {
  return typeof value === "string" ? `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'` : String(value);
}

/** @returns undefined for what is no literal */
export function readLiteral(source: string): string | number | boolean | undefined {
  const text = source.trim();
  if (text === "true" || text === "false") return text === "true";
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  const quoted = /^'((?:[^'\\]|\\['\\n])*)'$/.exec(text)?.[1] ?? /^"((?:[^"\\]|\\["\\n])*)"$/.exec(text)?.[1];
  return quoted?.replace(/\\(.)/g, (_, sign: string) => (sign === "n" ? "\n" : sign));
}

/** The parts between the commas of the outermost level. */
export function partsOf(source: string, separator = ","): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let begin = 0;
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (quote) {
      if (char === "\\" && quote !== "`") at += 1;
      else if (char === quote) quote = "";
    } else if (char === "'" || char === '"' || char === "`") quote = char;
    else if ("([{".includes(char)) depth += 1;
    else if (")]}".includes(char)) depth -= 1;
    else if (depth === 0 && char === separator) {
      parts.push(source.slice(begin, at));
      begin = at + 1;
    }
  }
  parts.push(source.slice(begin));
  return parts.map((part) => part.trim());
}

/** Names and sources of `{ 'a': x, 'b': y }`; null for what is no such object. */
export function entriesOf(source: string): [string, string][] | null {
  const inner = /^\{([\s\S]*)\}$/.exec(source.trim())?.[1];
  if (inner === undefined) return null;
  if (inner.trim() === "") return [];
  const entries: [string, string][] = [];
  for (const part of partsOf(inner)) {
    const [key = "", ...rest] = partsOf(part, ":");
    const name = readLiteral(key);
    if (typeof name !== "string" || rest.length !== 1 || rest[0] === undefined || rest[0] === "") return null;
    entries.push([name, rest[0]]);
  }
  return entries;
}

export function objectText(entries: readonly (readonly [string, string])[]): string {
  return entries.length === 0 ? "{}" : `{ ${entries.map(([name, source]) => `${literalText(name)}: ${source}`).join(", ")} }`;
}

export function isPlain(value: Json | undefined): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
