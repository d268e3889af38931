import { expect, test } from "vitest";
import { actionWords, gistOf, linesOf } from "./words.ts";

test("what was done reads as a verb, also where nobody wrote one", () => {
  expect(actionWords("flow.deployed")).toBe("deployed");
  expect(actionWords("connection.tested_twice")).toBe("tested twice");
  expect(actionWords("odd")).toBe("odd");
});

test("the gist says what people look for", () => {
  expect(gistOf({ action: "flow.deployed", detail: { version: 3 } })).toBe("version 3");
  expect(gistOf({ action: "flow.changed", detail: { revision: 4, changes: ["added step A", "added step B", "removed edge C"] } })).toBe(
    "added step A, added step B and 1 more",
  );
  expect(gistOf({ action: "person.changed", detail: { role: { before: "viewer", after: "analyst" } } })).toBe("role viewer to analyst");
  expect(gistOf({ action: "secret.set", detail: {} })).toBeNull();
});

test("a detail becomes lines, and changes keep both sides", () => {
  expect(linesOf({ config: { url: { before: "https://a", after: "https://b" } }, secrets: ["apiKey"], reason: null, none: [] })).toEqual([
    { name: "config.url", before: "https://a", after: "https://b", isChange: true },
    { name: "secrets", before: null, after: ["apiKey"], isChange: false },
  ]);
  expect(linesOf({ before: "none", after: "slow" })).toEqual([{ name: "value", before: "none", after: "slow", isChange: true }]);
});
