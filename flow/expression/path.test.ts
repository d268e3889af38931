import { expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { insertPath } from "./insert.ts";
import { syntaxProblem } from "./inspect.ts";
import { memberPath } from "./path.ts";

const language = { now: 0, seed: "run-1", step: "map" };

test.each(["name", "x_crm_id", "legal name", "e-mail", "true", "null", "in", "and", "function", "éclair", "42", "a.b", "$type", "odd`name", ""])(
  "a field called %j is found by the path that is written for it",
  async (name) => {
    expect(await evaluate(memberPath("trigger.body", name), { trigger: { body: { [name]: "found" } } }, language)).toBe("found");
    expect(await evaluate(memberPath("", name), { [name]: "found" }, language)).toBe("found");
  },
);

test("an item of a list, and of a list in a list, is found by its place", async () => {
  const lists = {
    rows: [
      [1, 2],
      [3, 4],
    ],
    "order lines": [{ "unit price": 5 }, { "unit price": 7 }],
  };
  expect(await evaluate(memberPath(memberPath("rows", 1), 0), lists, language)).toBe(3);
  expect(await evaluate(memberPath(memberPath(memberPath("", "order lines"), 1), "unit price"), lists, language)).toBe(7);
});

/** `|` is the cursor, `[…]` around a part is not used: selections are given by two of them. */
function put(marked: string, path = "trigger.body.name"): string {
  const from = marked.indexOf("|");
  const to = marked.lastIndexOf("|");
  const { source, cursor } = insertPath({ source: marked.replaceAll("|", ""), from, to: to === from ? from : to - 1, path });
  return `${source.slice(0, cursor)}|${source.slice(cursor)}`;
}

test.each([
  ["|", "trigger.body.name|"],
  ["$uppercase(|)", "$uppercase(trigger.body.name|)"],
  ["steps.map.amount|", "steps.map.amount & trigger.body.name|"],
  ["steps.map.amount |", "steps.map.amount & trigger.body.name|"],
  ["|steps.map.amount", "trigger.body.name| & steps.map.amount"],
  ["steps.map.amount > |", "steps.map.amount > trigger.body.name|"],
  ["steps.map.ok and |", "steps.map.ok and trigger.body.name|"],
  ["| and steps.map.ok", "trigger.body.name| and steps.map.ok"],
  ["|steps.map.amount| & 'x'", "trigger.body.name| & 'x'"],
  ["'Order |'", "'Order ' & trigger.body.name|"],
  ["'|'", "trigger.body.name|"],
  ["'Order | is late'", "'Order ' & trigger.body.name| & ' is late'"],
  ['"It is | now"', '"It is " & trigger.body.name| & " now"'],
  ["{ 'a': | }", "{ 'a': trigger.body.name| }"],
])("put into %s it gives %s, which parses", (before, after) => {
  expect(put(before)).toBe(after);
  expect(syntaxProblem(after.replace("|", ""))).toBeNull();
});
