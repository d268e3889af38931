import { expect, test } from "vitest";
import { evaluate } from "#flow/expression/evaluate.ts";
import { textSource, withPath } from "./put-path.ts";

const put = (value: Parameters<typeof withPath>[0]["value"], literal = "text") => withPath({ value, literal, path: "trigger.body.name", label: "Name" });

test("an empty setting becomes the expression; a text and an expression go on with it", () => {
  for (const empty of [undefined, null, ""]) expect(put(empty)).toEqual({ kind: "value", value: { $: "trigger.body.name" } });
  expect(put({ $: "" })).toEqual({ kind: "value", value: { $: "trigger.body.name" } });
  expect(put("Order ")).toEqual({ kind: "value", value: { $: "'Order ' & trigger.body.name" } });
  expect(put({ $: "steps.map.amount" })).toEqual({ kind: "value", value: { $: "steps.map.amount & trigger.body.name" } });
  expect(put(5, "number")).toEqual({ kind: "value", value: { $: "trigger.body.name" } });
});

test("JSON that somebody wrote is not lost to a slip of the hand", () => {
  expect(put({ a: 1 }, "json")).toMatchObject({ kind: "refused" });
  expect(put(undefined, "json")).toMatchObject({ kind: "value" });
});

test.each(["Order ", "it's", 'a "quote"', "back\\slash", "two\nlines", "'", "", "\\'"])(
  "the text %j stays what it is when it becomes an expression",
  async (text) => {
    expect(await evaluate(textSource(text), {}, { now: 0, seed: "s", step: "s" })).toBe(text);
  },
);
