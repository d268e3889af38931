import { expect, test } from "vitest";
import { isOfWord } from "./type-ahead.ts";

const isLetter = (key: string, shiftKey = false, isTyping = false) => isOfWord({ key, shiftKey }, { isTyping, isCommand: true });

test("letters walk through the rows, and what is a command elsewhere is one here", () => {
  expect(["n", "ø", "7"].map((key) => isLetter(key))).toEqual([true, true, true]);
  expect([isLetter("N", true), isLetter("?", true), isLetter("/")]).toEqual([false, false, false]);
  // with the caps lock on, a letter is a letter
  expect(isLetter("N")).toBe(true);
  expect(isLetter("Enter")).toBe(false);
});

test("in a word that is under way, and where nothing else is meant, they belong to it", () => {
  expect([isLetter("G", true, true), isLetter("?", true, true)]).toEqual([true, true]);
  expect(isOfWord({ key: "T", shiftKey: true }, { isTyping: false, isCommand: false })).toBe(true);
});
