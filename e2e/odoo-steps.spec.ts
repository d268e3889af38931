/** Steps that ask Odoo, drawn with what the connected Odoo tells: which records, and which method with what. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { addAfter, box, choose, node, panel, saved, write } from "./designer.ts";
import { look } from "./looks.ts";
import { signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));

async function field(page: Page, label: string, name: string): Promise<void> {
  await panel(page).getByRole("combobox", { name: label, exact: true }).fill(name);
  await page.getByRole("option", { name: new RegExp(`\\b${name} ·`) }).click();
}

const valueAt = (page: Page, place: string): Locator =>
  panel(page)
    .getByRole("group", { name: `Condition ${place}`, exact: true })
    .getByRole("textbox", { name: "Value", exact: true });

test("records are asked for by conditions that are drawn, and a method is called by its signature", async ({ browser }) => {
  test.slow();
  const page = await signIn(browser, "analyst");
  await page.goto("/production/flows");
  await page.getByRole("button", { name: "New flow" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill(`Norwegian customers ${mark}`);
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "Start with Webhook" }).click();
  await addAfter(page, "Webhook", null, "read from odoo");
  await node(page, "Read from Odoo").click();

  const written = panel(page).getByRole("note", { name: "The domain as Odoo writes it" });
  await panel(page).getByRole("button", { name: "Add condition", exact: true }).click();
  await field(page, "Field of condition 1", "country_id");
  await panel(page).getByRole("button", { name: "Go on to the fields of Country" }).click();
  await field(page, "Field of condition 1, relation 1", "code");
  await valueAt(page, "1").fill("NO");
  await expect(written).toHaveText("[('country_id.code', '=', 'NO')]");

  await panel(page).getByRole("button", { name: "Add group", exact: true }).click();
  await field(page, "Field of condition 2.1", "is_company");
  await choose(page, panel(page), "Operator of condition 2.1", "is yes");
  await field(page, "Field of condition 2.2", "write_date");
  await choose(page, panel(page), "Operator of condition 2.2", "is on or after");
  await choose(page, panel(page), "When, of value of condition 2.2", "days from today");
  await panel(page).getByRole("spinbutton", { name: "Days from today, of value of condition 2.2" }).fill("-30");
  await expect(written).toContainText(
    "('country_id.code', '=', 'NO'), '|', ('is_company', '=', True), ('write_date', '>=', {$fromMillis($millis() - 30 * 86400000",
  );
  await expect(panel(page).getByRole("combobox", { name: "What must hold, of group 2" })).toContainText("any of these holds");
  await look(page, "odoo-domain");

  // pasted from Odoo, and drawn again
  await panel(page).getByRole("radio", { name: "Text" }).click();
  const text = panel(page).getByRole("textbox", { name: "Where, as text" });
  await text.fill("[('name', 'ilike', 'nordlys'), '!', ('country_id', '=', False)");
  await expect(panel(page).getByText("This is no domain yet")).toBeVisible();
  await text.fill("[('name', 'ilike', 'nordlys'), '!', ('country_id', '=', False)]");
  await panel(page).getByRole("radio", { name: "Conditions" }).click();
  await expect(valueAt(page, "1")).toHaveValue("nordlys");
  await expect(panel(page).getByRole("button", { name: "Not, of condition 2" })).toHaveAttribute("aria-pressed", "true");
  await expect(panel(page).getByRole("combobox", { name: "Operator of condition 2" })).toContainText("is not set");
  // what cannot be drawn stays as it is
  await panel(page).getByRole("radio", { name: "Text" }).click();
  await text.fill('[["name", "ilike", "nordlys"], [1, "=", 1]]');
  await expect(panel(page).getByText(/it stays as it is written/)).toBeVisible();

  await addAfter(page, "Read from Odoo", null, "call an odoo method");
  await node(page, "Call an Odoo method").click();
  const method = panel(page).getByRole("combobox", { name: "Method", exact: true });
  await expect(panel(page).getByRole("note", { name: "Signature of action_confirm" })).toContainText("Confirm the given quotation(s)");
  await expect(panel(page).getByText(/action_confirm works on records/)).toBeVisible();
  await method.fill("number of records");
  await page.getByRole("option", { name: /^search_count/ }).click();
  await expect(panel(page).getByRole("note", { name: "Signature of search_count" })).toContainText(
    "search_count(domain: DomainType, limit: int | None = None)",
  );
  await expect(panel(page).getByText("sale.order.search_count needs domain")).toBeVisible();
  await panel(page).getByRole("button", { name: "domain", exact: true }).click();
  await expect(box(page, "Argument domain")).toHaveValue("[]");
  await expect(panel(page).getByText("sale.order.search_count needs domain")).toBeHidden();
  await write(page, "Record ids", "trigger.body.id");
  await expect(panel(page).getByText(/Leave the record ids empty/)).toBeVisible();
  await look(page, "odoo-method");
  await method.fill("serch_count");
  await method.blur();
  await expect(panel(page).getByText(/Use search_count instead/)).toBeVisible();
  await saved(page);
});
