import { expect, test } from "vitest";
import { type Entry, freeName, renamed } from "./entries.ts";

const headers: Entry[] = [
  ["x", "1"],
  ["name3", "2"],
];

test("a name on its way to another does not take the place of one that is there", () => {
  expect(renamed(headers, { at: 1, name: "x" })).toBeNull();
  expect(renamed(headers, { at: 1, name: "" })).toBeNull();
  expect(renamed(headers, { at: 1, name: "x-api" })).toEqual([
    ["x", "1"],
    ["x-api", "2"],
  ]);
  expect(renamed(headers, { at: 0, name: "x" })).toEqual(headers);
});

test("a new one has a name of its own", () => {
  expect(freeName(headers)).toBe("name4");
  expect(freeName([])).toBe("name1");
});
