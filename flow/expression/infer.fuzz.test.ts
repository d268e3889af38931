/** What an expression gives always has the shape that was inferred for it before. */
import { expect, test } from "vitest";
import type { Json } from "../document.ts";
import type { Shape } from "../shape.ts";
import { alternatives, isText } from "../shape.ts";
import { shapeOf } from "../shape-of.ts";
import { evaluate } from "./evaluate.ts";
import { infer } from "./infer.ts";
import { random, seedOf } from "./random.ts";

const SEED = process.env.THROUGHLINE_FUZZ_SEED ?? String(Date.now());
const ROUNDS = Number(process.env.THROUGHLINE_FUZZ_ROUNDS ?? 400);

test(`values conform to the shape inferred for them (THROUGHLINE_FUZZ_SEED=${SEED})`, async () => {
  let given = 0;
  let known = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = random(seedOf(`${SEED} ${round}`));
    const scope = object(next, 3);
    const source = expression(next, 4);
    const { shape } = infer(source, shapeOf(scope));
    let value: Json | undefined;
    try {
      value = await evaluate(source, scope, { now: 0, seed: "s", step: "s" });
    } catch {
      continue;
    }
    given += 1;
    if (shape.kind !== "unknown") known += 1;
    if (!conforms(value, shape))
      expect.fail(
        `${source}\nover ${JSON.stringify(scope)}\ngives ${JSON.stringify(value)}\nand was said to be ${JSON.stringify(shape)} (THROUGHLINE_FUZZ_SEED=${SEED}, round ${round})`,
      );
  }
  expect(given).toBeGreaterThan(ROUNDS / 5);
  // shapes that say nothing would conform, too
  expect(known / given).toBeGreaterThan(0.6);
});

function conforms(value: Json | undefined, shape: Shape): boolean {
  return alternatives(shape).some((each) => {
    if (each.kind === "unknown") return true;
    if (each.kind === "missing" || value === undefined) return each.kind === "missing" && value === undefined;
    if (each.kind === "null" || value === null) return each.kind === "null" && value === null;
    if (each.kind === "string") return typeof value === "string" && (each.values?.includes(value) ?? true);
    if (isText(each)) return typeof value === "string";
    if (each.kind === "array") return Array.isArray(value) && value.every((item) => conforms(item, each.of));
    if (each.kind === "object") {
      if (typeof value !== "object" || Array.isArray(value)) return false;
      const names = new Set([...Object.keys(value), ...Object.keys(each.fields)]);
      return [...names].every((name) => {
        const field = each.fields[name];
        if (field === undefined) return each.open === true;
        return value[name] === undefined
          ? field.kind === "unknown" || [...(each.optional ?? []), ...(each.doubtful ?? [])].includes(name)
          : conforms(value[name], field);
      });
    }
    return typeof value === each.kind;
  });
}

type Next = () => number;
const pick = <T>(next: Next, all: readonly T[]): T => all[Math.floor(next() * all.length)] as T;
const NAMES = ["a", "b", "c", "d"] as const;

function json(next: Next, depth: number): Json {
  const kind = next();
  if (depth === 0 || kind < 0.45) return pick<Json>(next, [1, 2, 0, "x", "yy", "", "3", true, false, null]);
  if (kind < 0.7) return Array.from({ length: Math.floor(next() * 4) }, () => json(next, depth - 1));
  return object(next, depth - 1);
}

function object(next: Next, depth: number): { [name: string]: Json } {
  return Object.fromEntries(NAMES.filter(() => next() < 0.75).map((name) => [name, json(next, depth)]));
}

function expression(next: Next, depth: number): string {
  const e = () => expression(next, depth - 1);
  if (depth === 0) return pick(next, ["a", "b", "c", "a.b", "b.c.d", "1", "2", "'x'", "true", "null", "$", "$$.a", "a[0]", "b[-1].c"]);
  return pick<() => string>(next, [
    () => `${e()}.${pick(next, NAMES)}`,
    () => `${pick(next, NAMES)}.${pick(next, NAMES)}[${pick(next, ["0", "-1", "1", "a > 1", "b = 'x'", "$exists(c)"])}]`,
    () => `(${e()})[${e()}]`,
    () => `${e()} ${pick(next, ["+", "-", "*", "=", "!=", "<", ">=", "and", "or", "&", "in"])} ${e()}`,
    () => `(${e()} ? ${e()} : ${e()})`,
    () => `(${e()} ?? ${e()})`,
    () => `(${e()} ?: ${e()})`,
    () => `{'a': ${e()}, 'b': ${e()}}`,
    () => `{'a': ${e()}, 'b': ${e()}}.${pick(next, NAMES)}`,
    () => `[${e()}, ${e()}]`,
    () => `[${e()}]`,
    () => `$.(${e()})`,
    () => `${pick(next, NAMES)}.{'a': ${e()}, 'c': b}`,
    () => `${pick(next, NAMES)}.[${e()}, b]`,
    () => `${pick(next, NAMES)}{c: ${e()}}`,
    () => `${pick(next, NAMES)}[].${pick(next, NAMES)}`,
    () => `${pick(next, NAMES)}.${pick(next, NAMES)}[]`,
    () => `${pick(next, NAMES)}^(a).${pick(next, NAMES)}`,
    () => `($x := ${e()}; $x.a)`,
    () => `$map(${e()}, function($v, $i) { ${pick(next, ["$v.a", "$i", "[$v]", "$v", "{'a': $v}", "$v > 1 ? $v"])} })`,
    () => `$filter(${e()}, function($v) { ${pick(next, ["$v.a", "$v > 1", "true"])} })`,
    () =>
      `$${pick(next, ["count", "exists", "not", "boolean", "string", "sum", "max", "keys", "distinct", "reverse", "sort", "merge", "type", "number", "uppercase", "length", "average", "floor", "trim"])}(${e()})`,
    () => `${e()} ~> $${pick(next, ["count", "sum", "string", "keys", "reverse", "distinct"])}()`,
    () => `${e()} ~> $${pick(next, ["count", "sum", "string", "keys"])}`,
    () => `$append(${e()}, ${e()})`,
    () => `$join(${e()}, ',')`,
    () => `$split(${e()}, 'y')`,
    () => `$substring(${e()}, 1)`,
    () => `$lookup(${e()}, 'a')`,
    () => `[1..${pick(next, ["0", "1", "3"])}]`,
    () => `-(${e()})`,
    () => `$.*`,
  ])();
}
