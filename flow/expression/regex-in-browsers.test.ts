import { RE2JS as Linear } from "re2js";
import { expect, test } from "vitest";
import { RE2JS } from "./regex-in-browsers.ts";

const TEXTS = ["", "SO-1042", "so-1042\nSO-7", "anna@halvorsen.example", "aaaa", "2026-11-28"];

test.each([
  "^SO-(\\d+)$",
  "[a-z]+@([a-z.]+)",
  "(a+)(b)?",
  "\\d{4}-\\d{2}",
  "[(?=]x",
  "\\(\\?=",
  "a|b|",
  "(?:so|SO)-\\d",
  "(\\d)\\1",
  "(?=S)SO",
  "(?!S)a",
  "(?<=S)O",
  "(?<!S)O",
  "a{1001}",
  "(?<year>\\d{4})",
])("a browser takes or refuses /%s/ as the server does, and finds the same", (source) => {
  const found = (engine: typeof Linear | typeof RE2JS) => {
    try {
      const pattern = engine.compile(source, engine.CASE_INSENSITIVE | engine.MULTILINE);
      return TEXTS.map((text) => {
        const matcher = pattern.matcher(text);
        if (!matcher.find(0)) return null;
        return [matcher.start(), matcher.end(), ...Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? "")];
      });
    } catch {
      return "refused";
    }
  };
  expect(found(RE2JS)).toEqual(found(Linear));
});
