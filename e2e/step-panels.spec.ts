/** Settings that need more than a text field, as an analyst fills them in, and what the server makes of them. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import { addAfter, box, node, panel, rename, saved, write } from "./designer.ts";
import { signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));

test("a hook gets a rate, and a wait asks what it goes on at", async ({ browser, request }) => {
  const page = await signIn(browser, "analyst", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto("/production/flows");
  await page.getByRole("button", { name: "New flow" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill(`Invoice paid ${mark}`);
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "Start with Webhook" }).click();
  await node(page, "Webhook").click();
  await panel(page).getByRole("combobox", { name: "Rate" }).click();
  await page.getByRole("option", { name: "So many in a time" }).click();
  await box(page, "Requests").fill("2");
  await box(page, "In").fill("soon");
  await expect(panel(page).getByText(/ISO 8601/)).toBeVisible();
  await box(page, "In").fill("PT1H");

  await addAfter(page, "Webhook", null, "wait");
  await rename(page, "Wait", "Until it is paid");
  await expect(box(page, "For")).toHaveValue("PT1H");
  await panel(page).getByRole("radio", { name: "At an event" }).click();
  await expect(box(page, "For")).toBeHidden();
  const topic = panel(page).getByRole("combobox", { name: "Topic" });
  await topic.fill(`invoice.paid.${mark}`);
  await topic.press("Tab");
  await expect(panel(page).getByText("Nobody has published it here yet; it may come from outside.")).toBeVisible();
  // emptied, it still waits for an event, and says what is missing
  await topic.fill("");
  await topic.press("Tab");
  await expect(box(page, "For")).toBeHidden();
  await topic.fill(`invoice.paid.${mark}`);
  await topic.press("Tab");
  await write(page, "Which one", "event.body.invoice = trigger.body.invoice");
  await box(page, "No longer than").fill("P2D");
  await expect(page.getByRole("button", { name: "Add a step after Until it is paid, Timeout" })).toBeVisible();
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
  const answers: number[] = [];
  for (const invoice of [1, 2, 3]) answers.push((await request.post(url, { data: { invoice } })).status());
  expect(answers).toEqual([202, 202, 429]);
});

test("a form is seen while it is drawn, and found where it was deployed", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await page.goto("/production/flows");
  await page.getByRole("button", { name: "New flow" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill(`Hire request ${mark}`);
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("region", { name: "Canvas" })).toBeVisible();
  await page.getByRole("region", { name: "Canvas" }).press("/");
  await page.getByPlaceholder("Search steps").fill("manual form");
  await page.keyboard.press("Enter");
  await node(page, "Manual form").click();
  const preview = panel(page).getByRole("region", { name: "The form as people see it" });
  await expect(preview.getByLabel("Subject (required)")).toBeVisible();
  await box(page, "Fields").fill(
    JSON.stringify({ type: "object", properties: { seats: { type: "integer", title: "Seats" }, level: { enum: ["junior", "senior"], title: "Level" } } }),
  );
  await expect(preview.getByLabel("Seats")).toBeVisible();
  await expect(preview.getByLabel("Level").getByRole("option")).toHaveText(["Choose…", "junior", "senior"]);
  await saved(page);
  await page.getByRole("button", { name: "Publish…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Publish version 1" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Deploy" }).click();
  await dialog.getByRole("button", { name: "Deploy to Production" }).click();
  await dialog.getByRole("link", { name: "Open the form" }).click();
  await page.getByLabel("Seats").fill("2");
  await page.getByRole("button", { name: "Start the run" }).click();
  await expect(page.getByText("The run was started.")).toBeVisible();
});
