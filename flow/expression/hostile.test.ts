import { expect, test } from "vitest";
import { StepFailure } from "../failure.ts";
import { evaluate } from "./evaluate.ts";

const language = { now: 0, seed: "run-1", step: "map" };
const codeOf = (source: string, scope = {}) =>
  evaluate(source, scope, language).then(
    () => "no failure",
    (error: unknown) => (error instanceof StepFailure ? error.failure.code : String(error)),
  );

/** Doubles `what` again and again, where JSONata looks at nothing but its depth. */
const doubled = (what: string, start: string, times = 40) =>
  `($double := function($x, $n){ $n = 0 ? $x : $double(${what}, $n - 1) }; $double(${start}, ${times}))`;

test.each([
  ["a text that doubles", doubled("$x & $x", "'x'")],
  ["a text that doubles and is measured", `$length(${doubled("$x & $x", "'x'", 30)})`],
  ["lists that share their inside", doubled("[[$x], [$x]]", "1")],
  ["objects that share their inside", doubled("{ 'a': $x, 'b': $x }", "1")],
  ["objects that share their inside, as text", `$string(${doubled("{ 'a': $x, 'b': $x }", "1", 26)})`],
  ["objects that share their inside, compared", `${doubled("{ 'a': $x, 'b': $x }", "1", 26)} = ${doubled("{ 'a': $x, 'b': $x }", "1", 26)}`],
  ["long texts in an object, many times", doubled("{ 'a': $x, 'b': $x }", "$pad('', 10000)", 20)],
  ["a list that doubles", doubled("$append($x, $x)", "[1]")],
  ["a replacement that grows", "$replace($pad('', 10000, 'a'), 'a', $pad('', 10000))"],
  ["a separator that grows", "$join([1..10000].$string(), $pad('', 10000))"],
])("%s is stopped before it fills the memory", async (_, source) => {
  expect(await codeOf(source)).toBe("expression.too_large");
});

test("what is within bounds is worked on as before", async () => {
  expect(await evaluate("$replace('SO 1', ' ', '-')", {}, language)).toBe("SO-1");
  expect(await evaluate("$replace('aaa', 'a', 'b', 2)", {}, language)).toBe("bba");
  expect(await evaluate("$replace('abc', /(b)/, function($m) { $uppercase($m.match) })", {}, language)).toBe("aBc");
  expect(await evaluate("['a','b'].$replace('a', 'z')", {}, language)).toEqual(["z", "b"]);
  expect(await evaluate("'a b' ~> $replace(' ', '-')", {}, language)).toBe("a-b");
  expect(await evaluate("$replace(missing, 'a', 'b')", {}, language)).toBeUndefined();
  expect(await evaluate("$join(['a', 'b'], ', ') & $join(['c', 'd'])", {}, language)).toBe("a, bcd");
  expect(await evaluate("$distinct([1, 1, '1', { 'a': 1, 'b': 2 }, { 'b': 2, 'a': 1 }])", {}, language)).toEqual([1, "1", { a: 1, b: 2 }]);
  expect(await evaluate("$distinct(list.n)", { list: [{ n: 1 }, { n: 1 }] }, language)).toBe(1);
});

test("a long list from outside loses its repeats in one pass: its length squared is never worked through", async () => {
  const list = Array.from({ length: 60_000 }, (_, index) => ({ id: index % 50_000, name: "n" }));
  expect(await evaluate("$count($distinct(list))", { list }, language)).toBe(50_000);
});

test("an expression reaches data only, and nothing of the machine", async () => {
  const scope = { trigger: { body: {} } };
  for (const source of ["trigger.constructor", "trigger.body.__proto__", "'a'.constructor", "$lookup(trigger, 'constructor')", "trigger.toString"])
    expect(await evaluate(source, scope, language), source).toBeUndefined();
  expect(await codeOf("$string.constructor('return process')()")).toBe("expression.failed");
  expect(JSON.stringify(await evaluate("{ '__proto__': { 'x': 1 } }", scope, language))).toBe("{}");
  expect({}).not.toHaveProperty("x");
});

test("an expression nested so deeply that it cannot be read is told so", async () => {
  expect(await codeOf(`${"(".repeat(20_000)}1${")".repeat(20_000)}`)).toBe("expression.syntax");
  expect(await codeOf(Array.from({ length: 20_000 }, () => "1").join("+"))).toBe("expression.syntax");
});

test("what a built-in function trips over is the fault of the rule or the data, not of the product", async () => {
  expect(await codeOf("1 ~> |$|{ 'x': 1 }|")).toBe("expression.failed");
  expect(await codeOf("$formatNumber(1.5, $pad('0.', 10000, '0'))")).toBe("expression.failed");
});

test("an expression that computes for long leaves others their turns", async () => {
  let turns = 0;
  let over = false;
  const turn = () => {
    turns += 1;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  const total = await evaluate("$sum([1..20000].($n := $; $floor($sqrt($n)) % 2 = 0 ? $n : 0))", {}, language).finally(() => {
    over = true;
  });
  expect(typeof total).toBe("number");
  expect(turns).toBeGreaterThan(0);
});
