/** A system that does not answer: its runs are parked, and the run, Home and the connection say so, and that nobody has to do anything. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import { freePort } from "../scripts/lib/postgres.mjs";
import { barriers } from "./looks.ts";
import { ask, deployFlow, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const KEY = `ledger-${mark}`;

test("runs of a connection that does not answer are parked, and three pages say why and what comes next", async ({ browser, request }) => {
  test.slow();
  const administrator = await signIn(browser, "administrator", { colorScheme: "dark" });
  const config = { baseUrl: `http://127.0.0.1:${await freePort()}`, allowPrivate: true };
  await ask(administrator, "connections.create", { environment: "production", key: KEY, kind: "http", name: `Ledger ${mark}`, config, secrets: {} });
  const { url } = await deployFlow(administrator, {
    throughline: 1,
    flow: { key: `post-${KEY}`, name: `Post to ledger ${mark}`, businessKey: { $: "trigger.body.entry" } },
    steps: [
      { id: "hook", type: "trigger.webhook", config: { auth: { kind: "none" } } },
      { id: "send", type: "http", name: "Send entry", config: { connection: KEY, method: "GET", url: "/entries" } },
    ],
    edges: [{ from: "hook", to: "send" }],
  });
  // open before anything is parked: it tells by itself
  await administrator.goto("/production/home");
  await expect(administrator.getByText("Runs by outcome")).toBeVisible();
  for (let n = 1; n <= 25; n += 1) expect((await request.post(url, { data: { entry: `LE-${mark}-${n}` } })).status()).toBe(202);

  const page = await signIn(browser, "operator");
  await page.goto(`/production/runs?flow=post-${KEY}&status=parked`);
  await expect(page.getByRole("row", { name: /Parked/ })).toHaveCount(25);
  await page.getByRole("link", { name: `LE-${mark}-7`, exact: true }).click();
  await expect(page.getByText(`Connection ${KEY} does not answer`).first()).toBeVisible();
  await expect(page.getByRole("option", { name: /Send entry, Parked/ })).toBeVisible();
  await expect(page.getByText("0 ms working")).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  await page.goto("/production/home");
  await expect(page.getByText(`25 runs are parked: Ledger ${mark} does not answer.`)).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("link", { name: `Open Ledger ${mark}` }).click();
  await expect(page.getByText(/Its circuit breaker is open.*25 runs are parked/)).toBeVisible();

  await expect(administrator.getByText(`25 runs are parked: Ledger ${mark} does not answer.`)).toBeVisible();
  expect(await barriers(administrator)).toEqual([]);

  // none of them is to go on: they are cancelled together
  await page.goto(`/production/runs?flow=post-${KEY}&status=parked`);
  await expect(page.getByRole("button", { name: "Replay all that match…" })).toBeVisible();
  await page.getByRole("checkbox", { name: "Select all shown runs" }).check();
  await page.getByRole("button", { name: "Cancel 25", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("The ledger is gone for good.");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel 25 runs" }).click();
  // one after the other
  await expect(page.getByRole("row", { name: /Parked/ })).toHaveCount(0, { timeout: 120_000 });

  // nobody is held back any more
  const read = page.waitForResponse((answer) => answer.url().includes("connections.list"));
  await page.goto("/production/home");
  await read;
  await expect(page.getByText("Runs by outcome")).toBeVisible();
  await expect(page.getByText(`Ledger ${mark} does not answer`)).toBeHidden();
});
