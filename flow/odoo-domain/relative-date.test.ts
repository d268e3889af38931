import { expect, test } from "vitest";
import { evaluate } from "../expression/evaluate.ts";
import { relativeIn, relativeSource } from "./relative-date.ts";
import type { RelativeDate } from "./relative-date.ts";

// a Thursday
const now = Date.parse("2026-11-26T13:45:10Z");

test.each<[RelativeDate, string, string]>([
  [{ kind: "now" }, "2026-11-26", "2026-11-26 13:45:10"],
  [{ kind: "today" }, "2026-11-26", "2026-11-26 00:00:00"],
  [{ kind: "start", of: "week" }, "2026-11-23", "2026-11-23 00:00:00"],
  [{ kind: "start", of: "month" }, "2026-11-01", "2026-11-01 00:00:00"],
  [{ kind: "start", of: "year" }, "2026-01-01", "2026-01-01 00:00:00"],
  [{ kind: "days", days: -7 }, "2026-11-19", "2026-11-19 00:00:00"],
  [{ kind: "days", days: 30 }, "2026-12-26", "2026-12-26 00:00:00"],
])("%j is %s, and %s of a time", async (date, day, time) => {
  for (const [type, expected] of [
    ["date", day],
    ["datetime", time],
  ] as const) {
    const source = relativeSource(date, type);
    expect(await evaluate(source, {}, { now, seed: "s", step: "a" })).toBe(expected);
    const read = relativeIn(source, type);
    expect(read && relativeSource(read, type)).toBe(source);
  }
});

test("on a Sunday the week has begun six days ago", async () => {
  const sunday = Date.parse("2026-11-29T23:59:00Z");
  expect(await evaluate(relativeSource({ kind: "start", of: "week" }, "date"), {}, { now: sunday, seed: "s", step: "a" })).toBe("2026-11-23");
});

test("an expression of somebody's own is not taken for one of these", () => {
  expect(relativeIn("trigger.body.since", "date")).toBeNull();
  expect(relativeIn("$now()", "datetime")).toBeNull();
  expect(relativeIn("$fromMillis($millis() - 7 * 86400000, '[Y]')", "date")).toBeNull();
});
