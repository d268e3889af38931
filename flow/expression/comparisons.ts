/** Comparisons that cannot work, or whose answer is the same for every run. */
import type { Shape } from "../shape.ts";
import { alternatives, certain, isText, shapeWords } from "../shape.ts";
import type { Node } from "./compile.ts";
import type { Finding } from "./findings.ts";
import { conversion, nearest } from "./findings.ts";
import { positionOf, textOf } from "./source.ts";

type Comparing = { lhs: Node; rhs: Node; left: Shape; right: Shape; source: string };

/** What counts when values are compared: a date is text. */
export function sort(shape: Shape): string {
  return isText(shape) ? "text" : shape.kind;
}

/** Texts with texts, numbers with numbers: anything else fails at run time. */
export function notComparable({ lhs, rhs, left, right, source }: Comparing): Finding | null {
  const [a, b] = [alternatives(certain(left)), alternatives(certain(right))];
  const canBe = (test: (shape: Shape) => boolean) => (all: readonly Shape[]) => all.some((each) => each.kind === "unknown" || test(each));
  const numbers = canBe((each) => each.kind === "number");
  const texts = canBe(isText);
  if (a.length === 0 || b.length === 0 || (numbers(a) && numbers(b)) || (texts(a) && texts(b))) return null;
  const isMixed = isTextAndNumber(a, b);
  return {
    severity: "error",
    code: "expression.not_comparable",
    position: positionOf(lhs),
    message: `${sides({ lhs, rhs, left, right, source })}: they cannot be compared.`,
    fix: isMixed ? "Convert the text with $number(…)." : "Compare numbers with numbers, or texts with texts.",
    ...(isMixed ? conversion(a.every(isText) ? lhs : rhs, source, "$number") : {}),
  };
}

/** Values of different kinds are never equal, and a text is none that it cannot be. */
export function neverEqual(q: Comparing, operator: "=" | "!="): Finding | null {
  const { lhs, rhs, source } = q;
  if ([lhs, rhs].some((each) => each.type === "value" && each.value === null)) return null;
  const [left, right] = [certain(q.left), certain(q.right)];
  const [a, b] = [alternatives(left), alternatives(right)];
  if (a.length === 0 || b.length === 0 || [...a, ...b].some((each) => each.kind === "unknown")) return null;
  if (!a.some((each) => b.some((other) => sort(each) === sort(other)))) {
    const isMixed = isTextAndNumber(a, b);
    return {
      severity: "warning",
      code: "expression.never_equal",
      position: positionOf(lhs),
      message: `${sides(q)}: they are ${operator === "=" ? "never equal" : "always different"}.`,
      fix: isMixed ? "Convert one of them, for example the text with $number(…)." : "Compare values of the same kind.",
      ...(isMixed ? conversion(a.every(isText) ? lhs : rhs, source, "$number") : {}),
    };
  }
  const literal = rhs.type === "string" ? rhs : lhs.type === "string" ? lhs : null;
  const other = literal === rhs ? left : right;
  if (!literal || typeof literal.value !== "string" || other.kind !== "string" || !other.values || other.values.includes(literal.value)) return null;
  const near = nearest(literal.value, other.values);
  return {
    severity: "warning",
    code: "expression.never_equal",
    position: positionOf(literal),
    message: `${textOf(literal === rhs ? lhs : rhs, source) ?? "It"} is never '${literal.value}': it is ${other.values.slice(0, 8).join(", ")}.`,
    fix: near === null ? "Compare with one of these." : `Compare with '${near}'.`,
  };
}

function isTextAndNumber(a: readonly Shape[], b: readonly Shape[]): boolean {
  const isNumber = (each: Shape) => each.kind === "number";
  return (a.every(isText) && b.every(isNumber)) || (b.every(isText) && a.every(isNumber));
}

function sides({ lhs, rhs, left, right, source }: Comparing): string {
  return `${textOf(lhs, source) ?? "The left side"} is ${shapeWords(left)} and ${textOf(rhs, source) ?? "the right side"} is ${shapeWords(right)}`;
}
