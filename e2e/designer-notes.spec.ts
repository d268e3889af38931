/** What stands around the steps, goes along with them, and is found: groups, notes, the clipboard, and words. */
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { dragTo, middleOf, node, panel, saved } from "./designer.ts";
import { barriers } from "./looks.ts";
import { drawOrderCheck, orderCheck } from "./order-check.ts";
import { ask, base, signIn, test } from "./support.ts";

test("steps are grouped, notes are written, copied to another flow and undone, with the mouse and without", async ({ browser }) => {
  const page = await signIn(browser, "analyst", { permissions: ["clipboard-read", "clipboard-write"] });
  const { key } = await drawOrderCheck(page, "notes");
  await page.goto(`/production/flows/${key}`);
  await expect(node(page, "Tell the team")).toBeVisible();
  await page.keyboard.press("Shift+1");

  // a group has a title and a colour, and its steps go along when it is moved
  await node(page, "Ask sales").click();
  await node(page, "Tell the team").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Shift+G");
  await expect(page.getByLabel("Title of the group")).toBeFocused();
  await page.keyboard.type("Sales decides");
  await page.getByRole("radio", { name: "Violet" }).check();
  const title = page.getByRole("button", { name: "Select the steps of Sales decides" });
  const before = await middleOf(node(page, "Ask sales"));
  const at = await middleOf(title);
  // the pointer on its title does not lift the frame over the steps in it
  await title.hover();
  await expect(page.locator(".react-flow__node-group-frame")).toHaveCSS("z-index", "-1");
  await dragTo(page, title, { x: at.x + 160, y: at.y });
  await expect.poll(async () => (await middleOf(node(page, "Ask sales"))).x - before.x).toBeGreaterThan(100);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(async () => Math.round((await middleOf(node(page, "Ask sales"))).x - before.x)).toBe(0);

  // a note: Markdown, and nothing that is more than text
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+N");
  const text = page.getByRole("textbox", { name: "Text, in Markdown" });
  await expect(text).toBeFocused();
  await page.keyboard.insertText("## Why\n- ask **finance** first\n- <img src=x onerror=alert(1)>");
  const note = page.getByRole("group", { name: /^Note: / });
  await expect(note.getByRole("heading", { name: "Why" })).toBeVisible();
  await expect(note.getByText("<img src=x onerror=alert(1)>")).toBeVisible();
  expect(await note.locator("img").count()).toBe(0);
  await expect(note).toBeInViewport({ ratio: 0.95 });
  await page.keyboard.press("Escape");
  await expect(note).toBeFocused();
  // the button goes with the note, the keyboard stays on the canvas
  await page.getByRole("button", { name: "Delete the note" }).press("Enter");
  await expect(note).toBeHidden();
  await expect(page.getByRole("region", { name: "Canvas" })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+z");
  await note.click();
  await page.getByLabel("Width, px").fill("320");
  await saved(page);
  await page.reload();
  await expect(note.getByRole("heading", { name: "Why" })).toBeVisible();
  await expect(title).toBeVisible();
  await page.screenshot({ path: "test-results/hands-notes.png" });

  // both go to another flow on the clipboard; what the steps read follows their new ids
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+c");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(copied)).toMatchObject({
    throughline: 1,
    copied: { groups: [{ title: "Sales decides", colour: "violet" }], notes: [{ size: [320, 140] }] },
  });
  const whole = orderCheck({ key: `${key}-2`, name: `Second check ${key}` });
  const other = { ...whole, steps: whole.steps.slice(0, 2), edges: whole.edges.slice(0, 1) };
  await ask(page, "flows.import", { document: other, publish: false });
  await page.goto(`/production/flows/${key}-2`);
  await expect(node(page, "Shape it")).toBeVisible();
  await page.getByRole("region", { name: "Canvas" }).focus();
  await page.keyboard.press("ControlOrMeta+v");
  await expect(node(page, "Large?")).toBeAttached();
  await expect(title).toBeAttached();
  await expect(note).toBeAttached();
  await saved(page);
  const { document } = await read<{ document: typeof whole }>(page, "flows.draft", { flow: `${key}-2` });
  expect(JSON.stringify(document.steps.find((step) => step.id === "large"))).toContain("steps.shape_it_2.amount");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(note).toBeHidden();
  await expect(node(page, "Large?")).toBeHidden();
});

async function read<T>(page: Page, useCase: string, input: object): Promise<T> {
  const answer = await page.request.get(`${base}/api/trpc/${useCase}?input=${encodeURIComponent(JSON.stringify(input))}`);
  return (await answer.json()).result.data;
}

test("words are found in names, settings and expressions, and the keyboard goes from one to the next", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  const { key } = await drawOrderCheck(page, "found");
  await page.goto(`/production/flows/${key}`);
  await expect(node(page, "Tell the team")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+f");
  const find = page.getByRole("search", { name: "Find in the flow" });
  await expect(find.getByRole("combobox", { name: "Find" })).toBeFocused();
  await page.keyboard.type("amount");
  await expect(find.getByRole("option")).toHaveCount(3);
  await expect(find.getByRole("option").nth(2)).toContainText("steps.shape_it.amount > 50000");
  await page.screenshot({ path: "test-results/hands-find.png" });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  // the expression has the focus: what is typed goes there
  await expect(panel(page).getByRole("textbox", { name: "Value of amount" })).toBeFocused();
  await page.keyboard.press("F3");
  await expect(panel(page).getByRole("textbox", { name: "Name of the step" })).toHaveValue("Large?");
  await find.getByRole("button", { name: "Close" }).click();
  await expect(find).toBeHidden();
  // the designer is as it should be for whoever does not see it
  expect(await barriers(page)).toEqual([]);
});
