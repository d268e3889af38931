/** The canvas as a board of what happens: where runs stand, of which version, and from there to the runs themselves. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { node, panel } from "./designer.ts";
import { barriers, look } from "./looks.ts";
import { deployFlow, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const KEY = `discount-${mark}`;

/*
 *   Discount asked ── Large? ──yes── Ask sales ──approved── Granted
 *                        └────no──── Too small to ask
 */
const FLOW = {
  throughline: 1,
  flow: { key: KEY, name: `Discount request ${mark}`, latency: "near-real-time", businessKey: { $: "trigger.body.order" } },
  steps: [
    { id: "asked", type: "trigger.webhook", name: "Discount asked", config: { auth: { kind: "none" } } },
    { id: "large", type: "branch", name: "Large?", config: { cases: [{ port: "yes", when: { $: "trigger.body.percent > 10" } }], else: "no" } },
    { id: "ask_sales", type: "approve", name: "Ask sales", config: { title: "Grant this discount?", assignees: { roles: ["approver"] } } },
    { id: "small", type: "stop", name: "Too small to ask", config: { outcome: "failed", code: "discount.small", reason: "Below 10 %" } },
    { id: "granted", type: "stop", name: "Granted", config: { outcome: "succeeded", reason: "Granted" } },
  ],
  edges: [
    { from: "asked", to: "large" },
    { from: "large", port: "yes", to: "ask_sales" },
    { from: "large", port: "no", to: "small" },
    { from: "ask_sales", port: "approved", to: "granted" },
  ],
};

test("runs are counted where they stand, by version, and a count leads to its runs", async ({ browser, request }) => {
  const analyst = await signIn(browser, "analyst");
  const { url } = await deployFlow(analyst, FLOW);
  const post = async (order: string, percent: number) => expect((await request.post(url, { data: { order: `${order}-${mark}`, percent } })).status()).toBe(202);
  for (const [order, percent] of [["SO-1", 20] as const, ["SO-2", 30] as const, ["SO-3", 5] as const]) await post(order, percent);
  await deployFlow(analyst, { ...FLOW, steps: FLOW.steps.map((step) => (step.id === "granted" ? { ...step, name: "Discount granted" } : step)) });
  await post("SO-4", 40);

  const page = await signIn(browser, "operator");
  await page.goto(`/production/runs?flow=${KEY}`);
  for (const order of ["SO-1", "SO-2", "SO-4"]) await expect(page.getByRole("row", { name: new RegExp(`${order}-${mark}`) })).toContainText("Waiting");
  await expect(page.getByRole("row", { name: new RegExp(`SO-3-${mark}`) })).toContainText("Failed · business");
  await page.goto(`/production/flows/${KEY}`);
  await expect(node(page, "Ask sales")).toBeVisible();

  // by key, and by the button among the tools
  const bar = page.getByRole("region", { name: "Where runs stand" });
  const button = page.getByRole("button", { name: "Show where runs stand" });
  await page.getByRole("region", { name: "Canvas" }).focus();
  await page.keyboard.press("l");
  await expect(bar).toBeVisible();
  await page.keyboard.press("l");
  await expect(bar).toBeHidden();
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await expect(bar).toContainText("4 runs stand at a step in production");
  await expect(bar).toContainText("1 of v2 (deployed), 3 of v1");
  await expect(node(page, "Too small to ask").getByRole("link", { name: "1 run failed at Too small to ask" })).toBeVisible();
  await look(page, "overlay");

  await node(page, "Ask sales").getByRole("link", { name: "3 runs waiting at Ask sales" }).click();
  await expect(page).toHaveURL(new RegExp(`/runs\\?flow=${KEY}&step=ask_sales&status=waiting`));
  for (const order of ["SO-1", "SO-2", "SO-4"]) await expect(page.getByRole("row", { name: new RegExp(`${order}-${mark}`) })).toBeVisible();
  await expect(page.getByRole("row", { name: new RegExp(`SO-3-${mark}`) })).toBeHidden();
  // a wait is hatched in the timeline: nobody works meanwhile
  await page.getByRole("link", { name: `SO-1-${mark}`, exact: true }).click();
  await expect(page.getByRole("option", { name: /Ask sales, Waiting/ }).locator("i")).toHaveCSS("background-image", /^repeating-linear-gradient/);
  await page.goto(`/production/runs?flow=${KEY}&step=small&status=technical,business`);
  await page.getByRole("button", { name: "Replay all that match…" }).click();
  await expect(page.getByRole("dialog").getByRole("button", { name: "Replay 1 run", exact: true })).toBeVisible();

  // on a phone the flow is read: it fits, whatever was looked at on a wider canvas
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/production/flows/${KEY}`);
  for (const name of ["Discount asked", "Discount granted"]) await expect(node(page, name)).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

  // a step's settings are read there, and not changed; so are problems and versions
  await node(page, "Discount asked").click();
  await expect(panel(page).getByRole("textbox", { name: "Name of the step" })).toBeDisabled();
  await readable(page);
  await panel(page).getByRole("button", { name: "Close" }).click();
  await page.getByRole("tab", { name: /^Problems/ }).click();
  await expect(page.getByText(/F8 next/)).toBeVisible();
  await readable(page);
  await page.goto(`/production/flows/${KEY}/versions`);
  await expect(page.getByText("Version 2").first()).toBeVisible();
  await readable(page);
});

/** Nothing lies beside the page, and it shuts nobody out. */
async function readable(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(await barriers(page)).toEqual([]);
}
