/** A list goes through the steps of a frame, as people make it: drawn by going into the frame, deployed, and looked at item by item. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import { addAfter, box, choose, node, panel, rename, saved, write } from "./designer.ts";
import { signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));

test("an analyst draws what is done with each item, a request brings a list, and the run tells which item failed and why", async ({ browser, request }) => {
  const page = await signIn(browser, "analyst", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto("/production/flows");
  await page.getByRole("button", { name: "New flow" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill(`Timesheet lines ${mark}`);
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "Start with Webhook" }).click();
  await expect(node(page, "Webhook")).toBeVisible();
  await addAfter(page, "Webhook", null, "for each");
  await rename(page, "For each", "Each line");
  await write(page, "Items", "trigger.body.lines");
  await write(page, "Item key", "item.id");

  // into the frame, where a trigger has no place
  await page.getByRole("button", { name: /^Open Each line/ }).click();
  await expect(page.getByRole("navigation", { name: "Frame" })).toContainText("Each line");
  await expect(page.getByText("What is to be done with each item?")).toBeVisible();
  await page.getByRole("region", { name: "Canvas" }).press("m");
  await expect(node(page, "Map")).toBeVisible();
  await rename(page, "Map", "Hours and rate");
  await panel(page).getByRole("button", { name: "Add field" }).click();
  await box(page, "Name of field 1").fill("amount");
  await write(page, "Value of amount", "item.hours * item.rate");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await page.getByRole("navigation", { name: "Frame" }).getByRole("button", { name: "Back" }).click();
  await expect(node(page, "Each line")).toContainText("1 step inside");
  await saved(page);

  // the flow opens again where one looked at it, not where one looked inside a frame
  await page.getByRole("button", { name: "Zoom in" }).click();
  await expect(page.getByRole("button", { name: "Zoom in" })).toBeEnabled();
  const kept = () => page.evaluate((key) => localStorage.getItem(key), `throughline:viewport:${new URL(page.url()).pathname.split("/").at(-1)}`);
  // leaving the frame fits the flow at its own size; the glide after that is the zoom's
  await expect.poll(async () => JSON.parse((await kept()) ?? "{}").zoom ?? 0).toBeGreaterThan(1);
  const before = await settled(kept);
  await page.getByRole("button", { name: /^Open Each line/ }).click();
  await expect(node(page, "Hours and rate")).toBeVisible();
  await page.getByRole("button", { name: "Zoom in" }).click();
  await page.getByRole("button", { name: "Show the whole flow" }).click();
  await page.reload();
  await expect(node(page, "Each line")).toBeVisible();
  expect(await kept()).toBe(before);
  await expect(page.getByRole("button", { name: /^Problems: 0 errors/ })).toBeVisible();

  await page.getByRole("button", { name: "Publish…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Publish version 1" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Deploy" }).click();
  await dialog.getByRole("button", { name: "Deploy to Production" }).click();
  await dialog.getByRole("button", { name: "Copy curl command" }).click();
  const url = /https?:\/\/\S+\/hooks\/production\/[\w-]+/.exec(await page.evaluate(() => navigator.clipboard.readText()))?.[0] ?? "";

  const lines = [
    { id: "L1", hours: 6.5, rate: 120 },
    { id: "L2", hours: "six", rate: 120 },
    { id: "L3", hours: 2, rate: 95 },
  ];
  const answer = await request.post(url, { data: { week: "2026-W47", lines } });
  expect(answer.status()).toBe(202);
  const { runId } = await answer.json();
  await page.goto(`/production/runs/${runId}`);
  await expect(page.getByText(/item L2: /).first()).toBeVisible();
  await page.getByRole("option", { name: /Hours and rate/ }).click();
  await expect(page.getByRole("combobox", { name: "Item" })).toHaveValue("L2");
});

test("an analyst takes every record of a search through, page by page, without writing JSON", async ({ browser, request }) => {
  const page = await signIn(browser, "analyst", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto("/production/flows");
  await page.getByRole("button", { name: "New flow" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill(`All employees ${mark}`);
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "Start with Webhook" }).click();
  await expect(node(page, "Webhook")).toBeVisible();
  await addAfter(page, "Webhook", null, "for each");
  await rename(page, "For each", "Each employee");
  await expect(box(page, "Item key")).toBeVisible();
  await panel(page).getByRole("radio", { name: "Pages of a search" }).click();
  // records go by their ids
  await expect(box(page, "Item key")).toBeHidden();
  await choose(page, panel(page), "Odoo", /Practice Odoo/);
  await panel(page).getByRole("combobox", { name: "Model" }).fill("hr.employee");
  await page.getByRole("option", { name: /hr\.employee$/ }).click();
  await panel(page).getByRole("combobox", { name: "Add to Fields to read" }).fill("name");
  await page.getByRole("option", { name: /\bname ·/ }).click();
  await box(page, "Records of a page").fill("2");
  await page.getByRole("button", { name: /^Open Each employee/ }).click();
  await page.getByRole("region", { name: "Canvas" }).press("m");
  await rename(page, "Map", "Name");
  await panel(page).getByRole("button", { name: "Add field" }).click();
  await box(page, "Name of field 1").fill("called");
  await write(page, "Value of called", "item.name");
  await page.keyboard.press("Escape");
  await page.getByRole("navigation", { name: "Frame" }).getByRole("button", { name: "Back" }).click();
  await saved(page);
  await expect(page.getByRole("button", { name: /^Problems: 0 errors/ })).toBeVisible();

  await page.getByRole("button", { name: "Publish…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Publish version 1" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Deploy" }).click();
  await dialog.getByRole("button", { name: "Deploy to Production" }).click();
  await dialog.getByRole("button", { name: "Copy curl command" }).click();
  const url = /https?:\/\/\S+\/hooks\/production\/[\w-]+/.exec(await page.evaluate(() => navigator.clipboard.readText()))?.[0] ?? "";
  const { runId } = await (await request.post(url, { data: {} })).json();
  await page.goto(`/production/runs/${runId}`);
  await expect(page.getByRole("region", { name: "Run", exact: true })).toContainText("Succeeded");
  await page.getByRole("option", { name: /^Each employee/ }).click();
  await expect(page.getByRole("complementary", { name: "Step Each employee" })).toContainText("succeeded");
});

/** The canvas glides to where it was sent: the same twice in a row is its end. */
async function settled(read: () => Promise<string | null>): Promise<string | null> {
  let last = await read();
  await expect
    .poll(async () => {
      const [before, now] = [last, await read()];
      last = now;
      return now === before;
    })
    .toBe(true);
  return last;
}
