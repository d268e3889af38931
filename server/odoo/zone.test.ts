import { describe, expect, test } from "vitest";
import { dayIn, isZone, momentIn } from "./zone.ts";

const shown = (text: string) => new Date(`${text}Z`);
const moment = (zone: string, text: string) => momentIn(zone, shown(text)).toISOString();

describe("times of a place", () => {
  test("are earlier in UTC by what the place is ahead, in winter and in summer", () => {
    expect(moment("Europe/Oslo", "2026-12-31T18:00:00")).toBe("2026-12-31T17:00:00.000Z");
    expect(moment("Europe/Oslo", "2026-07-01T18:00:00")).toBe("2026-07-01T16:00:00.000Z");
    expect(moment("America/New_York", "2026-12-31T20:00:00")).toBe("2027-01-01T01:00:00.000Z");
    expect(moment("Asia/Kolkata", "2026-01-01T00:00:00")).toBe("2025-12-31T18:30:00.000Z");
  });

  test("around a change of clocks: what is left out comes when it would have come, of what comes twice the first", () => {
    expect(moment("Europe/Oslo", "2026-03-29T02:30:00")).toBe("2026-03-29T01:30:00.000Z");
    expect(moment("Europe/Oslo", "2026-03-29T03:30:00")).toBe("2026-03-29T01:30:00.000Z");
    expect(moment("Europe/Oslo", "2026-10-25T02:30:00")).toBe("2026-10-25T00:30:00.000Z");
    expect(moment("Europe/Oslo", "2026-10-25T03:30:00")).toBe("2026-10-25T02:30:00.000Z");
  });

  test("a moment has the day that calendars show there", () => {
    expect(dayIn("Europe/Oslo", new Date("2026-12-31T23:30:00Z"))).toBe("2027-01-01");
    expect(dayIn("America/New_York", new Date("2027-01-01T02:00:00Z"))).toBe("2026-12-31");
  });

  test("names of zones are known or not", () => {
    expect(isZone("Europe/Oslo")).toBe(true);
    expect(isZone("Oslo")).toBe(false);
  });
});
