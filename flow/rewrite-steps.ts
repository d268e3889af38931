/** Follows a renamed step into the expressions that read it. */
import type { Json } from "./document.ts";
import { isExpression } from "./marks.ts";

/** What is passed over: texts, comments, and patterns, which stand where a value may begin. */
const PASSED = [
  /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/,
  /\/\*[\s\S]*?\*\//,
  /(?<=(?:^|[([{,;:?=&|+\-*%<>~!]|\b(?:and|or|in))\s*)\/(?![*/])(?:\\.|[^/\\\n])+\/[im]*/,
];
/** `steps.<id>`, where the name may be quoted in any of three ways. */
const STEP = /(?:(?<![\w$`.])|(?<=\$\$\.))(steps\s*\.\s*)(`[^`]+`|"[^"\\]+"|'[^'\\]+'|[A-Za-z_]\w*)/;
const TOKENS = new RegExp(`(${PASSED.map((each) => each.source).join("|")})|${STEP.source}`, "g");

/** The config with every expression in it reading the new ids. Literals stay as they are. */
export function rewriteStepNames<Value extends Json>(value: Value, names: Record<string, string>): Value;
export function rewriteStepNames(value: Json, names: Record<string, string>): Json {
  if (isExpression(value)) return { $: rewriteSource(value.$, names) };
  if (Array.isArray(value)) return value.map((item) => rewriteStepNames(item, names));
  if (typeof value !== "object" || value === null || "$literal" in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewriteStepNames(inner, names)]));
}

export function rewriteSource(source: string, names: Record<string, string>): string {
  return source.replace(TOKENS, (all: string, passed: string | undefined, lead: string, name: string) => {
    if (passed !== undefined) return all;
    const quote = /^[`"']/.exec(name)?.[0] ?? "";
    const to = names[quote === "" ? name : name.slice(1, -1)];
    return to === undefined ? all : `${lead}${quote}${to}${quote}`;
  });
}
