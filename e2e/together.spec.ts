/** Two people on one flow: they see each other, what both drew is put together, versions are compared and brought back; flows begin from templates and files. */
import { AxeBuilder } from "@axe-core/playwright";
import { randomInt } from "node:crypto";
import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { node, rename, saved } from "./designer.ts";
import { ask, signIn } from "./support.ts";

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

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((each) => each.target.join(" ")).join("; ")}`);
}

/** The page's saves do not get through, as on a train; answers how it comes back: the browser says so, and the page saves at once. */
async function cutOff(page: Page): Promise<() => Promise<void>> {
  const isSave = (url: URL) => url.pathname.includes("flows.saveDraft");
  await page.route(isSave, (route) => route.abort());
  return async () => {
    await page.unroute(isSave);
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
  };
}

// written, and not yet seen to pass on a machine that is quiet enough: run them one by one, then let them count
test.fixme("two people see each other, and what both draw is put together", async ({ browser }) => {
  const hanna = await signIn(browser, "analyst");
  const tomasz = await signIn(browser, "administrator");
  await ask(hanna, "flows.import", { document: FLOW, publish: true });
  for (const page of [hanna, tomasz]) {
    await page.goto(`/production/flows/${KEY}`);
    await expect(node(page, "Deal signed")).toBeVisible();
  }

  // who is here, and where they look
  const people = hanna.getByRole("list", { name: "Who else is here" });
  await expect(people.getByRole("button", { name: "Tomasz Zielinski is here" })).toBeVisible();
  await node(tomasz, "Project in Odoo").click();
  await expect(hanna.getByText("Tomasz Zielinski looks at Project in Odoo")).toBeAttached();
  await people.getByRole("button", { name: "Tomasz Zielinski looks at Project in Odoo" }).click();
  await expect(hanna.getByRole("complementary", { name: "Settings of the step" }).getByRole("textbox", { name: "Name of the step" })).toHaveValue(
    "Project in Odoo",
  );
  await expect(tomasz.getByText("Hanna Lind looks at Project in Odoo")).toBeAttached();

  // nothing unsaved here: what the other saves is taken over
  await rename(tomasz, "Project in Odoo", "Client project");
  await expect(node(hanna, "Client project")).toBeVisible();
  await saved(tomasz);

  // each changes something else while one cannot save
  let restore = await cutOff(hanna);
  await rename(hanna, "Deal signed", "Contract signed");
  await expect(hanna.getByText("Not saved", { exact: true })).toBeVisible();
  await rename(tomasz, "Project activated", "Project opened");
  await saved(tomasz);
  await restore();
  await saved(hanna);
  for (const page of [hanna, tomasz]) for (const name of ["Contract signed", "Project opened"]) await expect(node(page, name)).toBeVisible();

  // undo takes back one's own, and nothing of the other
  await hanna.getByRole("button", { name: "Undo" }).click();
  await expect(node(hanna, "Deal signed")).toBeVisible();
  await expect(node(hanna, "Project opened")).toBeVisible();
  await saved(hanna);

  // both change the same: a person chooses, part by part
  restore = await cutOff(hanna);
  await rename(hanna, "Customer in Odoo", "Client in Odoo");
  await rename(hanna, "Customer and amount", "Client and amount");
  await expect(hanna.getByText("Not saved", { exact: true })).toBeVisible();
  await rename(tomasz, "Customer in Odoo", "Account in Odoo");
  await saved(tomasz);
  await restore();
  const dialog = hanna.getByRole("dialog", { name: "Tomasz Zielinski changed this draft meanwhile" });
  await expect(dialog).toBeVisible();
  expect(await barriers(hanna)).toEqual([]);
  const save = dialog.getByRole("button", { name: "Save both together" });
  await expect(save).toBeDisabled();
  await dialog.getByRole("radiogroup", { name: "Step Client in Odoo" }).getByRole("radio", { name: "Mine" }).click();
  await hanna.screenshot({ path: "test-results/conflict.png" });
  await save.click();
  await saved(hanna);
  for (const page of [hanna, tomasz])
    for (const name of ["Client in Odoo", "Client and amount", "Project opened"]) await expect(node(page, name)).toBeVisible();

  // what could not be saved survives the page
  restore = await cutOff(hanna);
  await rename(hanna, "Client project", "Engagement");
  await expect(hanna.getByText("Not saved", { exact: true })).toBeVisible();
  await hanna.reload();
  await expect(node(hanna, "Engagement")).toBeVisible();
  await expect(hanna.getByText("Your changes that were not saved are back")).toBeVisible();
  await restore();
  await saved(hanna);
  await expect(node(tomasz, "Engagement")).toBeVisible();

  // whose work the next version holds
  await hanna.getByRole("button", { name: "Publish…" }).click();
  const publish = hanna.getByRole("dialog", { name: "Publish" });
  await expect(publish.getByText(/^2 people: Hanna Lind \d steps; Tomasz Zielinski \d steps?$/)).toBeVisible();
  await publish.getByLabel("Note").fill("Clients, not customers");
  await publish.getByRole("button", { name: "Publish version 2" }).click();
  await publish.getByRole("button", { name: "Done" }).click();

  // who leaves is gone
  await tomasz.goto("/production/flows");
  await expect(people).toBeHidden();
});

test.fixme("versions are compared on the canvas and field by field, and brought back as an edit", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await page.goto(`/production/flows/${KEY}`);
  await page.getByRole("button", { name: "More about this flow" }).click();
  await page.getByRole("menuitem", { name: "All versions and their differences" }).click();
  const history = page.getByRole("list", { name: "Versions" });
  await expect(history.getByText("Clients, not customers")).toBeVisible();
  await expect(history.getByText("Drawn by Hanna Lind, Tomasz Zielinski")).toBeVisible();
  await history.getByRole("button", { name: /^Version 2/ }).click();
  const differences = page.getByRole("region", { name: "Differences" });
  await expect(differences.getByText(/changed\.$/)).toBeVisible();
  await differences.getByRole("button", { name: /Client in Odoo/ }).click();
  await expect(
    differences.getByRole("table", { name: "Fields of Client in Odoo" }).getByRole("row", { name: "name Customer in Odoo Client in Odoo" }),
  ).toBeVisible();
  await expect(page.getByText("Changed: Client in Odoo")).toBeAttached();
  expect(await barriers(page)).toEqual([]);
  await page.screenshot({ path: "test-results/versions.png" });
  await page.getByRole("link", { name: "Restore version 1 into the draft" }).click();
  await expect(node(page, "Customer in Odoo")).toBeVisible();
  await saved(page);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(node(page, "Client in Odoo")).toBeVisible();
  await saved(page);
});

test.fixme("a flow begins as a template, as a file and as another flow, and a file goes into a draft as an edit", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await page.goto("/production/flows");
  await page.getByRole("button", { name: "Templates" }).click();
  const dialog = page.getByRole("dialog", { name: "New flow" });
  await dialog.getByRole("textbox", { name: "Search templates" }).fill("invoice");
  await expect(dialog.getByRole("button", { name: /^Approved timesheets/ })).toBeVisible();
  await expect(dialog.getByRole("button", { name: /^New hire/ })).toBeHidden();
  await page.screenshot({ path: "test-results/templates.png" });
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole("textbox", { name: "Search templates" }).fill("");
  await dialog.getByRole("radio", { name: "Sales" }).click();
  await dialog.getByRole("button", { name: /^Won opportunity/ }).click();
  const needs = dialog.getByRole("list", { name: "What it needs in Production" });
  await expect(needs.getByRole("listitem").filter({ hasText: "Odoo connection odoo" })).toContainText("there");
  expect(await barriers(page)).toEqual([]);
  await page.screenshot({ path: "test-results/template.png" });
  await dialog.getByLabel("Name").fill(`Won deal ${mark}`);
  await dialog.getByRole("button", { name: "Create flow" }).click();
  await expect(page).toHaveURL(new RegExp(`/production/flows/won-deal-${mark}$`));
  await expect(node(page, "Sales order in Odoo")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Problems: (No problems|0 errors)/ })).toBeVisible();
  // its sample is there to try it with
  await page.getByRole("button", { name: "Test run" }).click();
  await expect(page.getByText("Succeeded").first()).toBeVisible();

  // a file that lacks a connection: told before anything is written, and another of its kind takes its place
  const file = JSON.stringify({ ...FLOW, flow: { ...FLOW.flow, key: `from-file-${mark}` } }).replaceAll('"connection":"odoo"', '"connection":"odoo-eu"');
  await page.goto("/production/flows?new=1");
  await dialog.getByRole("radio", { name: "File" }).click();
  await dialog.getByRole("button", { name: "Paste its text" }).click();
  await dialog.getByRole("textbox", { name: "Text of the flow file" }).fill("{ not a flow");
  await expect(dialog.getByText("This file is not a flow")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Text of the flow file" }).fill(file);
  await expect(dialog.getByRole("region", { name: "Problems of the file" })).toContainText("odoo-eu");
  await dialog.getByRole("combobox", { name: "Use instead of odoo-eu" }).click();
  await page.getByRole("option", { name: /^Use Practice Odoo/ }).click();
  await expect(dialog.getByText("It has no problems in Production.")).toBeVisible();
  await dialog.getByLabel("Name").fill(`From a file ${mark}`);
  await dialog.getByRole("button", { name: "Import flow" }).click();
  await expect(page).toHaveURL(new RegExp(`/production/flows/from-a-file-${mark}$`));
  await expect(node(page, "Deal signed")).toBeVisible();

  // into the draft that is open
  await page.getByRole("button", { name: "More about this flow" }).click();
  await page.getByRole("menuitem", { name: "Import a file…" }).click();
  const importing = page.getByRole("dialog", { name: "Import a file into this draft" });
  await importing
    .getByLabel("Flow file")
    .setInputFiles({ name: "deal.flow.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(FLOW).replace("Deal signed", "Letter signed")) });
  await expect(importing.getByText("Letter signed").first()).toBeVisible();
  await importing.getByRole("button", { name: "Import into this draft" }).click();
  await expect(node(page, "Letter signed")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(node(page, "Deal signed")).toBeVisible();

  // a copy
  await page.goto("/production/flows?new=1");
  await dialog.getByRole("radio", { name: "Another flow" }).click();
  await dialog.getByRole("combobox", { name: "Copy of" }).click();
  await page.getByRole("option", { name: `From a file ${mark}` }).click();
  await dialog.getByRole("button", { name: "Create copy" }).click();
  await expect(page).toHaveURL(new RegExp(`/production/flows/copy-of-from-a-file-${mark}$`));
});
