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
