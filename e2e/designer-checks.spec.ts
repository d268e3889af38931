/** What is wrong is told while drawing: by step, with the field, and put right where there is no doubt. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import type { Locator } from "@playwright/test";
import { box, dragTo, middleOf, node, panel, saved } from "./designer.ts";
import { look } from "./looks.ts";
import { ask, signIn, test } from "./support.ts";

const mark = String(randomInt(10_000, 100_000));
const key = `expense-report-${mark}`;

const properties = { amount: { type: "number" }, employee: { type: "string" }, approved: { type: "boolean" } };
const document = {
  throughline: 1,
  flow: { key, name: `Expense report ${mark}`, latency: "near-real-time" },
  steps: [
    {
      id: "sent",
      type: "trigger.api",
      name: "Report sent",
      config: { schema: { type: "object", properties, required: ["amount", "employee"], additionalProperties: false } },
    },
    { id: "amounts", type: "map", name: "Amounts", config: { fields: [{ name: "gross", value: { $: "trigger.body.amuont * 1.25" } }] } },
    { id: "large", type: "branch", name: "Large?", config: { cases: [{ port: "large", when: { $: "trigger.body.employee > 500" } }], else: "small" } },
    { id: "paid", type: "wait", name: "Until it is paid", config: { event: { topic: "expense.paid" } } },
  ],
  edges: [
    { from: "sent", to: "amounts" },
    { from: "amounts", to: "large" },
    { from: "large", port: "large", to: "paid" },
  ],
};

async function edges(of: Locator): Promise<{ left: number; right: number }> {
  const found = await of.boundingBox();
  if (!found) throw new Error("it cannot be seen");
  return { left: found.x, right: found.x + found.width };
}

test("problems are gone through by key, lead to their field, and are put right", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await ask(page, "flows.import", { document, publish: false });
  await page.addInitScript(breakableRules);
  await page.goto(`/production/flows/${key}`);
  await expect(node(page, "Amounts")).toBeVisible();
  await page.getByRole("button", { name: /^Problems: 2 errors/ }).click();
  const amounts = page.getByRole("region", { name: "Problems of Amounts" });
  await expect(amounts).toContainText("trigger.body has no field amuont.");
  await expect(page.getByRole("region", { name: "Problems of Large?" })).toContainText("cannot be compared");
  await expect(page.getByRole("region", { name: "Problems of Until it is paid" })).toContainText("without an end");
  const pane = page.getByRole("region", { name: "Test run, problems, samples and changes" });
  await look(page, "problems");

  await pane.getByRole("radio", { name: "1 warning" }).click();
  await expect(amounts).toBeHidden();
  await pane.getByRole("radio", { name: /^All/ }).click();

  await page.keyboard.press("F8");
  await expect(box(page, "Name of the step")).toHaveValue("Amounts");
  await expect(panel(page).locator("[data-field^='fields.0'] :focus, [data-field^='fields.0']:focus").first()).toBeVisible();
  await page.keyboard.press("F8");
  await expect(box(page, "Name of the step")).toHaveValue("Large?");
  // where the settings slide over the canvas, the problems keep what is left of the width
  await page.setViewportSize({ width: 1024, height: 768 });
  const right = async (of: Locator) => (await edges(of)).right;
  expect(await right(pane.getByRole("radio", { name: "1 warning" }))).toBeLessThan((await edges(panel(page))).left);
  expect(await right(amounts)).toBeLessThanOrEqual((await edges(panel(page))).left);
  await page.screenshot({ path: "test-results/looks/problems-and-settings-1024.png" });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press("Shift+F8");
  await expect(box(page, "Name of the step")).toHaveValue("Amounts");

  await amounts.getByRole("button", { name: /^Fix: / }).click();
  await expect(page.getByRole("button", { name: /^Problems: 1 error/ })).toBeVisible();
  await expect(panel(page)).toContainText("trigger.body.amount * 1.25");
  await saved(page);

  // one step back takes the fix back, one forward brings it again, with the field in sight
  await node(page, "Amounts").click();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(panel(page)).toContainText("trigger.body.amuont * 1.25");
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(panel(page)).toContainText("trigger.body.amount * 1.25");
  await saved(page);

  // rules that fail say so, keep nobody from publishing, and look again when they are told to
  await page.evaluate(() => window.document.documentElement.setAttribute("data-rules-fail", ""));
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.getByRole("button", { name: "Not checked" })).toBeVisible();
  const told = pane.getByRole("status").filter({ hasText: "This flow could not be checked here" });
  await expect(told).toContainText("those that it had before");
  await saved(page);
  await page.getByRole("button", { name: "Publish…" }).click();
  const publishing = page.getByRole("dialog", { name: "Publish" });
  await expect(publishing.getByRole("status")).toContainText("the server checks every flow");
  await look(page, "not-checked");
  await publishing.getByRole("button", { name: "Publish version 1" }).click();
  await expect(publishing).toContainText("2 problems must be solved first");
  await publishing.getByRole("button", { name: "Cancel" }).click();
  await told.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByRole("button", { name: /^Problems: 2 errors/ })).toBeVisible();
  await expect(told).toBeHidden();
});

/** A mistake in the rules, while the page is marked, until they are asked to look again. */
function breakableRules(): void {
  const Real = window.Worker;
  window.Worker = class extends Real {
    override postMessage(asked: { number: number }) {
      if (!window.document.documentElement.hasAttribute("data-rules-fail")) return super.postMessage(asked);
      this.dispatchEvent(new MessageEvent("message", { data: { number: asked.number, error: "rules.length is not a function" } }));
    }
  };
  window.addEventListener(
    "click",
    (event) => {
      const isAgain = event.target instanceof Element && event.target.closest("button")?.textContent === "Check again";
      if (isAgain) window.document.documentElement.removeAttribute("data-rules-fail");
    },
    { capture: true },
  );
}

