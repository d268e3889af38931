import fc from "fast-check";
import { expect, test } from "vitest";
import type { Shape } from "../shape.ts";
import { callAt } from "./call-at.ts";
import { syntaxProblem } from "./inspect.ts";
import { mistakesIn } from "./mistakes.ts";
import { FUNCTION_GROUPS } from "./reference/all.ts";
import { tokensOf } from "./tokens.ts";

const any: Shape = { kind: "unknown" };
const scope: Shape = { kind: "object", fields: { trigger: any, steps: { kind: "object", fields: { customer: any, map_lines: any } } } };

/** The first mistake's fix, done. */
function fixed(source: string): string | null {
  const fix = mistakesIn(source, scope)[0]?.fix;
  return fix ? `${source.slice(0, fix.from)}${fix.insert}${source.slice(fix.to)}` : null;
}

test.each([
  ["steps.custmer.id", "steps.customer.id"],
  ["1 + steps.map_line.amount", "1 + steps.map_lines.amount"],
  ["$uppercas(trigger.body.name)", "$uppercase(trigger.body.name)"],
  ["uppercase(trigger.body.name)", "$uppercase(trigger.body.name)"],
  ["trigger.body.stage == 'won'", "trigger.body.stage = 'won'"],
  ["trigger.body.stage === 'won'", "trigger.body.stage = 'won'"],
  ["a != 1 && b = 2", "a != 1 and b = 2"],
  ["a = 1 || b = 2", "a = 1 or b = 2"],
  ["'Order ' & trigger.body.id & ' is late", "'Order ' & trigger.body.id & ' is late'"],
  ["$sum(trigger.body.lines[days > 3].days", "$sum(trigger.body.lines[days > 3].days)"],
  ["$sum(trigger.body.lines[days > 3.days)", "$sum(trigger.body.lines[days > 3.days]"],
  ["(1 + 2))", "(1 + 2)"],
  ["trigger.`legal name", "trigger.`legal name`"],
  ["{ 'a': [1, 2 ", "{ 'a': [1, 2]} "],
  ["trigger.body.customer?.name", "trigger.body.customer.name"],
  ["{{ trigger.body.name }}", "trigger.body.name"],
  ["$json.body.name", "trigger.body.name"],
  ["($rate := 2; 3 * $rat)", "($rate := 2; 3 * $rate)"],
])("%s is offered to become %s", (before, after) => {
  expect(fixed(before)).toBe(after);
});

test.each([
  "$double := 1",
  "($twice := function($n) { $n * 2 }; $twice(4))",
  "$map(trigger.body.lines, function($line, $at) { $line.days * $at })",
  "trigger.body.text = 'a == b && c('",
  "trigger.body.lines[days > 3]^(>days).{ 'role': role }",
  "$contains(trigger.body.name, /ab+c/i) and (true or false)",
  "trigger.body.steps.other",
  "steps.customer.id ~> $string",
  "/* steps.nothing == 1 */ 1",
  "trigger.body.a / 2 / 3",
  "$$.steps.customer.id",
  "$.trigger",
  "trigger.lines@$l.trigger.stock[id = $l.id]",
  "trigger.lines#$i[$i > 2]",
  "$map(trigger.lines, $uppercase)",
  "($f := λ($x) { $x + 1 }; $f(1))",
  "trigger.open ? trigger.a : trigger.b",
])("%s has no mistake", (source) => {
  expect(mistakesIn(source, scope).filter(() => syntaxProblem(source) === null)).toEqual([]);
});

test("what the parser alone finds is told at its place, without a fix", () => {
  expect(mistakesIn("1 +", scope)).toMatchObject([{ fix: null, message: expect.any(String) }]);
  expect(mistakesIn("$eval('1')", scope)).toMatchObject([{ fix: null, message: expect.stringContaining("not available") }]);
  expect(mistakesIn("", scope)).toEqual([]);
});

test("no example of the reference is called a mistake", () => {
  for (const { functions } of FUNCTION_GROUPS)
    for (const { examples } of functions) for (const { source } of examples) expect(mistakesIn(source, scope), source).toEqual([]);
});

test("the pieces of any text are its text, in order, and looking at it ends", () => {
  const words = fc.constantFrom(
    "steps",
    ".",
    "$map",
    "(",
    ")",
    "'",
    '"',
    "`",
    "/",
    "/*",
    "*/",
    "[",
    "]",
    "{",
    "}",
    "=",
    "==",
    "&&",
    " ",
    "x",
    "1.5",
    "\\",
    "function",
    "$",
    "é",
    "\n",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30 }), fc.nat(60), (parts, at) => {
      const source = parts.join("");
      const tokens = tokensOf(source);
      for (const token of tokens) expect(source.slice(token.from, token.to)).toBe(token.text);
      expect(tokens.map((token) => token.text).join("")).toBe(
        source.replace(/\s+/g, (space, place: number) => (tokens.some((token) => token.from <= place && place < token.to) ? space : "")),
      );
      for (const mistake of mistakesIn(source, scope)) expect(mistake.to).toBeLessThanOrEqual(source.length);
      callAt(source, Math.min(at, source.length));
    }),
    { seed: 5, numRuns: 300 },
  );
});

test.each([
  ["$round(|", { name: "$round", argument: 0 }],
  ["$round(1.5, |", { name: "$round", argument: 1 }],
  ["$join($map(x, function($v) { $v & '(' }), |", { name: "$join", argument: 1 }],
  ["$sum([1, 2, |", { name: "$sum", argument: 0 }],
  ["$round((1 + |", { name: "$round", argument: 0 }],
  ["$round(1.5)|", null],
  ["steps.map|", null],
])("the call around the cursor of %s is found", (marked, found) => {
  const at = callAt(marked.replace("|", ""), marked.indexOf("|"));
  if (found === null) expect(at).toBeNull();
  else expect(at).toMatchObject(found);
});
