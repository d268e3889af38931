import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate, evaluateCondition, resolveConfig } from "./evaluate.ts";
import { expressionsIn, pathsOf, syntaxProblem } from "./inspect.ts";
import { evaluateKey, operandsOf } from "./key.ts";

const language = { now: Date.parse("2026-03-04T05:06:07Z"), seed: "run-1", step: "map" };
const scope = {
  trigger: { body: { id: "006", amount: "148500", account: { name: "Acme GmbH", id: "0015" }, lines: [{ h: 3 }, { h: 4 }], empty: "" } },
  steps: { map: { amount: 5 } },
  vars: {},
};
const run = (source: string) => evaluate(source, scope, language);
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => "no failure",
    (error) => error.failure?.code,
  );

test("values come out as plain JSON, singletons unwrapped and lists kept", async () => {
  expect(await run("$number(trigger.body.amount)")).toBe(148500);
  expect(await run("trigger.body.account.{ 'name': name, 'crmId': id }")).toEqual({ name: "Acme GmbH", crmId: "0015" });
  const lines = await run("trigger.body.lines.h");
  expect(lines).toEqual([3, 4]);
  expect(Object.keys(lines as object)).toEqual(["0", "1"]);
  expect(await run("trigger.body.nothing.here")).toBeUndefined();
});

test("the clock is the run's and chance is repeatable", async () => {
  expect(await run("$now()")).toBe("2026-03-04T05:06:07.000Z");
  expect(await run("$now('[Y0001]-[M01]-[D01]')")).toBe("2026-03-04");
  expect(await run("$millis()")).toBe(language.now);
  expect(await run("[$random(), $random()]")).toEqual(await run("[$random(), $random()]"));
  expect(await evaluate("$random()", scope, { ...language, seed: "run-2" })).not.toBe(await run("$random()"));
});

test("hostile expressions end with a failure instead of hanging the process", async () => {
  expect(await code(run("($f := function($x) { $f($x + 1) + 1 }; $f(1))"))).toBe("expression.recursion");
  expect(await code(run("($f := function($x) { $f($x + 1) }; $f(1))"))).toBe("expression.timeout");
  expect(await code(run("[1..9999999]"))).toBe("expression.too_large");
  expect(await code(run("$pad('', 1000000000)"))).toBe("expression.too_large");
  expect(await code(run("$eval('1+1')"))).toBe("expression.eval");
  expect(await code(run("$sum"))).toBe("expression.function");
  const text = `${"a".repeat(40)}!`;
  expect(await evaluate("$contains(text, /^(a+)+$/)", { text }, language)).toBe(false);
});

test("regular expressions match, split and replace as in JSONata", async () => {
  expect(await evaluate("$split('a1b22c', /[0-9]+/)", {}, language)).toEqual(["a", "b", "c"]);
  expect(await evaluate("$replace('SO-1042', /(\\w+)-(\\d+)/, '$2/$1')", {}, language)).toBe("1042/SO");
  expect(await evaluate("$match('ab12', /([a-z]+)/).match", {}, language)).toBe("ab");
});

test("a condition that does not give true or false is a business failure, never a default branch", async () => {
  expect(await evaluateCondition({ $: "steps.map.amount > 4" }, scope, language)).toBe(true);
  expect(await code(evaluateCondition({ $: "steps.map.missing > 4" }, scope, language))).toBe("expression.not_boolean");
  expect(await code(evaluateCondition({ $: "'yes'" }, scope, language))).toBe("expression.not_boolean");
});

test("a key with a missing or empty operand is refused instead of making everything one duplicate", async () => {
  expect(await evaluateKey({ $: "trigger.body.id & ':' & trigger.body.account.id" }, scope, language)).toBe("006:0015");
  expect(await code(evaluateKey({ $: "'crm_' & trigger.body.missing" }, scope, language))).toBe("expression.key_operand_missing");
  expect(await code(evaluateKey({ $: "('crm_' & (trigger.body.empty))" }, scope, language))).toBe("expression.key_operand_missing");
  expect(await code(evaluateKey({ $: "trigger.body.missing" }, scope, language))).toBe("expression.key_operand_missing");
  expect(operandsOf("'a & b' & f(x & y) & (c & d)")).toEqual(["'a & b'", "f(x & y)", "c", "d"]);
});

test("configs are resolved deep, literals escaped, missing values left out", async () => {
  const config = {
    name: { $: "trigger.body.account.name" },
    gone: { $: "trigger.nothing" },
    list: [1, { $: "steps.map.amount" }],
    raw: { $literal: { $: "kept" } },
  };
  expect(await resolveConfig(config, scope, language)).toEqual({ name: "Acme GmbH", list: [1, 5], raw: { $: "kept" } });
});

test("syntax problems tell the place", () => {
  expect(syntaxProblem("trigger.body.")).toMatchObject({ position: expect.any(Number), message: expect.any(String) });
  expect(syntaxProblem("trigger.body")).toBeNull();
});

test("what an expression reads is found, also inside calls and conditions", () => {
  expect(pathsOf("steps.map.amount > 5 ? $uppercase(steps.cust.name) : trigger.body.x")).toEqual(
    expect.arrayContaining([
      ["steps", "map", "amount"],
      ["steps", "cust", "name"],
      ["trigger", "body", "x"],
    ]),
  );
  expect(expressionsIn({ a: { $: "x" }, b: [{ c: { $: "y" } }], d: { $literal: { $: "z" } } })).toEqual([
    { path: "a", source: "x" },
    { path: "b.0.c", source: "y" },
  ]);
});

test("any JSON passes through a path unchanged, whatever it holds", async () => {
  // an empty list inside a path result is nothing to JSONata, and a list of one is its item: an object keeps both as they are
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))), async (value) => {
      const plain = Object.fromEntries(Object.entries(value).filter(([key]) => key !== "__proto__"));
      expect(await evaluate("box", { box: plain }, language)).toEqual(plain);
    }),
    { seed: 7, numRuns: 150 },
  );
});
