import { expect, test } from "vitest";
import { deliveryOf } from "./delivery.ts";
import type { Step } from "./document.ts";
import { findStep } from "./steps/index.ts";

const of = (type: string, more: Partial<Step> = {}, settings?: Step["config"]) => {
  const definition = findStep(type);
  if (!definition) throw new Error(`no ${type}`);
  return deliveryOf({ id: "it", type, config: definition.defaults, ...more }, definition, settings);
};

test("an effect is delivered as its step says, else as its type does for these settings", () => {
  expect(of("odoo.create")).toBe("exactly-once");
  expect(of("odoo.call")).toBe("at-most-once");
  // it looks first: what was done is found
  const button = { connection: "odoo", model: "sale.order", method: "action_confirm", done: [["state", "=", "sale"]] };
  expect(of("odoo.call", { config: button })).toBe("at-least-once");
  expect(of("http", { config: { method: "POST", url: "/" } })).toBe("at-most-once");
  expect(of("http", { config: { method: "GET", url: "/" } })).toBe("at-least-once");
  // what the settings come out as counts, where they are evaluated
  expect(of("http", { config: { method: "POST", url: "/" } }, { method: "GET", url: "/" })).toBe("at-least-once");
  expect(of("http", { config: { method: "POST", url: "/" }, delivery: "exactly-once" })).toBe("exactly-once");
  expect(of("map")).toBeNull();
});
