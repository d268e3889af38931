/**
 * Fields are mapped by lines: by mouse for a customer (suggestions, a conversion, a choice value by value, a relation by name), by key alone
 * for an order and its lines. What then would be written is what was mapped.
 */
import { randomInt } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { box, choose, dragTo, middleOf, node, panel, saved } from "./designer.ts";
import { look } from "./looks.ts";
import { ask, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const FLOW = `mapped-deal-${mark}`;
const BODY = {
  reference: "SO-1042",
  amount: "182000.50",
  account: { id: 4711, name: "Ostara Logistics AS", mail: "post@ostara.example", postalCode: "0255", city: "Oslo", country: "Norway", kind: "billing" },
  lines: [
    { sku: "CONS-SR", description: "Discovery workshop", qty: 3, price: 1650 },
    { sku: "TRAVEL", description: "Travel to Bergen", qty: 1, price: 240 },
  ],
};
const DOCUMENT = {
  throughline: 1,
  flow: { key: FLOW, name: "Mapped deal", businessKey: { $: "trigger.body.reference" } },
  steps: [
    { id: "won", type: "trigger.webhook", name: "Deal signed", config: { auth: { kind: "none" }, dedupe: { $: "trigger.body.reference" } } },
    {
      id: "cust",
      type: "odoo.upsert",
      name: "Customer in Odoo",
      config: {
        connection: "odoo",
        model: "res.partner",
        match: { kind: "external-id", key: { $: "'crm_' & trigger.body.account.id" } },
        values: { comment: { $: "'Signed as ' & trigger.body.reference" }, is_company: true },
      },
    },
    {
      id: "order",
      type: "odoo.create",
      name: "Order in Odoo",
      config: { connection: "odoo", model: "sale.order", values: { partner_id: { $: "steps.cust.id" } } },
    },
  ],
  edges: [
    { from: "won", to: "cust" },
    { from: "cust", to: "order" },
  ],
  layout: { won: [0, 0], cust: [0, 120], order: [0, 240] },
};

const mapper = (page: Page): Locator => page.getByRole("dialog", { name: /^Map / });
const source = (page: Page, place: string): Locator => mapper(page).getByRole("treeitem", { name: new RegExp(`^${place.replaceAll(".", "\\.")},`) });
const field = (page: Page, name: string): Locator =>
  mapper(page)
    .getByRole("row")
    .filter({ hasText: new RegExp(`${name} ·`) });

test("fields are mapped by lines, by mouse and by key, and a test run shows what would be written", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await ask(page, "flows.import", { document: DOCUMENT, publish: false });
  await ask(page, "flows.saveSample", { flow: FLOW, name: "Large deal", trigger: { body: BODY, headers: {}, query: {} }, pinned: true });
  await page.goto(`/production/flows/${FLOW}`);

  // by mouse
  await node(page, "Customer in Odoo").click();
  await panel(page).getByRole("button", { name: "Map visually" }).click();
  await expect(field(page, "comment")).toContainText("= Signed as SO-1042");
  await expect(field(page, "comment")).toContainText("expression");

  await dragTo(page, source(page, "trigger.body.amount"), await middleOf(field(page, "credit_limit")));
  await expect(field(page, "credit_limit")).toContainText("text into float");
  await page.keyboard.press("1");
  await expect(field(page, "credit_limit")).toContainText("Text as a number");
  await expect(field(page, "credit_limit")).toContainText("= 182000.5");

  await dragTo(page, source(page, "trigger.body.account.kind"), await middleOf(field(page, "type")));
  await expect(mapper(page).getByRole("textbox", { name: "Source value 1" })).toHaveValue("billing");
  await choose(page, mapper(page), "Becomes 1", "Invoice");
  await choose(page, mapper(page), "What other values become", "Stop with a business error");
  await expect(field(page, "type")).toContainText("= invoice");
  await page.keyboard.press("Escape");
  await expect(mapper(page).getByRole("textbox", { name: "Source value 1" })).toBeHidden();

  await mapper(page)
    .getByRole("button", { name: /^Accept \d+ certain/ })
    .click();
  const review = page.getByRole("dialog", { name: /^Map \d+ fields/ });
  await expect(review.getByRole("row", { name: /country_id.*found by name/ })).toBeVisible();
  await review.getByRole("button", { name: /^Map \d+ fields/ }).click();
  await expect(field(page, "country_id")).toContainText("found by name");
  await expect(field(page, "name")).toContainText("= Ostara Logistics AS");
  // all of them are one step back, and come again
  await mapper(page).getByRole("button", { name: "Undo" }).click();
  await expect(field(page, "name")).not.toContainText("= Ostara Logistics AS");
  await mapper(page).getByRole("button", { name: "Redo" }).click();
  await expect(field(page, "name")).toContainText("= Ostara Logistics AS");
  await look(page, "mapper", { within: "[role=dialog]" });
  await page.keyboard.press("Escape");
  await expect(mapper(page)).toBeHidden();
  await expect(panel(page).getByRole("button", { name: "Map visually" })).toBeFocused();

  // by key alone
  await node(page, "Order in Odoo").click();
  await page.keyboard.press("Alt+m");
  await expect(mapper(page).getByRole("tree")).toBeFocused();
  // the order's reference is required, and Odoo gives it
  await expect(mapper(page).getByText(/required fields? (is|are) not mapped/)).toBeHidden();
  await page.keyboard.press("/");
  await page.keyboard.insertText("lines");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(source(page, "trigger.body.lines")).toHaveAttribute("aria-selected", "true");
  await expect(mapper(page).getByRole("grid")).toBeFocused();
  await page.keyboard.press("/");
  await page.keyboard.insertText("order_line");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(field(page, "order_line")).toContainText("a line for each");
  const into = mapper(page).getByRole("button", { name: "Map the fields of each line" });
  await into.focus();
  await page.keyboard.press("Enter");
  await expect(mapper(page).getByRole("heading", { name: "Map each line of Order Lines" })).toBeVisible();
  await expect(mapper(page).getByRole("tree")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(mapper(page).getByRole("grid")).toBeFocused();
  // one with its key, the others together
  await expect(field(page, "name")).toContainText("description");
  await page.keyboard.press("Home");
  await page.keyboard.press("y");
  await expect(field(page, "name")).toContainText("= Discovery workshop");
  await page.keyboard.press("Shift+A");
  await review.getByRole("button", { name: /^Map \d+ fields/ }).focus();
  await page.keyboard.press("Enter");
  await expect(field(page, "product_id")).toContainText("found by default_code");
  await expect(field(page, "product_id")).toContainText("= CONS-SR");
  await look(page, "mapper-lines", { within: "[role=dialog]" });
  await mapper(page).getByRole("button", { name: "Back to sale.order" }).focus();
  await page.keyboard.press("Enter");
  await expect(field(page, "order_line")).toContainText("a line for each, 4 fields");
  await page.keyboard.press("Escape");
  await expect(mapper(page)).toBeHidden();
  await saved(page);

  // what was mapped is what would be written: names became records, and nothing was made
  await page.getByRole("button", { name: "Test run" }).first().click();
  const below = page.getByRole("region", { name: "Test run, problems, samples and changes" });
  await expect(below.getByText("Succeeded")).toBeVisible();
  await below.getByRole("button", { name: /Customer in Odoo/ }).click();
  await expect(below.getByText("Create contact Ostara Logistics AS").first()).toBeVisible();
  for (const shown of ["Norway", "Invoice", "182000.5", "post@ostara.example"]) await expect(below.getByText(shown, { exact: true }).first()).toBeVisible();
  await below.getByRole("button", { name: /Order in Odoo/ }).click();
  await expect(below.getByText(/Discovery workshop/).first()).toBeVisible();
});

test("a mapper that is asked for by key before the settings of the step have come opens when they are there", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  const key = `${FLOW}-early`;
  await ask(page, "flows.import", { document: { ...DOCUMENT, flow: { ...DOCUMENT.flow, key } }, publish: false });
  let arrive = (): void => undefined;
  const arrival = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  // what draws the settings is on its way until it is let through
  await page.route(/\.js$/, async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes("Map visually")) await arrival;
    await route.fulfill({ response });
  });
  await page.goto(`/production/flows/${key}`);
  await node(page, "Order in Odoo").click();
  await page.keyboard.press("Alt+m");
  await expect(node(page, "Order in Odoo")).toBeFocused();
  await expect(page.getByRole("button", { name: "Map visually" })).toBeHidden();
  arrive();
  await expect(mapper(page).getByRole("tree")).toBeFocused();
  // parts that nobody asked for may be under way still
  await page.unrouteAll({ behavior: "wait" });
});

