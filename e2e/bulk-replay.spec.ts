/** Many failed runs are replayed together: looked at before, slowly, paused and gone on with, and what is refused says why. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { barriers } from "./looks.ts";
import { deployFlow, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const KEY = `stock-count-${mark}`;

/** hook > check, which fails; later hook > note, which does not */
const drawn = (last: { id: string; type: string; name: string; config: object }) => ({
  throughline: 1,
  flow: { key: KEY, name: `Stock count ${mark}`, businessKey: { $: "trigger.body.count" } },
  steps: [{ id: "hook", type: "trigger.webhook", config: { auth: { kind: "none" } } }, last],
  edges: [{ from: "hook", to: last.id }],
});
const FAILING = drawn({ id: "check", type: "stop", name: "Check", config: { outcome: "failed", code: "stock.closed", reason: "The period is closed." } });
const MENDED = drawn({ id: "note", type: "map", name: "Note", config: { fields: [{ name: "count", value: { $: "trigger.body.count" } }] } });

const row = (page: Page, name: string) => page.getByRole("table", { name: "Runs of this bulk replay" }).getByRole("row").filter({ hasText: name });

test("an operator replays failed runs together: first those selected, then all that match, on the version that mends them", async ({ browser, request }) => {
  const analyst = await signIn(browser, "analyst");
  const { url } = await deployFlow(analyst, FAILING);
  for (const n of [1, 2, 3]) expect((await request.post(url, { data: { count: `SC-${mark}-${n}` } })).status()).toBe(202);

  const page = await signIn(browser, "operator");
  await page.goto(`/production/runs?flow=${KEY}&status=business`);
  await expect(page.getByRole("row", { name: new RegExp(`SC-${mark}-`) })).toHaveCount(3);
  await deployFlow(analyst, MENDED);

  // two of them, from where they failed: that step is gone in the version of today, and each says so
  for (const n of [1, 2]) await page.getByRole("checkbox", { name: `Select run SC-${mark}-${n}` }).check();
  await page.getByRole("button", { name: "Replay 2 failed…" }).click();
  const dialog = page.getByRole("dialog", { name: "Replay runs" });
  await expect(dialog.getByText("2 runs will be replayed.")).toBeVisible();
  await dialog.getByRole("radio", { name: "Deployed now" }).click();
  await dialog.getByRole("button", { name: "Replay 2 runs" }).click();
  await expect(page.getByRole("heading", { name: "Bulk replay" })).toBeVisible();
  await expect(page.getByText("Every run had its turn; 2 runs were refused.")).toBeVisible();
  await expect(row(page, `SC-${mark}-1`)).toContainText("check");
  await page.getByRole("radio", { name: "Replayed", exact: true }).click();
  await expect(page.getByText("None.")).toBeVisible();

  // all that match, one a minute: paused after the first, then gone on with, and the rest cancelled
  await page.goto(`/production/runs?flow=${KEY}&status=business`);
  await page.getByRole("button", { name: "Replay all that match…" }).click();
  await expect(dialog.getByText("3 runs will be replayed.")).toBeVisible();
  await dialog.getByRole("radio", { name: "At its start" }).click();
  await dialog.getByRole("radio", { name: "Deployed now" }).click();
  await dialog.getByLabel("Runs a minute").fill("0");
  await expect(dialog.getByRole("button", { name: "Replay 3 runs" })).toBeDisabled();
  await dialog.getByLabel("Runs a minute").fill("1");
  await expect(dialog.getByText("The last one begins after about 2 min.")).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Replay 3 runs" }).click();
  await expect(page.getByText("2 runs to go, 1 a minute.")).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText(/^Paused: 2 runs wait/)).toBeVisible();
  // the next one begins at once
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("1 run to go, 1 a minute.")).toBeVisible();
  await expect(row(page, `SC-${mark}-1`)).toContainText("Replay succeeded");
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("button", { name: "Cancel the rest" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the rest" }).click();
  await expect(page.getByText("Cancelled: 1 run was not replayed.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Pause" })).toBeDisabled();
  await expect(row(page, `SC-${mark}-3`)).toContainText("Not replayed");

  // the replay is a run of its own, and the list of bulk replays leads back
  await row(page, `SC-${mark}-1`).getByRole("link", { name: "Replay succeeded" }).click();
  await expect(page.getByRole("link", { name: /^Replay of/ })).toBeVisible();
  await page.goto("/production/runs");
  await page.getByRole("link", { name: "Bulk replays" }).click();
  await expect(page.getByRole("link", { name: "Replay of 3 runs" }).first()).toBeVisible();

  const viewer = await signIn(browser, "viewer");
  await viewer.goto(`/production/runs?flow=${KEY}&status=business`);
  await expect(viewer.getByRole("button", { name: "Replay all that match…" })).toBeDisabled();
});
