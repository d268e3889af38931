/** Two people on one flow: they see each other and where they look, and what both draw is put together. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { node, rename, saved } from "./designer.ts";
import { look } from "./looks.ts";
import { ask, password, signIn, test } from "./support.ts";

const mark = String(randomInt(10_000, 100_000));
const KEY = `shared-${mark}`;

/*  won ─▶ map ─▶ cust ─▶ proj ─▶ tell  */
const FLOW = {
  throughline: 1,
  flow: { key: KEY, name: `Shared deal ${mark}`, latency: "near-real-time", currency: "EUR" },
  steps: [
    { id: "won", type: "trigger.webhook", name: "Deal signed", config: { auth: { kind: "none" }, dedupe: { $: "trigger.body.id" } } },
    { id: "map", type: "map", name: "Customer and amount", config: { fields: [{ name: "customer", value: { $: "trigger.body.customer" } }] } },
    {
      id: "cust",
      type: "odoo.upsert",
      name: "Customer in Odoo",
      config: {
        connection: "odoo",
        model: "res.partner",
        match: { kind: "external-id", key: { $: "'deal_' & trigger.body.id" } },
        values: { name: { $: "steps.map.customer" } },
      },
    },
    {
      id: "proj",
      type: "odoo.create",
      name: "Project in Odoo",
      config: { connection: "odoo", model: "project.project", values: { name: { $: "steps.map.customer" } } },
    },
    { id: "tell", type: "event.publish", name: "Project activated", config: { topic: "project.activated", payload: { $: "{ 'id': steps.proj.id }" } } },
  ],
  edges: [
    { from: "won", to: "map" },
    { from: "map", to: "cust" },
    { from: "cust", to: "proj" },
    { from: "proj", to: "tell" },
  ],
  layout: { won: [0, 0], map: [0, 100], cust: [0, 200], proj: [0, 300], tell: [0, 400] },
};

/** The page has no network, as on a train; answers how it comes back: the browser says so, and the page saves at once. */
async function cutOff(page: Page): Promise<() => Promise<void>> {
  await page.context().setOffline(true);
  return () => page.context().setOffline(false);
}

test("two people see each other, and what both draw is put together", async ({ browser }) => {
  const hanna = await signIn(browser, "analyst");
  const tomasz = await signIn(browser, "administrator");
  await ask(hanna, "flows.import", { document: FLOW, publish: true });
  for (const page of [hanna, tomasz]) {
    await page.goto(`/production/flows/${KEY}`);
    await expect(node(page, "Deal signed")).toBeVisible();
  }

  // who is here, and where they look
  const people = hanna.getByRole("list", { name: "Who else is here" });
  await expect(people.getByRole("button", { name: "Tomasz Zieliński is here" })).toBeVisible();
  await node(tomasz, "Project in Odoo").click();
  await expect(hanna.getByText("Tomasz Zieliński looks at Project in Odoo")).toBeAttached();
  await people.getByRole("button", { name: "Tomasz Zieliński looks at Project in Odoo" }).click();
  await expect(hanna.getByRole("complementary", { name: "Settings of the step" }).getByRole("textbox", { name: "Name of the step" })).toHaveValue(
    "Project in Odoo",
  );
  await expect(tomasz.getByText("Hanna Lind looks at Project in Odoo")).toBeAttached();

  // nothing unsaved here: what the other saves is taken over
  await rename(tomasz, "Project in Odoo", "Client project");
  await expect(node(hanna, "Client project")).toBeVisible();
  await saved(tomasz);

  // each changes something else while one cannot save
  const restore = await cutOff(hanna);
  await rename(hanna, "Deal signed", "Contract signed");
  await expect(hanna.getByText("The server cannot be reached").first()).toBeVisible();
  await rename(tomasz, "Project activated", "Project opened");
  await saved(tomasz);
  await restore();
  await saved(hanna);
  for (const page of [hanna, tomasz]) for (const name of ["Contract signed", "Project opened"]) await expect(node(page, name)).toBeVisible();

  // both change the same: each side is shown, and nothing is overwritten before a person has chosen
  const back = await cutOff(hanna);
  await rename(hanna, "Customer in Odoo", "Our customer");
  await expect(hanna.getByText("The server cannot be reached").first()).toBeVisible();
  await rename(tomasz, "Customer in Odoo", "Client in Odoo");
  await saved(tomasz);
  await back();
  const conflict = hanna.getByRole("dialog", { name: "Tomasz Zieliński changed this draft meanwhile" });
  await expect(conflict.getByRole("row", { name: /name/ })).toContainText(/Customer in Odoo.*Client in Odoo.*Our customer/);
  await expect(conflict.getByRole("button", { name: "Save both together" })).toBeDisabled();
  await look(hanna, "conflict", { within: "[role=dialog]" });
  await conflict.getByRole("radio", { name: "Mine" }).click();
  await conflict.getByRole("button", { name: "Save both together" }).click();
  await expect(conflict).toBeHidden();
  await saved(hanna);
  for (const page of [hanna, tomasz]) await expect(node(page, "Our customer")).toBeVisible();

  // whoever goes is gone at once
  await tomasz.goto("about:blank");
  await expect(people).toBeHidden();

  // a session that has ended is said where it is saved; whoever signs in again is back here, with what was not saved
  await hanna.context().clearCookies();
  await rename(hanna, "Our customer", "The customer");
  await hanna.getByRole("button", { name: "Sign in" }).click();
  await hanna.getByLabel("E-mail").fill("hanna.lind@halvorsen.example");
  await hanna.getByLabel("Password").fill(password);
  await hanna.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(node(hanna, "The customer")).toBeVisible();
  await saved(hanna);
});
