/** From an address that is wrong to a connection that may do what its flows need and no more. */
import { expect } from "@playwright/test";
import { look } from "./looks.ts";
import { ask, base, deployFlow, signIn, test, withOdoo } from "./support.ts";

const DAY_MS = 86_400_000;

test("an administrator connects an Odoo step by step, sees who it is, and narrows what flows may do there", async ({ browser }) => {
  const page = await signIn(browser, "administrator");
  const mark = String(Date.now()).slice(-6);
  const key = `odoo-${mark}`;
  const apiKey = await withOdoo((odoo) => odoo.key());
  await page.goto("/production/connections");
  await page.getByRole("button", { name: "New connection" }).click();
  const dialog = page.getByRole("dialog");

  // an address inside the house is out of reach until an administrator says otherwise, and then nothing is there
  await dialog.getByLabel("Address", { exact: true }).fill("http://127.0.0.1:9/web/login");
  await dialog.getByRole("button", { name: "Look at it" }).click();
  await expect(dialog.getByText("which calls from here may not reach")).toBeVisible();
  await dialog.getByRole("switch", { name: "May reach private addresses" }).click();
  await dialog.getByRole("button", { name: "Look at it" }).click();
  await expect(dialog.getByText("nothing listens there")).toBeVisible();
  await look(page, "connect-address", { within: "[role=dialog]" });

  // pasted as it stands in the browser
  await dialog.getByLabel("Address", { exact: true }).fill(`${base}/practice/odoo/web/login?redirect=x`);
  await dialog.getByRole("button", { name: "Look at it" }).click();
  await expect(dialog.getByText("is Odoo 19.0")).toBeVisible();
  await expect(dialog.getByLabel("Database")).toContainText("practice");
  await dialog.getByLabel("Login").fill("admin");
  await dialog.getByLabel("API key").fill("0123456789abcdef0123456789abcdef01234567");
  await dialog.getByRole("button", { name: "Check", exact: true }).click();
  await expect(dialog.getByLabel("API key")).toHaveAccessibleDescription(/Odoo does not accept this API key/);
  await look(page, "connect-sign-in", { within: "[role=dialog]" });

  // back and forth: what was typed is still there
  await dialog.getByRole("button", { name: "Back" }).click();
  await expect(dialog.getByLabel("Address", { exact: true })).toHaveValue(/practice\/odoo\/web\/login/);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog.getByLabel("Login")).toHaveValue("admin");
  await dialog.getByLabel("API key").fill(apiKey);
  await dialog.getByLabel("The key ends on").fill(new Date(Date.now() + 10 * DAY_MS).toISOString().slice(0, 10));
  await dialog.getByRole("button", { name: "Check", exact: true }).click();
  const who = dialog.getByRole("region", { name: "Who we are in Odoo" });
  await expect(who.getByText("Mitchell Admin")).toBeVisible();
  await expect(who.getByText("Europe/Oslo")).toBeVisible();
  await expect(who.getByText("CRM", { exact: true })).toBeVisible();
  await look(page, "connect-who", { within: "[role=dialog]" });
  await dialog.getByLabel("Name", { exact: true }).fill(`Workshop Odoo ${mark}`);
  await dialog.getByLabel("Key", { exact: true }).fill(key);
  await dialog.getByRole("button", { name: "Save connection" }).click();
  await expect(dialog).toBeHidden();

  const detail = page.getByRole("article", { name: `Workshop Odoo ${mark}` });
  await expect(detail.getByText(/^Expires in (9|10) days/)).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Connections" }).getByText(/^key ends in/)).toBeVisible();

  // a wrong new key leaves the old one where it is
  await detail.getByRole("button", { name: "Replace key…" }).click();
  await dialog.getByRole("button", { name: "Make and use it" }).click();
  await expect(dialog.getByLabel("Password of admin")).toBeVisible();
  await dialog.getByRole("radio", { name: "Enter one" }).click();
  await dialog.getByLabel("New API key").fill("fedcba9876543210fedcba9876543210fedcba98");
  await dialog.getByRole("button", { name: "Try and use it" }).click();
  await expect(dialog.getByText("the old one stays")).toBeVisible();
  await look(page, "connect-key", { within: "[role=dialog]" });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(await ask<{ ok: boolean }>(page, "connections.test", { environment: "production", key })).toMatchObject({ ok: true });

  await deployFlow(page, {
    throughline: 1,
    flow: { key: `contacts-${mark}`, name: `Contacts ${mark}`, businessKey: { $: "trigger.body.email" } },
    steps: [
      { id: "start", type: "trigger.webhook", config: { auth: { kind: "none" } } },
      {
        id: "keep",
        type: "odoo.upsert",
        config: {
          connection: key,
          model: "res.partner",
          match: { kind: "fields", fields: ["email"] },
          values: { name: { $: "trigger.body.name" }, email: { $: "trigger.body.email" }, country_id: { $record: { by: "code", value: "NO" } } },
        },
      },
      { id: "say", type: "odoo.message", config: { connection: key, model: "res.partner", id: { $: "steps.keep.id" }, body: "Kept" } },
    ],
    edges: [
      { from: "start", to: "keep" },
      { from: "keep", to: "say" },
    ],
  });
  await page.reload();
  await detail.getByRole("tab", { name: "Access" }).click();
  await detail.getByRole("button", { name: "Take what flows need" }).click();
  const matrix = detail.getByRole("table", { name: "What this connection may do" });
  await expect(matrix.getByRole("checkbox", { name: "Update res.partner", exact: true })).toBeChecked();
  await expect(matrix.getByRole("checkbox", { name: "Delete res.partner", exact: true })).not.toBeChecked();
  await expect(matrix.getByRole("checkbox", { name: "Read res.country", exact: true })).toBeChecked();
  await expect(matrix.getByLabel("Fields of res.partner")).toHaveValue("country_id, email, name");
  await matrix.getByRole("checkbox", { name: "Update res.partner", exact: true }).click();
  await expect(detail.getByText("Flows need more than this:")).toBeVisible();
  await matrix.getByRole("checkbox", { name: "Update res.partner", exact: true }).click();
  await detail.getByRole("button", { name: "Save access" }).click();
  await expect(detail.getByRole("button", { name: "Save access" })).toBeHidden();

  await detail.getByRole("button", { name: "Compare with Odoo" }).click();
  await expect(detail.getByText("admin may do everything that flows need.")).toBeVisible();
  await expect(detail.getByRole("row", { name: /res\.users/ }).getByText("delete", { exact: true })).toBeVisible();
  await look(page, "connect-access", { onPhone: true });
  await page.reload();
  await detail.getByRole("tab", { name: "Access" }).click();
  await expect(matrix.getByRole("checkbox", { name: "Update res.partner", exact: true })).toBeChecked();
});
