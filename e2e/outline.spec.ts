/** A flow built, connected, set up and tried without a mouse: everything is reached by Tab, done by keys and told by a sentence. */
import { randomInt } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { saved } from "./designer.ts";
import { signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));

const tree = (page: Page): Locator => page.getByRole("tree", { name: "Outline" });
const row = (page: Page, name: string): Locator => tree(page).getByRole("treeitem", { name: new RegExp(`^${name.replace("?", "\\?")}(,|$)`) });
const told = (page: Page, text: string | RegExp) => expect(page.getByRole("status").filter({ hasText: text }).first()).toBeAttached();

/** Tab until it has the focus: what cannot be reached by Tab is not there for somebody without a mouse. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 200; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${target}`);
}

/** From the row that has the focus: the picker, a word, Enter. The new step's row has the focus afterwards. */
async function add(page: Page, word: string, name: string): Promise<void> {
  await page.keyboard.press("+");
  await expect(page.getByPlaceholder("Search steps")).toBeFocused();
  await page.keyboard.type(word);
  await page.keyboard.press("Enter");
  await expect(row(page, name)).toBeFocused();
}

async function rename(page: Page, to: string): Promise<void> {
  await page.keyboard.press("F2");
  const name = page.getByRole("dialog").getByLabel("Name");
  await expect(name).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(to);
  await page.keyboard.press("Enter");
  await expect(row(page, to)).toBeFocused();
}

/** In the open settings of a map: a field, and the expression that it takes. Then back to where one came from. */
async function fill(page: Page, name: string, expression: string): Promise<void> {
  const settings = page.getByRole("dialog", { name: "Step with its input and output" });
  await tabTo(page, settings.getByRole("button", { name: "Add field" }));
  await page.keyboard.press("Enter");
  await tabTo(page, settings.getByRole("textbox", { name: "Name of field 1", exact: true }));
  await page.keyboard.type(name);
  await tabTo(page, settings.getByRole("textbox", { name: `Value of ${name}`, exact: true }));
  await page.keyboard.type(expression);
  // the first Escape may close what completes the expression
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(settings).toBeHidden({ timeout: 2_000 });
  }).toPass();
}

/** A command of the palette, or none: Escape. */
async function command(page: Page, word: string | null): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByPlaceholder("A command or a step")).toBeFocused();
  if (word !== null) await page.keyboard.type(word);
  await page.keyboard.press(word === null ? "Escape" : "Enter");
  await expect(page.getByPlaceholder("A command or a step")).toBeHidden();
}

async function choose(page: Page, item: string | RegExp): Promise<void> {
  await page.keyboard.press("Shift+F10");
  const chosen = page.getByRole("menuitem", { name: item }).first();
  await expect(chosen).toBeVisible();
  for (let presses = 0; presses < 40 && !(await chosen.evaluate((element) => element === document.activeElement)); presses += 1)
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
}

