import { expect, test } from "vitest";
import { inEnvironment, placeOf, wantsRail } from "./environments.ts";

test("an address names its environment, its screen and the thing on it", () => {
  expect(placeOf("/test/flows/won-opportunity")).toEqual({ environment: "test", screen: "flows", rest: ["won-opportunity"] });
  expect(placeOf("/")).toEqual({ environment: "production", screen: "home", rest: [] });
});

test("changing the environment keeps the flow and leaves the run behind", () => {
  expect(inEnvironment("/production/flows/won-opportunity", "test")).toBe("/test/flows/won-opportunity");
  expect(inEnvironment("/production/settings/secrets", "test")).toBe("/test/settings/secrets");
  expect(inEnvironment("/production/runs/018f", "test")).toBe("/test/runs");
  expect(inEnvironment("/production/inbox", "development")).toBe("/development/inbox");
});

test("only the designer and a run take the rail", () => {
  expect(wantsRail("/production/flows/won-opportunity")).toBe(true);
  expect(wantsRail("/production/runs/018f")).toBe(true);
  expect(wantsRail("/production/flows")).toBe(false);
  expect(wantsRail("/production/connections/odoo")).toBe(false);
});
