/** What a step would do in Odoo is told under its settings while they are written: a new record, nothing, or fields that change. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import { node, panel } from "./designer.ts";
import { look } from "./looks.ts";
import { ask, deployFlow, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const NAME = `Nordlys Energi ${mark}`;
const BODY = { id: mark, name: NAME };

// won > customer
const DOCUMENT = {
  throughline: 1,
  flow: { key: `foreseen-${mark}`, name: `Foreseen ${mark}` },
  steps: [
    { id: "won", type: "trigger.webhook", config: { auth: { kind: "none" }, respond: { whenFinished: "PT1M" } } },
    {
      id: "customer",
      type: "odoo.upsert",
      name: "Customer",
      config: {
        connection: "odoo",
        model: "res.partner",
        match: { kind: "external-id", key: { $: "'foreseen_' & trigger.body.id" } },
        values: { name: { $: "trigger.body.name" }, is_company: true },
      },
    },
  ],
  edges: [{ from: "won", to: "customer" }],
};

test("a step says what it would do to a record while it is set up", async ({ browser, request }) => {
  const page = await signIn(browser, "analyst");
  const { url } = await deployFlow(page, DOCUMENT);
  await ask(page, "flows.saveSample", { flow: DOCUMENT.flow.key, name: "A deal", trigger: { body: BODY, headers: {}, query: {} }, pinned: true });
  await page.goto(`/production/flows/${DOCUMENT.flow.key}`);
  await node(page, "Customer").click();
  await expect(panel(page).getByText("Would create Contact: 2 fields")).toBeVisible();

  expect((await request.post(url, { data: BODY })).status()).toBe(200);
  await page.reload();
  await node(page, "Customer").click();
  await expect(panel(page).getByText(`Would change nothing: ${NAME} has these values`)).toBeVisible();

  await panel(page).getByRole("button", { name: "Use a fixed value for Value of name" }).click();
  await panel(page).getByRole("textbox", { name: "Name", exact: true }).fill(`${NAME} AS`);
  await expect(panel(page).getByText(`Would update ${NAME}: 1 of 2 fields changes`)).toBeVisible();
  await expect(panel(page).getByText(`changes, now ${NAME}`)).toBeVisible();
  await look(page, "designer-foreseen");

  // what cannot be tried yet tells nothing
  await panel(page).getByRole("textbox", { name: "Exactly-once key" }).fill("'foreseen_' & (");
  await expect(panel(page).getByText(/^Would /)).toBeHidden();
});
