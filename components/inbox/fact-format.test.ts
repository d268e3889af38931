import { expect, test } from "vitest";
import { dueWords, formatFact, formatField, formatOdooField, newRecordOf } from "./fact-format.ts";

const eur = (format: string) => ({ format, currency: "EUR" });

test("money, percent, number and date read as people write them", () => {
  expect(formatFact(148500, eur("money"))).toBe("€148,500");
  expect(formatFact("148500.5", eur("money"))).toBe("€148,500.50");
  expect(formatFact(0.314, eur("percent"))).toBe("31.4 %");
  expect(formatFact(31.4, eur("percent"))).toBe("31.4 %");
  expect(formatFact(1284, eur("number"))).toBe("1\u202f284");
  expect(formatFact("2025-12-01", eur("date"))).toBe("1 Dec 2025");
});

test("a value that does not fit its format is shown as it is, never as NaN", () => {
  expect(formatFact("about 5", eur("money"))).toBe("about 5");
  expect(formatFact("soon", eur("date"))).toBe("soon");
  expect(formatFact(null, eur("money"))).toBe("none");
});

test("a currency that is no ISO code does not break the page", () => {
  expect(formatFact(5, { format: "money", currency: "points" })).toBe("points 5");
});

test("Odoo's false means none, except for yes-or-no fields", () => {
  expect(formatOdooField(false, "char")).toBe("none");
  expect(formatOdooField(false, "boolean")).toBe("no");
  expect(formatOdooField([14, "Ingrid Solberg"], "many2one")).toBe("Ingrid Solberg");
});

test("an id that does not exist yet is told apart from every other object", () => {
  expect(newRecordOf({ $new: "cust" })).toBe("cust");
  expect(newRecordOf({ $new: "cust", x: 1 })).toBeNull();
  expect(formatField({ $new: "cust" })).toBe("new record");
});

test("time to the due date warns from two hours on", () => {
  const now = Date.parse("2026-11-23T09:00:00Z");
  const due = (minutes: number) => dueWords(new Date(now + minutes * 60_000).toISOString(), now);
  expect(due(42)).toEqual({ text: "Due in 42 min", short: "42 min left", soon: true });
  expect(due(130)).toEqual({ text: "Due in 2 h 10 min", short: "2 h 10 min left", soon: false });
  expect(due(-5)).toMatchObject({ text: "Overdue by 5 min", soon: true });
  expect(due(3 * 24 * 60)?.text).toBe("Due in 3 days");
});
