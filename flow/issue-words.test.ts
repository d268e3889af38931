import { expect, test } from "vitest";
import { z } from "zod";
import { issueWords } from "./issue-words.ts";

const Config = z.strictObject({
  connection: z.string(),
  to: z.array(z.string()),
  kind: z.enum(["a", "b"]),
  count: z.int().min(1),
  at: z.string({ error: "says when" }),
});
const told = (value: unknown) => (Config.safeParse(value).error?.issues ?? []).map((issue) => `${issue.path.join(".")} ${issueWords(issue, value)}`.trim());

test("what is missing, of another kind or unknown is said in words for people, and no value is told", () => {
  expect(told({})).toEqual(["connection is missing", "to is missing", "kind is missing", "count is missing", "at says when"]);
  expect(told({ connection: 1, to: "secret", kind: "c", count: "9", at: "x", other: 1 })).toEqual([
    "connection must be a text, and is a number",
    "to must be a list, and is a text",
    "kind must be a or b",
    "count must be a number, and is a text",
    "nothing is called other there",
  ]);
});

test("what is too short, too long, too small or too large says the bound", () => {
  const Sized = z.object({ name: z.string().min(1), key: z.string().min(3).max(5), list: z.array(z.int()).min(1), days: z.int().min(1).max(30) });
  const wrong = (value: unknown) => (Sized.safeParse(value).error?.issues ?? []).map((issue) => `${issue.path.join(".")} ${issueWords(issue, value)}`);
  expect(wrong({ name: "", key: "ab", list: [], days: 0 })).toEqual([
    "name must not be empty",
    "key must have at least 3 characters",
    "list must not be empty",
    "days must be at least 1",
  ]);
  expect(wrong({ name: "a", key: "abcdef", list: [1], days: 31 })).toEqual(["key must have at most 5 characters", "days must be at most 30"]);
});
