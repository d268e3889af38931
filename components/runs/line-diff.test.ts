import { expect, test } from "vitest";
import { changedOnly, lineDiff } from "./line-diff.ts";

test("a changed line is shown before and after, the rest as it is", () => {
  expect(lineDiff("a\nb\nc", "a\nB\nc")).toEqual([
    { kind: "same", text: "a" },
    { kind: "before", text: "b" },
    { kind: "after", text: "B" },
    { kind: "same", text: "c" },
  ]);
});

test("either text can be rebuilt from the difference", () => {
  const before = "{\n1\n2\n3\n4\n}";
  const after = "{\n2\n3\n9\n4\n5\n}";
  const lines = lineDiff(before, after);
  expect(
    lines
      .filter((line) => line.kind !== "after")
      .map((line) => line.text)
      .join("\n"),
  ).toBe(before);
  expect(
    lines
      .filter((line) => line.kind !== "before")
      .map((line) => line.text)
      .join("\n"),
  ).toBe(after);
});

test("nothing changed leaves nothing to show", () => {
  expect(changedOnly(lineDiff("a\nb", "a\nb"))).toEqual([]);
});
