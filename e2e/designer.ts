/** The designer as hands know it: what browser tests do on the canvas and in the step's panel, with mouse and keyboard. */
import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

export const node = (page: Page, name: string): Locator => page.getByRole("group", { name, exact: true });
export const box = (page: Page, name: string): Locator => panel(page).getByRole("textbox", { name, exact: true });
export const panel = (page: Page): Locator => page.getByRole("complementary", { name: "Settings of the step" });

export async function dragTo(page: Page, from: Locator, to: { x: number; y: number }): Promise<void> {
  const box = await from.boundingBox();
  if (!box) throw new Error("what is to be dragged cannot be seen");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move((box.x + to.x) / 2, (box.y + to.y) / 2, { steps: 6 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}

export async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error("the target cannot be seen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The port's plus, then the picker: type a few letters, Enter. */
export async function addAfter(page: Page, name: string, port: string | null, words: string): Promise<void> {
  await node(page, name).hover();
  await page.getByRole("button", { name: `Add a step after ${name}${port === null ? "" : `, ${port}`}`, exact: true }).click();
  await page.getByRole("dialog").getByPlaceholder("Search steps").fill(words);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
}

export async function rename(page: Page, from: string, to: string): Promise<void> {
  await node(page, from).click();
  await box(page, "Name of the step").fill(to);
  await expect(node(page, to)).toBeVisible();
}

/** Types into an expression's editor as a person would, and leaves completion alone. */
export async function write(page: Page, label: string, text: string): Promise<void> {
  const editor = box(page, label);
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

export async function saved(page: Page): Promise<void> {
  await expect(page.getByText(/^Saved/).first()).toBeVisible();
}

export async function choose(page: Page, within: Locator, label: string, option: string | RegExp): Promise<void> {
  await within.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).first().click();
}

export async function addField(page: Page, name: string): Promise<void> {
  await panel(page).getByRole("button", { name: "Add field" }).click();
  await panel(page).getByRole("combobox", { name: "Field to add" }).fill(name);
  await page.getByRole("option", { name: new RegExp(`\\b${name} ·`) }).click();
}