test("where nobody says which fields there are, a source becomes one: dragged beside them, or picked and added by key", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  const key = `${FLOW}-free`;
  const [won] = DOCUMENT.steps;
  const steps = [won, { id: "read", type: "map", name: "Read deal", config: { fields: [] } }];
  const document = { ...DOCUMENT, flow: { ...DOCUMENT.flow, key }, steps, edges: [{ from: "won", to: "read" }], layout: {} };
  await ask(page, "flows.import", { document, publish: false });
  await ask(page, "flows.saveSample", { flow: key, name: "Large deal", trigger: { body: BODY, headers: {}, query: {} }, pinned: true });
  await page.goto(`/production/flows/${key}`);
  await node(page, "Read deal").click();
  await panel(page).getByRole("button", { name: "Map visually" }).click();
  await expect(mapper(page).getByText("No field yet.")).toBeVisible();
  await dragTo(page, source(page, "trigger.body.account.name"), await middleOf(mapper(page).getByRole("grid")));
  await expect(mapper(page).getByRole("row", { name: /^name/ })).toContainText("= Ostara Logistics AS");
  // by key: the same name once more, and it is called by what it stands in
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("/");
  await page.keyboard.insertText("ostara log");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(source(page, "trigger.body.account.name")).toHaveAttribute("aria-selected", "true");
  await expect(mapper(page).getByRole("grid")).toBeFocused();
  await page.keyboard.press("+");
  await expect(mapper(page).getByRole("row", { name: /^account_name/ })).toContainText("= Ostara Logistics AS");
  await page.keyboard.press("Escape");
  await expect(mapper(page)).toBeHidden();

  // from a name Tab goes on to its value; Escape leads from wherever one is to the step
  await box(page, "Name of field 2").focus();
  await page.keyboard.press("Tab");
  await expect(box(page, "Value of account_name")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(panel(page).getByRole("button", { name: "Use a fixed value for Value of account_name" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(node(page, "Read deal")).toBeFocused();
});

test("what becomes of the lines of an order that is there is said command by command", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  const key = `${FLOW}-commands`;
  const config = { connection: "odoo", model: "sale.order", id: { $: "trigger.body.id" }, values: { order_line: [[5]] } };
  await ask(page, "flows.import", {
    document: {
      throughline: 1,
      flow: { key, name: "Lines" },
      steps: [
        { id: "asked", type: "trigger.webhook", name: "Change asked", config: { auth: { kind: "none" } } },
        { id: "order", type: "odoo.update", name: "Order in Odoo", config },
      ],
      edges: [{ from: "asked", to: "order" }],
    },
    publish: false,
  });
  await page.goto(`/production/flows/${key}`);
  await node(page, "Order in Odoo").click();
  await panel(page).getByRole("button", { name: "Map visually" }).click();
  await expect(field(page, "order_line")).toContainText("1 command");
  // of a record that is there nothing is required
  await expect(mapper(page).getByText(/required fields? (is|are) not mapped/)).toBeHidden();
  await mapper(page).getByRole("button", { name: "Edit Order Lines" }).click();
  const commands = mapper(page).getByRole("list", { name: "Commands for Order Lines" });
  await expect(commands).toContainText("Unlinks all that the field holds.");
  await mapper(page).getByRole("button", { name: "Add command" }).click();
  await choose(page, commands, "Command 2", "Update");
  await commands.getByRole("textbox", { name: "Record of command 2" }).click();
  await page.keyboard.insertText("trigger.body.line");
  await choose(page, commands, "Add a field to command 2", /price_unit/);
  await commands.getByRole("textbox", { name: "price_unit of command 2" }).click();
  await page.keyboard.insertText("trigger.body.price");
  await expect(field(page, "order_line")).toContainText("clear, update");
  await expect(field(page, "order_line")).toContainText("2 commands");
  await look(page, "mapper-commands", { within: "[role=dialog]" });
  // their order is what Odoo does; the keyboard goes along
  await commands.getByRole("button", { name: "Move command 2 up" }).click();
  await expect(field(page, "order_line")).toContainText("update, clear");
  await expect(commands.getByRole("button", { name: "Move command 1 down" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(field(page, "order_line")).toContainText("clear, update");
  await commands.getByRole("button", { name: "Remove command 1" }).click();
  await expect(field(page, "order_line")).toContainText("1 command");
  // of a record that is made, what it must have is told
  await commands.getByRole("combobox", { name: "Command 1", exact: true }).click();
  await page.getByRole("option", { name: "Create", exact: true }).click();
  await commands.getByRole("button", { name: "Description", exact: true }).click();
  await expect(commands.getByRole("textbox", { name: "name of command 1" })).toBeVisible();
  await expect(commands.getByText("Required, and not filled:")).toBeHidden();
});
