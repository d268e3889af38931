/** The door to JSONata: parses once, evaluates within limits of time, depth and size. No other file imports the library. */
import jsonata from "jsonata";
import type { Json } from "../document.ts";
import { business, StepFailure, technical } from "../failure.ts";
import { bound, timed } from "./bounds.ts";
import { linearRegExp } from "./regex.ts";

/** Milliseconds by the wall, whoever else has a turn meanwhile (bounds.ts counts its own); nested calls; items of one sequence. */
const LIMITS = { timeout: 60_000, stack: 300, sequence: 100_000, padding: 10_000 };
const CACHE = 5000;

export type SyntaxProblem = { message: string /** characters from the start */; position: number };

/** A node of the parsed expression, as far as this room reads it. */
export type Node = { type: string; value?: unknown; steps?: Node[]; [key: string]: unknown };

export type Compiled =
  | { ok: true; ast: Node; run: (input: Json, bindings: Record<string, unknown>) => Promise<unknown> }
  | { ok: false; problem: SyntaxProblem };

const cache = new Map<string, Compiled>();

/** Parses an expression; the same source is parsed once. */
export function compile(source: string): Compiled {
  const known = cache.get(source);
  if (known) return known;
  if (cache.size >= CACHE) cache.delete(cache.keys().next().value ?? "");
  const compiled = parse(source);
  cache.set(source, compiled);
  return compiled;
}

function parse(source: string): Compiled {
  if (source.trim() === "") return { ok: false, problem: { message: "The expression is empty.", position: 0 } };
  try {
    const expression = jsonata(source, { ...LIMITS, RegexEngine: linearRegExp });
    bound(expression);
    return {
      ok: true,
      ast: expression.ast() as unknown as Node,
      run: (input, bindings) => expression.evaluate(input, { ...bindings, ...timed(), pad, eval: refuseEval }),
    };
  } catch (error) {
    const { message, position } = described(error);
    return { ok: false, problem: { message, position } };
  }
}

/** $pad without its appetite: a width from outside must not fill the memory. */
function pad(text: string | undefined, width: number, char = " "): string | undefined {
  if (text === undefined) return undefined;
  if (Math.abs(width) > LIMITS.padding)
    throw business("limit", "expression.too_large", `$pad to ${width} characters is more than the ${LIMITS.padding} allowed.`);
  return width < 0 ? text.padStart(-width, char) : text.padEnd(width, char);
}

function refuseEval(): never {
  throw business("rule", "expression.eval", "$eval is not available: an expression must not run text that comes from outside.", {
    fix: "Write the expression out.",
  });
}

function described(error: unknown): { code: string; message: string; position: number } {
  const read = (name: string): unknown => (typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined);
  const message = read("message");
  const position = read("position");
  const code = read("code");
  return {
    code: typeof code === "string" ? code : "",
    message: typeof message === "string" && message ? message : `JSONata refused the expression (${String(code)}).`,
    position: typeof position === "number" ? position : 0,
  };
}

/** JSONata's error as a failure of the flow's data or rule. */
export function failureOf(error: unknown, source: string): StepFailure {
  if (error instanceof StepFailure) return error;
  const { code, message } = described(error);
  const shown = source.length > 200 ? `${source.slice(0, 200)}…` : source;
  if (code === "D1012")
    return business("limit", "expression.timeout", `The expression did not end within ${LIMITS.timeout / 1_000} seconds and was stopped.`, {
      fix: "Make it work on less data.",
      detail: { expression: shown },
    });
  if (code === "D1011")
    return business("limit", "expression.recursion", "The expression calls itself too deeply and was stopped.", { detail: { expression: shown } });
  if (code === "D2014" || code === "D2015")
    return business("limit", "expression.too_large", "The expression makes a list that is too long and was stopped.", { detail: { expression: shown } });
  if (error instanceof RangeError && /string length|array length/i.test(message))
    return business("limit", "expression.too_large", "The expression makes a value that is too large and was stopped.", { detail: { expression: shown } });
  // what JSONata's own functions trip over, such as a picture that no number fits, is the data's or the rule's fault
  const isOfLibrary = error instanceof RangeError || error instanceof TypeError;
  if (code === "" && !isOfLibrary)
    return technical("internal", "expression.internal", `The expression could not be evaluated: ${message}`, { detail: { expression: shown } });
  return business("invalid-data", "expression.failed", `The expression could not be evaluated: ${message}`, {
    fix: "Compare the expression with the data of this run; the step's input shows both.",
    detail: { expression: shown, code },
  });
}
