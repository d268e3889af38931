/**
 * What may stand at a place of an expression while it is typed: functions after `$`, and fields of what the path before it gives. The shape
 * of that path is inferred, so it leads through lists, conditions in brackets, calls and quoted names.
 */
import type { Shape } from "../shape.ts";
import { shapeWords, unknownShape } from "../shape.ts";
import { infer } from "./infer.ts";
import { quotedName } from "./path.ts";
import { FUNCTIONS, signatureOf } from "./reference/all.ts";
import type { Token } from "./tokens.ts";
import { tokensOf } from "./tokens.ts";

export type Completion = {
  label: string;
  kind: "field" | "function";
  detail: string;
  about?: string;
  /** what is written for it */
  insert: string;
};
/** `from`: where what is typed so far begins, which a completion takes the place of */
export type Completions = { from: number; isTyped: boolean; found: Completion[] };

const NONE: Completions = { from: 0, isTyped: false, found: [] };

export function completionsAt(source: string, position: number, scope: Shape): Completions {
  const tokens = tokensOf(source.slice(0, position)).filter((token) => token.kind !== "comment" || token.isOpen);
  const last = tokens.at(-1);
  if (last?.isOpen && last.kind !== "quoted-name") return NONE;
  if (last?.kind === "variable" && last.to === position) return { from: last.from, isTyped: true, found: functionsLike(last.text, tokens) };
  const isTyped = last !== undefined && last.to === position && (last.kind === "name" || (last.kind === "quoted-name" && last.isOpen === true));
  const typed = isTyped ? last.text.replace(/^`/, "") : "";
  const before = isTyped ? tokens.slice(0, -1) : tokens;
  const end = before.at(-1);
  const isMember = end?.text === ".";
  if (!isMember && end !== undefined && endsOperand(end)) return NONE;
  const shape = isMember ? shapeBefore(source, before.slice(0, -1), scope) : contextAt(source, before, scope);
  return { from: isTyped ? last.from : position, isTyped: isTyped || isMember, found: fieldsLike(shape, typed) };
}

function functionsLike(typed: string, tokens: readonly Token[]): Completion[] {
  const own = new Set(tokens.slice(0, -1).flatMap((token) => (token.kind === "variable" && token.text.length > 1 ? [token.text] : [])));
  const wanted = typed.toLowerCase();
  const named = [...own].filter((name) => !FUNCTIONS.has(name) && name.toLowerCase().startsWith(wanted));
  const functions = [...FUNCTIONS.values()].filter((each) => each.name.toLowerCase().startsWith(wanted));
  return [
    ...named.map((name): Completion => ({ label: name, kind: "field", detail: "named here", insert: name })),
    ...functions.map(
      (each): Completion => ({ label: each.name, kind: "function", detail: signatureOf(each).slice(each.name.length), about: each.about, insert: each.name }),
    ),
  ];
}

/** Those that begin so stand first, then those that hold it. */
function fieldsLike(shape: Shape, typed: string): Completion[] {
  const fields = objectIn(shape);
  if (fields.kind !== "object") return [];
  const wanted = typed.toLowerCase();
  const names = Object.keys(fields.fields).filter((name) => name.toLowerCase().includes(wanted));
  const rank = (name: string) => (name.toLowerCase().startsWith(wanted) ? 0 : 1);
  return names
    .toSorted((a, b) => rank(a) - rank(b))
    .map((name) => ({ label: name, kind: "field", detail: shapeWords(fields.fields[name] ?? unknownShape), insert: quotedName(name) }));
}

/** The shape of the operand that the tokens end with: `a.b[0]` of `x & a.b[0]`. */
function shapeBefore(source: string, tokens: readonly Token[], scope: Shape): Shape {
  const start = operandStart(tokens);
  const [first, last] = [tokens[start], tokens.at(-1)];
  if (!first || !last) return unknownShape;
  return infer(source.slice(first.from, last.to), contextAt(source, tokens.slice(0, start), scope)).shape;
}

/** What names without a path before them mean there: in `lines[…]`, `lines.{…}` and `lines.(…)` those of an item. */
function contextAt(source: string, tokens: readonly Token[], scope: Shape): Shape {
  const at = lastOpen(tokens);
  if (at < 0) return scope;
  const before = tokens.slice(0, at);
  const dot = before.at(-1)?.text === ".";
  const operand = dot ? before.slice(0, -1) : before;
  const isFilter = tokens[at]?.text !== "(" && !dot && operand.length > 0 && endsOperand(operand[operand.length - 1] ?? null);
  if (!dot && !isFilter) return contextAt(source, before, scope);
  return objectIn(shapeBefore(source, operand, scope));
}

/** Where the last bracket stands that is open. */
function lastOpen(tokens: readonly Token[]): number {
  let depth = 0;
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token?.kind !== "operator") continue;
    if ([")", "]", "}"].includes(token.text)) depth += 1;
    else if (["(", "[", "{"].includes(token.text)) {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return -1;
}

/** Where the path begins that the tokens end with. */
function operandStart(tokens: readonly Token[]): number {
  let at = tokens.length - 1;
  for (;;) {
    at = partStart(tokens, at);
    if (tokens[at - 1]?.text !== ".") return at;
    at -= 2;
  }
}

/** Of one part of a path: a name, a call, something in brackets, each with the brackets after it. */
function partStart(tokens: readonly Token[], from: number): number {
  let at = from;
  while (at > 0 && tokens[at]?.kind === "operator" && [")", "]", "}"].includes(tokens[at]?.text ?? "")) {
    const open = lastOpen(tokens.slice(0, at));
    const before = tokens[open - 1];
    // a bracket that stands by itself is the whole part
    if (open <= 0 || !before || !endsOperand(before)) return Math.max(open, 0);
    at = open - 1;
  }
  return Math.max(at, 0);
}

function endsOperand(token: Token | null): boolean {
  if (token === null) return false;
  if (token.kind === "operator") return [")", "]", "}"].includes(token.text);
  return !(token.kind === "name" && ["and", "or", "in"].includes(token.text));
}

/** What has fields: the items of a list, and of several things that it may be the one that is an object. */
function objectIn(shape: Shape): Shape {
  if (shape.kind === "array") return objectIn(shape.of);
  return shape.kind === "union" ? (shape.of.map(objectIn).find((each) => each.kind === "object") ?? shape) : shape;
}
