/**
 * Keys (dedupe, external ids): expressions hide missing data (`'crm_' & missing` is `'crm_'`), and one broken field would make all
 * events one duplicate. So every operand of a key's `&` must be there and not be empty.
 */
import type { Json } from "../document.ts";
import { isExpression } from "../marks.ts";
import { business } from "../failure.ts";
import type { Language, Scope } from "./evaluate.ts";
import { evaluate } from "./evaluate.ts";

/** @throws StepFailure expression.key_operand_missing naming the operand */
export async function evaluateKey(value: Json, scope: Scope, language: Language): Promise<string> {
  if (!isExpression(value)) return required(value, "the key");
  for (const operand of operandsOf(value.$)) required(await evaluate(operand, scope, language), operand);
  return required(await evaluate(value.$, scope, language), value.$);
}

function required(value: Json | undefined, source: string): string {
  const isText = (typeof value === "string" && value.trim() !== "") || typeof value === "number" || typeof value === "boolean";
  if (isText) return String(value);
  const got = value === undefined ? "missing" : value === null ? "null" : value === "" ? "empty" : "not a single value";
  throw business("invalid-data", "expression.key_operand_missing", `The key needs ${source.trim()}, and it is ${got}.`, {
    fix: "Send the data that the key is made of, or choose another key in the designer.",
    detail: { operand: source.trim() },
  });
}

const OPENING = "([{";
const CLOSING = ")]}";

/** The operands of the concatenations at the top of an expression; outer parentheses are looked into. */
export function operandsOf(source: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let begin = 0;
  let joins = true;
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (quote) {
      if (char === "\\") at += 1;
      else if (char === quote) quote = "";
    } else if (char === "'" || char === '"' || char === "`") quote = char;
    else if (OPENING.includes(char)) depth += 1;
    else if (CLOSING.includes(char)) depth -= 1;
    else if (depth === 0 && char === "?") joins = false;
    else if (depth === 0 && char === "&") {
      parts.push(source.slice(begin, at));
      begin = at + 1;
    }
  }
  // `a ? b : c & d` joins only inside a branch that may not be taken: the whole is the operand
  if (!joins) return [source];
  parts.push(source.slice(begin));
  return parts.flatMap((part) => {
    const inner = /^\(([\s\S]*)\)$/.exec(part.trim())?.[1];
    return inner !== undefined && parts.length + inner.length > 0 && balanced(inner) ? operandsOf(inner) : [part.trim()];
  });
}

/** Whether the parentheses stripped from both ends belonged together: not in `(a) & (b)`. */
function balanced(inner: string): boolean {
  let depth = 0;
  for (const char of inner) {
    if (OPENING.includes(char)) depth += 1;
    if (CLOSING.includes(char)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0 && !inner.includes(";");
}
