import { expect, test } from "vitest";
import type { Shape } from "../shape.ts";
import { either, numberShape, objectOf, shapeWords, textShape, unknownShape } from "../shape.ts";
import { infer } from "./infer.ts";

const line = objectOf([
  ["hours", numberShape],
  ["note", either(textShape, { kind: "missing" })],
]);
const scope: Shape = objectOf([
  [
    "trigger",
    objectOf([
      [
        "body",
        objectOf([
          ["amount", numberShape],
          ["name", textShape],
          ["due", { kind: "date" }],
          ["isNew", { kind: "boolean" }],
          ["lines", { kind: "array", of: line }],
          ["state", { kind: "string", values: ["open", "won"] }],
          ["extra", unknownShape],
        ]),
      ],
    ]),
  ],
]);
const body = (source: string) => infer(source.replaceAll("@", "trigger.body"), scope);

test.each([
  ["1 + @.amount", "a number"],
  ["@.name & @.amount", "text"],
  ["@.amount > 5", "true or false"],
  ["@.amount > 5 ? 'a' : 1", "text or a number"],
  ["{ 'a': @.amount }", "an object"],
  ["[@.amount]", "a list"],
  ["@.lines.hours", "a number or a list"],
  ["@.lines[0].hours", "a number"],
  ["@.lines[hours > 2].note", "text or a list"],
  ["$sum(@.lines.hours)", "a number"],
  ["$map(@.lines, function($l) { $l.hours * 2 })", "a number or a list"],
  ["@.lines[]", "a list"],
  ["@.lines ~> $count()", "a number"],
  ["($x := @.amount; $x * 2)", "a number"],
  ["@.extra.anything", "anything"],
  ["@.lines^(hours).note", "text or a list"],
  ["@.due", "a date"],
  ["$uppercase(@.name)", "text"],
  ["$split(@.name, ' ')", "a list"],
  ["@.lines.{ 'h': hours }", "an object or a list"],
])("%s gives %s", (source, words) => {
  const { shape, findings } = body(source);
  expect([shapeWords(shape), findings]).toEqual([words, []]);
});

test.each([
  ["@.name * 2", "expression.not_number", "$number(@.name) * 2"],
  ["@.name > 5", "expression.not_comparable", "$number(@.name) > 5"],
  ["@.name = 5", "expression.never_equal", "$number(@.name) = 5"],
  ["@.amuont + 1", "expression.unknown_field", "@.amount + 1"],
  ["@.lines.huors", "expression.unknown_field", "@.lines.hours"],
  ["@.name.first", "expression.no_fields", undefined],
  ["@.state = 'wno'", "expression.never_equal", undefined],
  ["$uppercase(@.amount)", "expression.argument", "$uppercase($string(@.amount))"],
  ["$map(@.lines, function($l) { $l.note * 2 })", "expression.not_number", undefined],
  ["-@.isNew", "expression.not_number", undefined],
  ["@.lines[note > 5]", "expression.not_comparable", "@.lines[$number(note) > 5]"],
])("%s is found: %s", (source, code, fixed) => {
  const { findings } = body(source);
  expect(findings.map((finding) => finding.code)).toEqual([code]);
  expect(findings[0]?.source).toBe(fixed?.replaceAll("@", "trigger.body"));
});

test("what cannot be told is no problem", () => {
  for (const source of [
    "@.extra * 2",
    "@.extra > @.name",
    "@.extra.a.b.c = 5",
    "$foo(@.name)",
    "@.*",
    "**",
    "@.isNew ? @.name : @.amount",
    "$lookup(@, @.name) + 1",
  ])
    expect([source, body(source).findings]).toEqual([source, []]);
});

test("who asks first may read what is perhaps not there", () => {
  const steps = objectOf([["a", either(line, { kind: "missing" })]], true);
  const watched = { shape: steps, tell: () => ({ message: "may be missing", fix: "ask" }) };
  const found = (source: string) => infer(source, objectOf([["steps", steps]]), watched).findings.length;
  expect(found("steps.a.hours * 2")).toBe(1);
  for (const source of [
    "$exists(steps.a) ? steps.a.hours : 0",
    "steps.a.hours ?? 0",
    "steps.a ? steps.a.hours * 2",
    "[steps.a.hours, 0][0]",
    "$exists(steps.a) and steps.a.hours > 2",
  ])
    expect([source, found(source)]).toEqual([source, 0]);
});