test("a flow is built, connected, set up and tried from the outline, with the keyboard alone", async ({ browser }) => {
  const page = await signIn(browser, "analyst", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto("/production/flows");
  await tabTo(page, page.getByRole("button", { name: "New flow" }).first());
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("dialog").getByLabel("Name"));
  await page.keyboard.type(`Orders by keyboard ${mark}`);
  await tabTo(page, page.getByRole("dialog").getByRole("button", { name: "Create" }));
  await page.keyboard.press("Enter");

  // an empty flow: the outline offers the first step
  await tabTo(page, page.getByRole("button", { name: "Add the first step" }));
  await page.keyboard.press("Enter");
  await expect(page.getByPlaceholder("Search steps")).toBeFocused();
  await page.keyboard.type("api call");
  await page.keyboard.press("Enter");
  await expect(row(page, "API call")).toBeFocused();
  await told(page, "API call added");

  await add(page, "map", "Map");
  await rename(page, "Read order");
  await told(page, "Map is called Read order now");
  await add(page, "branch", "Branch");
  await rename(page, "Large order?");
  // down to its outcomes: one gets a step of its own, the other joins it
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "yes")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("map");
  await page.keyboard.press("Enter");
  await expect(row(page, "Map")).toBeFocused();
  await rename(page, "Discount");
  await page.keyboard.type("no");
  await expect(row(page, "no")).toBeFocused();
  await choose(page, /Connect to a step/);
  const dialog = page.getByRole("dialog", { name: "Connect Large order?, no" });
  await expect(dialog.getByRole("button", { name: "API call" })).toHaveAccessibleDescription("API call starts the flow, so nothing can lead to it.");
  await expect(dialog.getByRole("button", { name: "Read order" })).toHaveAccessibleDescription("Work goes back to it.");
  await page.keyboard.type("disc");
  await page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("button", { name: "Discount" })).toBeFocused();
  await page.keyboard.press("Enter");
  await told(page, "Large order? leads to Discount");
  await expect(row(page, "no")).toHaveAccessibleName("no, outcome of Large order?, leads to Discount");

  // taken apart and put together again
  await page.keyboard.press("Delete");
  await told(page, "Edge from Large order? to Discount deleted");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(row(page, "no")).toHaveAccessibleName("no, outcome of Large order?, leads to Discount");
  await choose(page, "Disconnect Discount");
  await expect(row(page, "no")).not.toHaveAccessibleName(/leads to/);
  await expect(row(page, "no")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(row(page, "no")).toHaveAccessibleName("no, outcome of Large order?, leads to Discount");

  // order, copies, deletion
  await page.keyboard.type("disc");
  await expect(row(page, "Discount")).toBeFocused();
  await add(page, "wait", "Wait");
  await page.keyboard.press("Alt+ArrowUp");
  await told(page, "Wait comes before Discount now");
  await page.keyboard.press("ControlOrMeta+d");
  await told(page, "1 step duplicated");
  await expect(tree(page).getByRole("treeitem", { name: /^Wait/ })).toHaveCount(2);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(tree(page).getByRole("treeitem", { name: /^Wait/ })).toHaveCount(1);
  await page.keyboard.type("wait");
  await expect(row(page, "Wait")).toBeFocused();
  await choose(page, /^Copy/);
  await told(page, "1 step copied");
  await expect(row(page, "Wait")).toBeFocused();
  await choose(page, /^Paste/);
  await told(page, "1 step pasted");
  await expect(tree(page).getByRole("treeitem", { name: /^Wait/ })).toHaveCount(2);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(tree(page).getByRole("treeitem", { name: /^Wait/ })).toHaveCount(1);
  await page.keyboard.type("wait");
  await expect(row(page, "Wait")).toBeFocused();
  await page.keyboard.press("Delete");
  await told(page, "Wait deleted");
  await expect(row(page, "Wait")).toBeHidden();
  await expect(row(page, "Large order?")).toBeFocused();
  await page.keyboard.type("disc");
  await expect(row(page, "Discount")).toBeFocused();

  // what is a command elsewhere is one here: the keys, a note; Escape leads back to the row
  // an arrow ends the word that was typed
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "Discount")).toBeFocused();
  await page.keyboard.press("Shift+?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(row(page, "Discount")).toBeFocused();
  await page.keyboard.press("Shift+N");
  await expect(page.getByRole("textbox", { name: "Text, in Markdown" })).toBeFocused();
  await page.keyboard.type("Ask finance");
  await page.keyboard.press("Escape");
  await expect(tree(page).locator("[role=treeitem]:focus")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.type("disc");
  await expect(row(page, "Discount")).toBeFocused();

  // settings: Enter leads there, closing them leads back
  await page.keyboard.press("Enter");
  await fill(page, "rebate", "10");
  await expect(row(page, "Discount")).toBeFocused();
  await page.keyboard.type("read");
  await expect(row(page, "Read order")).toBeFocused();
  await page.keyboard.press("Enter");
  await fill(page, "order", "trigger.body.order");
  await expect(row(page, "Read order")).toBeFocused();
  await saved(page);
  await expect(page.getByRole("button", { name: /^Problems: (No|0 errors)/ })).toBeVisible();

  // a sample, and the run
  await tabTo(page, page.getByRole("button", { name: /^Sample/ }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "New sample" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("dialog").getByLabel("Name"));
  await page.keyboard.type("An order");
  await tabTo(page, page.getByRole("dialog").getByLabel("Body"));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText('{ "order": "SO-1042" }');
  await tabTo(page, page.getByRole("dialog").getByRole("button", { name: "Save sample" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("ControlOrMeta+Enter");
  await told(page, "Test run succeeded");
  await expect(row(page, "Discount")).toHaveAccessibleName(/Succeeded in the last test run/);

  // found words, and commands that are not wanted after all, lead back to the row
  await tabTo(page, tree(page).locator("[role=treeitem][tabindex='0']"));
  await page.keyboard.type("disc");
  await expect(row(page, "Discount")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+f");
  await expect(page.getByRole("combobox", { name: "Find" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(row(page, "Discount")).toBeFocused();
  await command(page, null);
  await expect(row(page, "Discount")).toBeFocused();
  // a step that is asked for by name is gone on from here
  await command(page, "read order");
  await expect(row(page, "Read order")).toBeFocused();
  await page.keyboard.type("disc");
  await expect(row(page, "Discount")).toBeFocused();

  // a step that is not set up: from its problem to the field, where the keyboard stays in what was added
  await add(page, "map", "Map");
  await expect(page.getByRole("button", { name: /^Problems: 1 error/ })).toBeVisible();
  await page.keyboard.press("F8");
  const settings = page.getByRole("complementary", { name: "Settings of the step" });
  await expect(settings.getByRole("button", { name: "Add field" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("reference");
  await expect(settings.getByRole("textbox", { name: "Name of field 1", exact: true })).toHaveValue("reference");
  await page.keyboard.press("Escape");
  await expect(row(page, "Map")).toBeFocused();

  // publishing says what is missing and leads there; then it is published with a note, and the keyboard is where it was
  const problems = page.getByRole("region", { name: "Problems of Map" });
  await expect(problems).toContainText("The expression is empty.");
  await expect(problems).not.toContainText("must not be empty");
  await command(page, "publish");
  const publish = page.getByRole("dialog", { name: "Publish", exact: true });
  await expect(publish.getByRole("button", { name: /^Map: The expression is empty/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(settings.getByRole("textbox", { name: "Value of reference", exact: true })).toBeFocused();
  await page.keyboard.type("trigger.body.order");
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(row(page, "Map")).toBeFocused({ timeout: 2_000 });
  }).toPass();
  await expect(page.getByRole("button", { name: /^Problems: (No|0 errors)/ })).toBeVisible();
  await saved(page);
  await command(page, "publish");
  await expect(publish.getByRole("textbox", { name: "Note" })).toBeFocused();
  await page.keyboard.type("Orders, by keyboard");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(publish.getByRole("button", { name: "Done" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(row(page, "Map")).toBeFocused();

  // on the canvas Tab walks along the edges, and behind the last step it goes on to the tools
  await tabTo(page, page.getByRole("group", { name: "API call", exact: true }));
  for (const name of ["Read order", "Large order?", "Discount", "Map"]) {
    await page.keyboard.press("Tab");
    await expect(page.getByRole("group", { name, exact: true })).toBeFocused();
  }
  await page.keyboard.press("Tab");
  await expect(page.getByRole("toolbar", { name: "Canvas tools" }).getByRole("button", { name: "Select" })).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await command(page, null);
  await expect(page.locator(".react-flow__node:focus")).toBeVisible();

  // a flow goes on from there, too: a name, a step that comes and goes, and publishing; the keyboard stays on the canvas
  const drawn = (name: string) => page.getByRole("group", { name, exact: true });
  await expect(drawn("Map")).toBeFocused();
  await page.keyboard.press("F2");
  await page.keyboard.type("Reference");
  await page.keyboard.press("Enter");
  await expect(drawn("Reference")).toBeFocused();
  await page.keyboard.press("/");
  await page.keyboard.type("wait");
  await page.keyboard.press("Enter");
  await expect(drawn("Wait")).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(drawn("Reference")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(drawn("Wait")).toBeFocused();
  // undone under the keyboard
  await page.keyboard.press("ControlOrMeta+z");
  await expect(drawn("Wait")).toBeHidden();
  await expect(page.locator("[aria-label=Canvas]:focus, [aria-label=Canvas] :focus")).toBeVisible();
  // one with several ways on asks which of them continues
  await drawn("Large order?").focus();
  await page.keyboard.press("Delete");
  await expect(page.getByRole("dialog", { name: "Delete Large order?" }).getByRole("button", { name: /^yes/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(drawn("Read order")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(drawn("Large order?")).toBeFocused();
  await saved(page);
  await command(page, "publish");
  await expect(publish.getByRole("textbox", { name: "Note" })).toBeFocused();
  await page.keyboard.type("From the canvas");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(publish.getByRole("button", { name: "Done" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(publish).toBeHidden();
  await expect(page.locator("[aria-label=Canvas]:focus, [aria-label=Canvas] :focus")).toBeVisible();

  const { violations } = await new AxeBuilder({ page }).include("aside[aria-label='Steps and outline']").analyze();
  expect(violations.map((each) => each.id)).toEqual([]);
});
