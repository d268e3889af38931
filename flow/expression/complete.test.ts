import { expect, test } from "vitest";
import { shapeOf } from "../shape-of.ts";
import { completionsAt } from "./complete.ts";

const scope = shapeOf({
  trigger: { body: { account: { "legal name": "Nordlys AS", city: "Bergen" }, lines: [{ role: "Architect", days: 12, tags: [{ key: "a" }] }] } },
  steps: { find: { records: [{ id: 1, name: "Nordlys AS" }] } },
});
/** `|` marks the cursor. */
const at = (marked: string) => {
  const position = marked.indexOf("|");
  return completionsAt(marked.replace("|", ""), position, scope);
};
const labels = (marked: string) => at(marked).found.map((each) => each.label);

test("fields along a path, at its beginning and after an operator", () => {
  expect(labels("tri|")).toEqual(["trigger"]);
  expect(labels("'x' & steps.f|")).toEqual(["find"]);
  expect(labels("trigger.body.|")).toEqual(["account", "lines"]);
  expect(labels("trigger.body.|account")).toEqual(["account", "lines"]);
  expect(at("trigger.body.acc|")).toMatchObject({ from: 13, isTyped: true });
});

test("a path goes through lists, conditions, places and calls", () => {
  expect(labels("trigger.body.lines.|")).toEqual(["role", "days", "tags"]);
  expect(labels("trigger.body.lines[0].|")).toEqual(["role", "days", "tags"]);
  expect(labels("trigger.body.lines[role = 'Tester'].tags.k|")).toEqual(["key"]);
  expect(labels("$sort(trigger.body.lines, function($a, $b) { $a.days > $b.days }).r|")).toEqual(["role"]);
  expect(labels("(trigger.body.lines)[0].d|")).toEqual(["days"]);
  expect(labels("$count(steps.find.records.|)")).toEqual(["id", "name"]);
});

test("inside a list's brackets the fields are those of an item", () => {
  expect(labels("trigger.body.lines[ro|")).toEqual(["role"]);
  expect(labels("trigger.body.lines.{ 'n': da|")).toEqual(["days"]);
  expect(labels("trigger.body.lines.(tags.|)")).toEqual(["key"]);
  expect(labels("$sum(trigger.body.lines[days > 3 and ta|")).toEqual(["tags"]);
});

test("names that the expression gave lead on to what they hold", () => {
  expect(labels("$map(trigger.body.lines, function($line) { $line.|")).toEqual(["role", "days", "tags"]);
  expect(labels("$filter(trigger.body.lines[days > 1], function($l, $i) { $i > 0 and $l.tags.|")).toEqual(["key"]);
  expect(labels("$sort(trigger.body.lines, function($a, $b) { $a.days > $b.d|")).toEqual(["days"]);
  expect(labels("$reduce(trigger.body.lines, function($sum, $line) { $sum + $line.d|")).toEqual(["days"]);
  expect(labels("($who := trigger.body.account; $who.|")).toEqual(["legal name", "city"]);
  expect(labels("($who := trigger.body.account; trigger.body.lines.{ 'r': $who.c|")).toEqual(["city"]);
  // the second parameter of map is a place, and what nothing gave has no fields
  expect(labels("$map(trigger.body.lines, function($line, $at) { $at.|")).toEqual([]);
  expect(labels("$nothing.|")).toEqual([]);
});

test("in an item the whole input is at hand, and in a function's body what stands around it", () => {
  expect(labels("trigger.body.lines.{ 'a': $$.trigger.body.|")).toEqual(["account", "lines"]);
  expect(labels("trigger.body.lines^(da|")).toEqual(["days"]);
  expect(labels("trigger.body.lines^(>da|")).toEqual(["days"]);
  expect(labels("trigger.body.lines.$uppercase(ro|")).toEqual(["role"]);
  expect(labels("$map(trigger.body.lines, function($line) { tri|")).toEqual(["trigger"]);
});

test("names that need quotes are offered and written with them", () => {
  expect(at("trigger.body.account.leg|").found).toMatchObject([{ label: "legal name", insert: "`legal name`" }]);
  expect(at("trigger.body.account.`leg|")).toMatchObject({ from: 21, found: [{ insert: "`legal name`" }] });
  expect(labels("trigger.body.account.nam|")).toEqual(["legal name"]);
});

test("functions with what they take, and names that the expression gives itself", () => {
  expect(at("$substringB|").found).toMatchObject([{ label: "$substringBefore", kind: "function", detail: "(text, mark)" }]);
  expect(labels("($rate := 1.25; $ra|")).toEqual(["$rate", "$random"]);
});

test("nothing inside a text, a comment, or right behind an operand", () => {
  for (const marked of ["'tri|", "/* tri|", "trigger |", "12|"]) expect(labels(marked), marked).toEqual([]);
});
