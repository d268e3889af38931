import { expect, test } from "vitest";
import type { OdooCoverage } from "#server/app.ts";
import { byHand, stateOf } from "./words.ts";

const coverage: OdooCoverage = {
  step: "won",
  model: "crm.lead",
  connection: "odoo",
  fields: ["stage_id"],
  on: "any",
  state: "watching",
  webhook: "made",
  webhookReason: null,
  byWebhook: 1,
  bySweep: 0,
  byIds: 0,
  echoes: 0,
  averageLagMs: null,
  longestLagMs: null,
  sweptAt: null,
  failure: null,
};

test("the steps by hand name model and watched fields, and a second rule where deletions count", () => {
  expect(byHand(coverage).filter((line) => line.includes("crm.lead"))).toEqual([
    "New rule: model crm.lead, trigger On create and edit, when updating stage_id.",
    "A second rule: model crm.lead, trigger On deletion, with the same action.",
  ]);
  expect(byHand({ ...coverage, on: "created" }).join()).toContain("trigger On create.");
  expect(byHand({ ...coverage, on: "deleted" }).join()).not.toContain("second");
  expect(stateOf(coverage)).toBe("Watching, and Odoo calls us");
  expect(stateOf({ ...coverage, state: "failing" })).toBe("Odoo could not be read");
});
