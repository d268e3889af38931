/**
 * What may stand at a place of an expression while it is typed: functions after `$`, and fields of what the path before it gives. The shape
 * of that path is inferred, so it leads through lists, conditions in brackets, calls and quoted names.
 */
import type { Shape } from "../shape.ts";
import { shapeWords, unknownShape } from "../shape.ts";
import { infer } from "./infer.ts";
import { isBound, isFunction, parametersAt } from "./named.ts";
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
  const text = source.slice(first.from, last.to);
  // the whole input, wherever the path stands
  if (first.text === "$$") return infer(text, scope).shape;
  const held = first.kind === "variable" ? heldBy(source, tokens.slice(0, start), { name: first.text, scope }) : null;
  if (held) return infer(`$${source.slice(first.to, last.to)}`, held).shape;
  return infer(text, contextAt(source, tokens.slice(0, start), scope)).shape;
}

/** Functions that give each item of a list to another one, and which of its parameters are items. */
const WITH_ITEMS: Record<string, readonly number[]> = { $map: [0], $filter: [0], $single: [0], $sort: [0, 1], $reduce: [0, 1] };

/** What a name holds that the expression gave before; null where it gave none, or one that is not known. */
function heldBy(source: string, tokens: readonly Token[], { name, scope }: { name: string; scope: Shape }): Shape | null {
  const at = tokens.findLastIndex((token, index) => token.kind === "variable" && token.text === name && isBound(tokens, index));
  if (at < 0) return null;
  const inferred = (from: number, end: number, before: number): Shape => {
    const [first, last] = [tokens[from], tokens[end - 1]];
    return first && last && end > from ? infer(source.slice(first.from, last.to), contextAt(source, tokens.slice(0, before), scope)).shape : unknownShape;
  };
  if (tokens[at + 1]?.text === ":=") return inferred(at + 2, endOf(tokens, { from: at + 2, signs: [";"] }), at);
  const parameters = parametersAt(tokens, at);
  if (!parameters) return null;
  const call = lastOpen(tokens.slice(0, parameters.open - 1));
  if (!WITH_ITEMS[tokens[call - 1]?.text ?? ""]?.includes(parameters.index)) return null;
  return itemOf(inferred(call + 1, endOf(tokens, { from: call + 1, signs: [","] }), call));
}

/** Where what begins there ends: at one of the signs, or at the bracket around it. */
function endOf(tokens: readonly Token[], { from, signs }: { from: number; signs: readonly string[] }): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const { kind, text } = tokens[at] ?? {};
    if (kind !== "operator" || text === undefined) continue;
    if (depth === 0 && (signs.includes(text) || CLOSING.includes(text))) return at;
    if (OPENING.includes(text)) depth += 1;
    else if (CLOSING.includes(text)) depth -= 1;
  }
  return tokens.length;
}

const OPENING = ["(", "[", "{"];
const CLOSING = [")", "]", "}"];

const itemOf = (shape: Shape): Shape => (shape.kind === "array" ? shape.of : shape);

/** What names without a path before them mean there: in `lines[…]`, `lines.{…}`, `lines.(…)`, `lines^(…)` and `lines.$uppercase(…)` those of an item. */
function contextAt(source: string, tokens: readonly Token[], scope: Shape): Shape {
  const at = lastOpen(tokens);
  if (at < 0) return scope;
  const before = withoutHead(tokens, at);
  const dot = before.at(-1)?.text === "." || before.at(-1)?.text === "^";
  const operand = dot ? before.slice(0, -1) : before;
  const isFilter = tokens[at]?.text !== "(" && !dot && operand.length > 0 && endsOperand(operand[operand.length - 1] ?? null);
  if (!dot && !isFilter) return contextAt(source, before, scope);
  return objectIn(shapeBefore(source, operand, scope));
}

/** What stands before a bracket, without the head of the function whose body it is, and without the name of a function that is called with it. */
function withoutHead(tokens: readonly Token[], at: number): readonly Token[] {
  const last = tokens[at - 1];
  if (tokens[at]?.text === "(") return last?.kind === "variable" ? tokens.slice(0, at - 1) : tokens.slice(0, at);
  const head = last?.text === ")" ? lastOpen(tokens.slice(0, at - 1)) : -1;
  return isFunction(tokens[head - 1]) ? tokens.slice(0, head - 1) : tokens.slice(0, at);
}

/** Where the last bracket stands that is open. */
function lastOpen(tokens: readonly Token[]): number {
  let depth = 0;
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token?.kind !== "operator") continue;
    if (CLOSING.includes(token.text)) depth += 1;
    else if (OPENING.includes(token.text)) {
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
  while (at > 0 && tokens[at]?.kind === "operator" && CLOSING.includes(tokens[at]?.text ?? "")) {
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
  if (token.kind === "operator") return CLOSING.includes(token.text);
  return !(token.kind === "name" && ["and", "or", "in"].includes(token.text));
}

/** What has fields: the items of a list, and of several things that it may be the one that is an object. */
function objectIn(shape: Shape): Shape {
  if (shape.kind === "array") return objectIn(shape.of);
  return shape.kind === "union" ? (shape.of.map(objectIn).find((each) => each.kind === "object") ?? shape) : shape;
}
