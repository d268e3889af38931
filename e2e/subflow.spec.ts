/** A flow that calls another one: from the step to the run that it started, and back. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import { ask, deployFlow, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const CALLED = `make-customer-${mark}`;

// start > pause > refuse
const called = {
  throughline: 1,
  flow: { key: CALLED, name: `Make customer ${mark}` },
  steps: [
    { id: "start", type: "trigger.api", config: {} },
    { id: "pause", type: "wait", config: { event: { topic: `go.${mark}` } } },
    { id: "refuse", type: "stop", config: { outcome: "failed", code: "customer.blocked", reason: "This customer is blocked." } },
  ],
  edges: [
    { from: "start", to: "pause" },
    { from: "pause", to: "refuse" },
  ],
};
// hook > customer
const calling = {
  throughline: 1,
  flow: { key: `new-deal-${mark}`, name: `New deal ${mark}` },
  steps: [
    { id: "hook", type: "trigger.webhook", config: { auth: { kind: "none" } } },
    { id: "customer", type: "subflow", name: "Customer", config: { flow: CALLED, input: { name: "Ostara" } } },
  ],
  edges: [{ from: "hook", to: "customer" }],
};

test("the page of a run leads to the run that its step started, while it waits and after it failed, and back", async ({ browser, request }) => {
  const analyst = await signIn(browser, "analyst");
  await deployFlow(analyst, called);
  const { url } = await deployFlow(analyst, calling);
  const { runId } = await (await request.post(url, { data: {} })).json();

  const page = await signIn(browser, "operator");
  await page.goto(`/production/runs/${runId}`);
  await expect(page.getByText(`Waits for ${CALLED}.`).first()).toBeVisible();
  const panel = page.getByRole("complementary", { name: "Step Customer" });
  await panel.getByRole("link", { name: CALLED }).click();
  await expect(page.getByRole("heading", { name: `Make customer ${mark}` })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Step Wait" })).toBeVisible();
  const head = page.getByRole("region", { name: "Run", exact: true });
  await head.getByRole("link", { name: `New deal ${mark}` }).click();
  await expect(page).toHaveURL(new RegExp(runId));

  await ask(analyst, "events.publish", { environment: "production", topic: `go.${mark}`, payload: {} });
  await expect(panel.getByText("This customer is blocked").first()).toBeVisible();
  await panel.getByRole("definition").getByRole("link").click();
  await expect(page.getByRole("complementary", { name: "Step Stop" })).toBeVisible();
  await expect(head.getByRole("link", { name: `New deal ${mark}` })).toBeVisible();
});
