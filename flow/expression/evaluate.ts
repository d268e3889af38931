/** Evaluates expressions deterministically: the clock is the run's, chance is seeded by the run, results are plain JSON. */
import type { Expression, Json } from "../document.ts";
import { isExpression } from "../marks.ts";
import { business, technical } from "../failure.ts";
import { compile, failureOf } from "./compile.ts";
import { random, seedOf } from "./random.ts";

/** What expressions see: `trigger`, `steps`, `run`, `vars`, and inside *for each* `item` and `index`. */
export type Scope = { [name: string]: unknown };

/** `now`: ms since the epoch, the run's clock. `seed` and `step` make chance repeatable. */
export type Language = { now: number; seed: string; step: string };

/** @returns undefined where the data that the expression asks for is missing. @throws StepFailure */
export async function evaluate(source: string, scope: Scope, language: Language): Promise<Json | undefined> {
  const compiled = compile(source);
  if (!compiled.ok) {
    throw technical(
      "configuration",
      "expression.syntax",
      `The expression does not parse at character ${compiled.problem.position}: ${compiled.problem.message}`,
      {
        fix: "Correct the expression in the designer and publish again.",
        detail: { expression: source.slice(0, 200) },
      },
    );
  }
  try {
    return toJson(await compiled.run(scope as Json, bindings(language)), source);
  } catch (error) {
    throw failureOf(error, source);
  }
}

/** @throws StepFailure expression.not_boolean where the result is anything but true or false: never a default branch */
export async function evaluateCondition(value: Json, scope: Scope, language: Language): Promise<boolean> {
  const result = isExpression(value) ? await evaluate(value.$, scope, language) : value;
  if (typeof result === "boolean") return result;
  const got =
    result === undefined ? "nothing: the data it asks for is missing" : `a ${result === null ? "null" : Array.isArray(result) ? "list" : typeof result}`;
  throw business("invalid-data", "expression.not_boolean", `A condition must give true or false, and this one gave ${got}.`, {
    fix: "Make the condition cover missing data too, for example with $exists(…).",
    detail: { expression: isExpression(value) ? value.$.slice(0, 200) : value },
  });
}

/** Evaluates every expression inside a value; `{ "$literal": … }` gives its inside as it is. Keys whose data is missing are left out. */
export async function resolveConfig(value: Json, scope: Scope, language: Language): Promise<Json | undefined> {
  if (isExpression(value)) return evaluate((value as Expression).$, scope, language);
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) items.push((await resolveConfig(item, scope, language)) ?? null);
    return items;
  }
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "$literal") return value.$literal ?? null;
  const result: { [key: string]: Json } = {};
  for (const key of keys) {
    const resolved = await resolveConfig(value[key] ?? null, scope, language);
    if (resolved !== undefined) result[key] = resolved;
  }
  return result;
}

function bindings({ now, seed, step }: Language): Record<string, unknown> {
  const next = random(seedOf(`${seed}:${step}`));
  return {
    now: (picture?: string, timezone?: string) => (picture === undefined ? new Date(now).toISOString() : formatted(now, picture, timezone)),
    millis: () => now,
    random: next,
    shuffle: (items: unknown[] | undefined) =>
      items &&
      [...items]
        .map((item) => ({ item, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item),
  };
}

async function formatted(now: number, picture: string, timezone: string | undefined): Promise<unknown> {
  const compiled = compile("$fromMillis(at, picture, timezone)");
  return compiled.ok ? compiled.run(timezone === undefined ? { at: now, picture } : { at: now, picture, timezone }, {}) : undefined;
}

/** Plain JSON: JSONata marks its sequences with extra properties and may return functions. */
function toJson(value: unknown, source: string): Json | undefined {
  if (value === undefined) return undefined;
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (Number.isFinite(value)) return value;
    throw business("invalid-data", "expression.not_finite", "The expression gave a number that is not finite.", {
      detail: { expression: source.slice(0, 200) },
    });
  }
  if (Array.isArray(value)) return value.map((item) => toJson(item, source) ?? null);
  if (typeof value !== "object" || Reflect.get(value, "_jsonata_lambda") === true || Reflect.get(value, "_jsonata_function") === true) {
    throw business("invalid-data", "expression.function", "The expression gives a function instead of a value.", {
      fix: "Call the function: add its arguments in parentheses.",
      detail: { expression: source.slice(0, 200) },
    });
  }
  const result: { [key: string]: Json } = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key === "__proto__") continue;
    const plain = toJson(inner, source);
    if (plain !== undefined) result[key] = plain;
  }
  return result;
}
