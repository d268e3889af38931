import { expect, test } from "vitest";
import { nextTick, scheduleProblem, ticksBetween } from "./schedule.ts";

const at = (iso: string) => Date.parse(iso);
const iso = (ticks: number[]) => ticks.map((tick) => new Date(tick).toISOString());
const STOCKHOLM = "Europe/Stockholm";

test("ticks come at the wall clock of their zone, through both changes of its clock", () => {
  const seven = { cron: "0 7 * * 1-5", timeZone: STOCKHOLM };
  expect(iso(ticksBetween(seven, { after: at("2026-03-26T00:00Z"), until: at("2026-03-31T00:00Z"), most: 10 }))).toEqual([
    "2026-03-26T06:00:00.000Z",
    "2026-03-27T06:00:00.000Z",
    "2026-03-30T05:00:00.000Z",
  ]);
});

test("an hour that is left out brings its tick at the first instant after it, and only once", () => {
  const missing = { cron: "30 2 * * *", timeZone: STOCKHOLM };
  expect(iso(ticksBetween(missing, { after: at("2026-03-28T12:00Z"), until: at("2026-03-30T12:00Z"), most: 10 }))).toEqual([
    "2026-03-29T01:00:00.000Z",
    "2026-03-30T00:30:00.000Z",
  ]);
});

test("an hour that comes twice brings a fixed time once, and every quarter of an hour each time", () => {
  const doubled = { after: at("2026-10-24T23:59Z"), until: at("2026-10-25T01:59Z"), most: 20 };
  expect(iso(ticksBetween({ cron: "30 2 * * *", timeZone: STOCKHOLM }, doubled))).toEqual(["2026-10-25T00:30:00.000Z"]);
  expect(ticksBetween({ cron: "*/15 * * * *", timeZone: STOCKHOLM }, doubled)).toHaveLength(8);
});

test("of more ticks than are wanted the latest are kept", () => {
  const ticks = ticksBetween({ cron: "* * * * *", timeZone: "UTC" }, { after: at("2026-01-01T00:00Z"), until: at("2026-01-01T03:00Z"), most: 3 });
  expect(iso(ticks)).toEqual(["2026-01-01T02:58:00.000Z", "2026-01-01T02:59:00.000Z", "2026-01-01T03:00:00.000Z"]);
  expect(nextTick({ cron: "0 0 1 1 *", timeZone: "UTC" }, at("2026-01-01T00:00Z"))).toBe(at("2027-01-01T00:00Z"));
});

test.each([
  ["61 * * * *", "UTC", /minute/],
  ["* * *", "UTC", /five/],
  ["*/5 * * * * *", "UTC", /five/],
  ["0 0 30 2 *", "UTC", /never comes/],
  ["0 7 * * *", "Mars/Base", /no time zone Mars\/Base/],
])("%s in %s is told what is wrong with it", (cron, timeZone, expected) => {
  expect(scheduleProblem({ cron, timeZone })).toMatch(expected);
});

test("what can be kept to has no problem", () => {
  expect(scheduleProblem({ cron: "0 7 * * 1-5", timeZone: STOCKHOLM })).toBeNull();
});
