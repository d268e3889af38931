/** One failed run is replayed on a version that mends it, with another input, or not at all where steps do not match; the dialog says so before. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import { choose } from "./designer.ts";
import { deployFlow, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));

/** hook > net > <last> */
const drawn = (last: { id: string; type: string; name: string; config: object; was?: string[] }) => ({
  throughline: 1,
  flow: { key: `rate-card-${mark}`, name: `Rate card ${mark}`, businessKey: { $: "trigger.body.card" } },
  steps: [
    { id: "hook", type: "trigger.webhook", config: { auth: { kind: "none" } } },
    { id: "net", type: "map", name: "Net rate", config: { fields: [{ name: "net", value: { $: "trigger.body.rate" } }] } },
    last,
  ],
  edges: [
    { from: "hook", to: "net" },
    { from: "net", to: last.id },
  ],
});
const FAILING = drawn({
  id: "check",
  type: "stop",
  name: "Check",
  config: { outcome: "failed", code: "rate.low", reason: { $: "'The rate ' & steps.net.net & ' is too low.'" } },
});
const RENAMED = drawn({ id: "note", was: ["check"], type: "map", name: "Note", config: { fields: [{ name: "kept", value: { $: "steps.net.net" } }] } });
const OTHER = drawn({ id: "other", type: "map", name: "Other", config: { fields: [{ name: "card", value: { $: "trigger.body.card" } }] } });

test("a failed run is replayed from its step on a newer version, whose renamed step is its counterpart", async ({ browser, request }) => {
  const analyst = await signIn(browser, "analyst");
  const { url } = await deployFlow(analyst, FAILING);
  await deployFlow(analyst, RENAMED);
  await deployFlow(analyst, OTHER);
  await deployFlow(analyst, FAILING);
  const { runId } = await (await request.post(url, { data: { card: `RC-${mark}`, rate: 95 } })).json();

  const page = await signIn(browser, "operator");
  await page.goto(`/production/runs/${runId}`);
  await expect(page.getByText("The rate 95 is too low").first()).toBeVisible();
  await page.getByRole("button", { name: /^Replay from Check/ }).click();
  const dialog = page.getByRole("dialog", { name: "Replay from Check" });
  await expect(dialog.getByRole("row", { name: /Net rate.*kept/ })).toBeVisible();
  // a version without a counterpart of the step says why not
  await choose(page, dialog, "On version", /^v3/);
  await expect(dialog.getByRole("alert")).toContainText("Version 3 has no counterpart of step check");
  await expect(dialog.getByRole("button", { name: "Start replay" })).toBeDisabled();
  // from the trigger it has one
  await choose(page, dialog, "Begin at", "The trigger");
  await expect(page.getByRole("dialog", { name: "Replay whole run" }).getByRole("row", { name: /Other.*runs again/ })).toBeVisible();
  const whole = page.getByRole("dialog", { name: "Replay whole run" });
  await choose(page, whole, "Begin at", "Check");
  await choose(page, dialog, "On version", /^v2/);
  await expect(dialog.getByRole("row", { name: /Note.*runs again/ })).toBeVisible();
  await dialog.getByRole("button", { name: "Start replay" }).click();
  await expect(page).not.toHaveURL(new RegExp(runId));
  await expect(page.getByRole("region", { name: "Run", exact: true })).toContainText("Succeeded");
  await expect(page.getByRole("region", { name: "Run", exact: true })).toContainText("v2");
  await expect(page.getByRole("option", { name: /Net rate.*copied/ })).toBeVisible();
});

test("a run is replayed with another body; what differs is shown, what is no JSON is not sent", async ({ browser, request }) => {
  const analyst = await signIn(browser, "analyst");
  const { url } = await deployFlow(analyst, FAILING);
  const { runId } = await (await request.post(url, { data: { card: `RC-${mark}-B`, rate: 90 } })).json();
  const page = await signIn(browser, "operator");
  await page.goto(`/production/runs/${runId}`);
  await page.getByRole("button", { name: /^Replay with edited input/ }).click();
  const dialog = page.getByRole("dialog", { name: "Replay with edited input" });
  const body = dialog.getByLabel("What the trigger received, as JSON");
  await body.fill("{ rate");
  await expect(dialog.getByText(/This is not JSON yet/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Start replay" })).toBeDisabled();
  await body.fill(JSON.stringify({ card: `RC-${mark}-B`, rate: 120 }, null, 2));
  await expect(dialog.getByRole("region", { name: "Difference" }).getByText("120")).toBeVisible();
  await dialog.getByRole("button", { name: "Start replay" }).click();
  await expect(page).not.toHaveURL(new RegExp(runId));
  await expect(page.getByText("The rate 120 is too low").first()).toBeVisible();
});
