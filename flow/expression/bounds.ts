/**
 * Bounds that JSONata itself does not keep. It limits time, depth and the length of sequences, and looks at none of them inside a
 * built-in function: a text that doubles thirty times, a list whose items share their inside, or $distinct on a long list would fill
 * the memory or hold the process for minutes before the next look at the clock.
 */
import jsonata from "jsonata";
import type { Expression } from "jsonata";
import { business } from "../failure.ts";
import type { StepFailure } from "../failure.ts";

/** characters of one text; values in one result, a long text counting as many; characters that one $replace or $join may write */
const LARGEST = { text: 4_194_304, values: 2_000_000, written: 33_554_432 };
const CHARACTERS_PER_VALUE = 64;

type Node = { type: string };

const replace = jsonata("$replace(a, $b, $c)");
const replaceFirst = jsonata("$replace(a, $b, $c, d)");

/** Watches every value that an expression makes, and puts bounded functions in the place of those that have no bound. */
export function bound(expression: Expression): void {
  const weights = new WeakMap<object, number>();
  assign(expression, Symbol.for("jsonata.__evaluate_exit"), (node: Node, _input: unknown, environment: Environment, result: unknown) => {
    if (typeof result === "string") {
      if (result.length > LARGEST.text) throw tooLarge();
    } else if (typeof result === "object" && result !== null && (node.type === "unary" || node.type === "function")) {
      // only these make new values; all others hand on what is weighed already, or came from outside as it is
      weigh(result, weights);
    }
    return takeTurns(environment);
  });
  expression.registerFunction(
    "replace",
    (text?: string, pattern?: unknown, replacement?: unknown, limit?: number) => {
      if (text === undefined) return undefined;
      if (typeof replacement === "string" && text.length * replacement.length > LARGEST.written) throw tooLarge();
      const values = { b: pattern, c: replacement };
      return limit === undefined ? replace.evaluate({ a: text }, values) : replaceFirst.evaluate({ a: text, d: limit }, values);
    },
    "<s-(sf)(sf)n?:s>",
  );
  expression.registerFunction(
    "join",
    (parts?: string[], separator?: string) => {
      if (parts === undefined) return undefined;
      const characters = parts.reduce((so, part) => so + part.length + (separator?.length ?? 0), 0);
      if (characters > LARGEST.written) throw tooLarge();
      return parts.join(separator ?? "");
    },
    "<a<s>s?:s>",
  );
  expression.registerFunction("distinct", distinct, "<x:x>");
}

/** ms that one evaluation may compute, and after how many of them others get their turn. */
const COMPUTING = { most: 1_000, atOnce: 10 };
/** A look at the clock costs as much as some of what is looked at. */
const LOOK_EVERY = 32;
/** A name that no expression can write. */
const TIME = "time of this evaluation";

type Environment = { lookup: (name: string) => unknown };
type Time = { left: number; since: number };

let looks = 0;

/** Bindings by which one evaluation's time is known. Time in which others have their turn is not its own. */
export function timed(): Record<string, unknown> {
  const time: Time = { left: COMPUTING.most, since: performance.now() };
  return { [TIME]: () => time };
}

/** An expression that computes for long does not hold the process: webhooks are answered and leases kept meanwhile. */
function takeTurns(environment: Environment): Promise<void> | undefined {
  looks = (looks + 1) % LOOK_EVERY;
  if (looks !== 0) return undefined;
  const read = environment.lookup(TIME);
  if (typeof read !== "function") return undefined;
  const time: Time = read();
  const now = performance.now();
  if (now - time.since < COMPUTING.atOnce) return undefined;
  time.left -= now - time.since;
  if (time.left < 0) throw tooLong();
  return new Promise((resolve) => {
    const goOn = () => {
      time.since = performance.now();
      resolve();
    };
    // browsers have no setImmediate
    if (typeof setImmediate === "function") setImmediate(goOn);
    else setTimeout(goOn);
  });
}

/** Values inside, each counted as often as it is reached: an object shared by two lists is written twice. */
function weigh(made: object, weights: WeakMap<object, number>): void {
  if (weights.has(made) || typeof made === "function") return;
  let weight = 1;
  for (const inner of Array.isArray(made) ? made : Object.values(made)) {
    weight += typeof inner === "string" ? 1 + inner.length / CHARACTERS_PER_VALUE : typeof inner === "object" && inner !== null ? (weights.get(inner) ?? 1) : 1;
    if (weight > LARGEST.values) throw tooLarge();
  }
  weights.set(made, weight);
}

/** Goes through the list once; JSONata compares each item with every other. */
function distinct(this: unknown, list: unknown): unknown {
  if (!Array.isArray(list) || list.length <= 1) return list;
  const seen = new Map<string, unknown>();
  for (const item of list) {
    const key = sorted(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  const found: unknown[] & { sequence?: boolean } = [...seen.values()];
  if (Reflect.get(list, "sequence") === true) found.sequence = true;
  return found;
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  return `{${Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => `${JSON.stringify(name)}:${sorted(inner)}`)
    .join(",")}}`;
}

function tooLong(): StepFailure {
  return business("limit", "expression.timeout", `The expression ran longer than ${COMPUTING.most} ms and was stopped.`, {
    fix: "Make it work on less data.",
  });
}

function tooLarge(): StepFailure {
  return business("limit", "expression.too_large", "The expression makes a value that is too large and was stopped.", {
    fix: "Make it work on less data, or do it in several steps.",
  });
}

/** JSONata looks this name up by its symbol; its types know only texts. */
function assign(expression: Expression, name: symbol, value: unknown): void {
  Reflect.apply(expression.assign, expression, [name, value]);
}
