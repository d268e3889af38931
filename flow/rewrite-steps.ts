/** Follows a renamed step into the expressions that read it. */
import type { Json } from "./document.ts";
import { isExpression } from "./marks.ts";

/** Strings, quoted names, comments and patterns are passed over; `steps.<id>` is found in what is left. */
const TOKENS = /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\*[\s\S]*?\*\/)|((?<![\w$`.])|(?<=\$\$\.))(steps\s*\.\s*)(`[^`]+`|[A-Za-z_]\w*)/g;

/** The config with every expression in it reading the new ids. Literals stay as they are. */
export function rewriteStepNames<Value extends Json>(value: Value, names: Record<string, string>): Value;
export function rewriteStepNames(value: Json, names: Record<string, string>): Json {
  if (isExpression(value)) return { $: rewriteSource(value.$, names) };
  if (Array.isArray(value)) return value.map((item) => rewriteStepNames(item, names));
  if (typeof value !== "object" || value === null || "$literal" in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewriteStepNames(inner, names)]));
}

export function rewriteSource(source: string, names: Record<string, string>): string {
  return source.replace(TOKENS, (all: string, passed: string | undefined, _: string, lead: string, name: string) => {
    if (passed !== undefined) return all;
    const isQuoted = name.startsWith("`");
    const to = names[isQuoted ? name.slice(1, -1) : name];
    return to === undefined ? all : `${lead}${isQuoted ? `\`${to}\`` : to}`;
  });
}