/*
 *   Report in ── Large? ──large── Send it       Aside lies over the word on the edge from Large? to Send it
 *                   └────small─── Aside
 */
const crowded = {
  throughline: 1,
  flow: { key: `crowded-${mark}`, name: `Crowded ${mark}`, latency: "near-real-time" },
  steps: [
    { id: "in", type: "trigger.api", name: "Report in", config: {} },
    { id: "large", type: "branch", name: "Large?", config: { cases: [{ port: "large", when: { $: "trigger.body.amount > 500" } }], else: "small" } },
    {
      id: "send",
      type: "http",
      name: "Send it",
      config: {
        connection: "none",
        method: "POST",
        url: "/reports",
        body: Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`line_${index}`, { $: `steps.gone_${index}.id` }])),
      },
    },
    { id: "aside", type: "map", name: "Aside", config: { fields: [{ name: "x", value: 1 }] } },
  ],
  edges: [
    { from: "in", to: "large" },
    { from: "large", port: "large", to: "send" },
    { from: "large", port: "small", to: "aside" },
  ],
  layout: { in: [0, 0], large: [0, 100], send: [0, 420], aside: [120, 200] },
};

test("many problems of one setting, a word on an edge behind a step, an id that is taken: what matters is seen", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await ask(page, "flows.import", { document: crowded, publish: false });
  await page.goto(`/production/flows/${crowded.flow.key}`);
  await expect(node(page, "Send it")).toBeVisible();

  // the word on the edge is on top where a step covers the edge
  const word = page.getByRole("button", { name: /large/ }).filter({ visible: true }).first();
  const isOnTop = async () => word.evaluate((label, at) => label.contains(label.ownerDocument.elementFromPoint(at.x, at.y)), await middleOf(word));
  // the canvas is drawn once more when it has been measured, and after a drop
  await expect.poll(isOnTop).toBe(true);
  await dragTo(page, node(page, "Aside"), await middleOf(word));
  await expect.poll(isOnTop).toBe(true);

  // hundreds of problems of one setting: the first few, and how many more
  await node(page, "Send it").click();
  await expect(panel(page).getByText("there is no step gone_0.")).toBeVisible();
  await expect(panel(page).getByText(/there is no step gone_/)).toHaveCount(4);
  await panel(page).getByRole("button", { name: "296 more problems" }).click();
  await expect(panel(page).getByText(/there is no step gone_/)).not.toHaveCount(4);

  // an id that another step has is refused, with one that is free
  const id = panel(page).getByLabel("Id of the step, for expressions");
  await id.fill("aside");
  await id.press("Enter");
  await page.getByRole("button", { name: "Use aside_2" }).click();
  await expect(id).toHaveValue("aside_2");
  await saved(page);
});
