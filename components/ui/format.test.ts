import { expect, test } from "vitest";
import {
  formatCount,
  formatDate,
  formatDuration,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPlural,
  formatRelative,
  formatSpan,
  formatTime,
} from "./format.ts";

test("thousands are set apart by a thin space that never breaks", () => {
  expect(formatCount(1284)).toBe("1\u202f284");
  expect(formatCount(999)).toBe("999");
  expect(formatCount(1234567)).toBe("1\u202f234\u202f567");
  expect(formatNumber(1284.5)).toBe("1\u202f284.5");
  expect(formatNumber(-1284.25)).toBe("-1\u202f284.25");
});

test("money has its sign, and cents only where there are some", () => {
  expect(formatMoney(148500, "EUR")).toBe("€148,500");
  expect(formatMoney(148500.5, "EUR")).toBe("€148,500.50");
  expect(formatMoney(12, null)).toBe("€12");
  expect(formatMoney(5, "not a currency")).toBe("not a currency 5");
});

test("durations name their two largest units", () => {
  expect(formatDuration(320)).toBe("320 ms");
  expect(formatDuration(2_400)).toBe("2.4 s");
  expect(formatDuration(59_999)).toBe("59 s");
  expect(formatDuration(372_000)).toBe("6 min 12 s");
  expect(formatDuration(17_160_000)).toBe("4 h 46 min");
  expect(formatDuration(3_600_000)).toBe("1 h");
  expect(formatDuration(266_400_000)).toBe("3 d 2 h");
  expect(formatDuration(-5)).toBe("0 ms");
});

test("a time of today is the clock, an older one brings its day, another year its year", () => {
  const now = new Date(2026, 10, 23, 14, 6, 12).getTime();
  expect(formatTime(new Date(2026, 10, 23, 9, 5, 1).toISOString(), now)).toBe("09:05:01");
  expect(formatTime(new Date(2026, 10, 22, 9, 5, 1).toISOString(), now)).toBe("22 Nov 09:05");
  expect(formatDate(new Date(2025, 0, 2).toISOString(), now)).toBe("2 Jan 2025");
  expect(formatTime("soon", now)).toBe("soon");
});

test("a span names each day once, by the word where there is one", () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 6).toISOString();
  const now = new Date(2026, 10, 23, 15).getTime();
  expect(formatSpan(at(23, 5), at(23, 14), now)).toBe("Today 05:06 to 14:06");
  expect(formatSpan(at(22, 14), at(23, 14), now)).toBe("Yesterday 14:06 to today 14:06");
  expect(formatSpan(at(16, 14), at(22, 9), now)).toBe("16 Nov 14:06 to yesterday 09:06");
  expect(formatSpan("never", at(22, 9), now)).toContain("never");
});

test("near times are told from now", () => {
  const now = Date.parse("2026-11-23T14:00:00Z");
  const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
  expect(formatRelative(at(0), now)).toBe("just now");
  expect(formatRelative(at(-6), now)).toBe("6 min ago");
  expect(formatRelative(at(42), now)).toBe("in 42 min");
  expect(formatRelative(at(-180), now)).toBe("3 h ago");
  expect(formatRelative(at(-1440), now)).toBe("yesterday");
  expect(formatRelative(at(-1440 * 3), now)).toBe("3 days ago");
});

test("shares and counts read as words", () => {
  expect(formatPercent(0.314)).toBe("31.4 %");
  expect(formatPercent(1)).toBe("100 %");
  expect(formatPlural(1, "flow")).toBe("1 flow");
  expect(formatPlural(3, "entry", "entries")).toBe("3 entries");
});
