import { expect, test } from "vitest";
import { counted, countsDaysOnly } from "./counted.ts";
import { relativeSource } from "./relative-date.ts";

const NOW = Date.parse("2026-11-26T17:30:00Z");
const today = { $: relativeSource({ kind: "today" }, "date") };
const weekAgo = { $: relativeSource({ kind: "days", days: -7 }, "datetime") };

test("days in a domain are those at the moment of the look, inside conditions of related records too", async () => {
  const domain = ["|", ["date_deadline", "<", today], ["order_ids", "any", [["write_date", ">=", weekAgo]]]];
  expect(await counted(domain, NOW)).toEqual(["|", ["date_deadline", "<", "2026-11-26"], ["order_ids", "any", [["write_date", ">=", "2026-11-19 00:00:00"]]]]);
});

test("whoever looks without a run counts days and works out nothing else", () => {
  expect(
    countsDaysOnly([
      ["date_deadline", "<", today],
      ["stage_id.is_won", "=", true],
    ]),
  ).toBe(true);
  expect(countsDaysOnly([["name", "=", { $: "trigger.body.name" }]])).toBe(false);
  expect(countsDaysOnly([["date_deadline", "<", { $: "$now() & ''" }]])).toBe(false);
});
