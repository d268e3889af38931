import { expect, test } from "vitest";
import { seconds } from "./duration.ts";

test.each([
  ["PT5M", 300],
  ["PT1H30M", 5400],
  ["P1DT1S", 86_401],
  ["P1W", 604_800],
  ["PT0.5S", 0.5],
  ["5 minutes", null],
])("%s is %s seconds", (duration, expected) => {
  expect(seconds(duration)).toBe(expected);
});
