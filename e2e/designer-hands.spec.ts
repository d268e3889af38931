/** Hands on the canvas: every way to add, select, arrange and undo, by mouse and by keyboard, and the commands that do the same. */
import { expect } from "@playwright/test";
import { dragTo, middleOf, node, panel, saved } from "./designer.ts";
import { drawOrderCheck } from "./order-check.ts";
import { signIn, test } from "./support.ts";

test("every command is found by its name, has a key that can be another one, and stands in the menu on the right button", async ({ browser }) => {
  const page = await signIn(browser, "analyst", { permissions: ["clipboard-read", "clipboard-write"] });
  const { key } = await drawOrderCheck(page, "commands");
  await page.goto(`/production/flows/${key}`);
  await expect(node(page, "Tell the team")).toBeVisible();

  // one tooltip for all: of what the pointer rests on or the keyboard has come to, until something is done
  const tip = page.locator(".popup").filter({ hasText: /^(Zoom in|Flows)/ });
  await page.getByRole("button", { name: "Zoom in" }).hover();
  await expect(tip).toHaveText(/^Zoom in/);
  await page.keyboard.press("Shift");
  await expect(tip).toBeHidden();
  await page.getByRole("link", { name: "Skip to content" }).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(tip).toHaveText(/^FlowsG ?F$/);
  await page.keyboard.press("Escape");
  await expect(tip).toBeHidden();

  // the palette: a command by other words than its name, and a step to jump to
  await page.keyboard.press("ControlOrMeta+k");
  // what is typed before the palette has come is not lost, and adds no step
  await page.keyboard.type("undo");
  const palette = page.getByRole("dialog", { name: "Commands of the designer" });
  await expect(palette.getByPlaceholder("A command or a step")).toHaveValue("undo");
  await expect(palette.getByRole("option", { name: /^Undo/ })).toContainText("There is nothing to undo");
  await palette.getByPlaceholder("A command or a step").fill("downstream");
  await expect(palette.getByRole("option").first()).toContainText("Select all that follows");
  await palette.getByPlaceholder("A command or a step").fill("ask sal");
  await page.keyboard.press("Enter");
  await expect(palette).toBeHidden();
  await expect(panel(page).getByRole("textbox", { name: "Name of the step" })).toHaveValue("Ask sales");
  // Escape leads out of a field to the step it belongs to
  await panel(page).getByRole("textbox", { name: "Name of the step" }).focus();
  await page.keyboard.press("Escape");
  await expect(node(page, "Ask sales")).toBeFocused();

  // what follows, what leads here, by key
  await node(page, "Large?").click();
  await page.keyboard.press("Shift+D");
  await expect(page.getByRole("heading", { name: "4 steps" })).toBeVisible();
  await page.keyboard.press("Escape");
  await node(page, "Large?").click();
  await page.keyboard.press("Shift+U");
  await expect(page.getByRole("heading", { name: "3 steps" })).toBeVisible();
  await page.keyboard.press("Escape");

  // the list of keys: a taken key is said, a free one is taken and works, and it is there after a reload
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys of the designer" });
  // a dialog begins at what it asks, not at the button that closes it
  await expect(keys.getByRole("searchbox", { name: "Find a command" })).toBeFocused();
  await keys.getByRole("searchbox", { name: "Find a command" }).fill("select all steps");
  await keys.getByRole("button", { name: /^Select all steps: Ctrl A/ }).click();
  await page.keyboard.press("ControlOrMeta+d");
  await expect(keys.getByText("Ctrl D is the key of “Duplicate”.")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(keys.getByText("Ctrl K belongs to the whole product: press another one.")).toBeVisible();
  await page.keyboard.press("Shift+A");
  await expect(keys.getByRole("button", { name: /^Select all steps: Shift A/ })).toBeVisible();
  await page.screenshot({ path: "test-results/hands-keys.png" });
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  // asked for by way of both palettes, too, it gives the keyboard back to where they were called
  await node(page, "Large?").focus();
  await page.keyboard.press("ControlOrMeta+k");
  await palette.getByPlaceholder("A command or a step").fill("search flows");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Search and commands" }).getByRole("combobox").fill("keys");
  await page.keyboard.press("Enter");
  await expect(keys.getByRole("searchbox", { name: "Find a command" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(node(page, "Large?")).toBeFocused();
  await page.reload();
  await expect(node(page, "Tell the team")).toBeVisible();
  await page.keyboard.press("Shift+A");
  await expect(page.getByRole("heading", { name: "6 steps" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await keys.getByRole("button", { name: "Reset all keys" }).click();
  await keys.getByRole("button", { name: "Close" }).click();
  await expect(keys).toBeHidden();
  await page.keyboard.press("ControlOrMeta+a");
  await expect(page.getByRole("heading", { name: "6 steps" })).toBeVisible();
  await page.keyboard.press("Escape");

  // the right button
  await node(page, "Shape it").click({ button: "right" });
  const menu = page.getByRole("menu", { name: "What can be done here" });
  await expect(menu.getByRole("menuitem", { name: /^Duplicate/ })).toBeVisible();
  await page.screenshot({ path: "test-results/hands-menu.png" });
  await menu.getByRole("menuitem", { name: /^Duplicate/ }).click();
  await expect(node(page, "Shape it 2")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(node(page, "Shape it 2")).toBeHidden();
  await saved(page);
});

test("a step is added, put into an edge, taken out, lined up and seen, with the mouse and without", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  const { key } = await drawOrderCheck(page, "hands");
  await page.goto(`/production/flows/${key}`);
  await expect(node(page, "Tell the team")).toBeVisible();
  const canvas = page.getByRole("region", { name: "Canvas" });
  const picker = page.getByRole("dialog", { name: "Add a step" });
  const edge = (from: string, to: string) => page.getByRole("img", { name: `Edge from ${from} to ${to}`, exact: true });

  // three keys for a new step after the selected one, and what fits the place comes first
  await node(page, "Tell the team").click();
  await canvas.focus();
  await page.keyboard.press("/");
  await expect(picker.getByPlaceholder("Search steps")).toBeFocused();
  await page.keyboard.press("w");
  await page.keyboard.press("Enter");
  await expect(edge("Tell the team", "Wait")).toBeAttached();
  await page.keyboard.press("/");
  await expect(picker.getByText("Fits best here")).toBeVisible();
  await expect(picker.getByRole("option", { name: /^Webhook/ })).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(picker).toBeHidden();

  // Tab follows the edges, Ctrl with Delete takes a step out and joins what is around it
  await node(page, "Order in").focus();
  await page.keyboard.press("Tab");
  await expect(node(page, "Shape it")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+Delete");
  await expect(node(page, "Shape it")).toBeHidden();
  await expect(edge("Order in", "Large?")).toBeAttached();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(edge("Shape it", "Large?")).toBeAttached();

  // a wire dropped on the empty canvas asks what comes there
  await page.keyboard.press("Shift+1");
  await expect(node(page, "Wait")).toBeInViewport();
  const room = await canvas.boundingBox();
  if (!room) throw new Error("no canvas");
  await dragTo(page, page.getByRole("button", { name: "Output rejected of Ask sales" }), { x: room.x + room.width - 180, y: room.y + 90 });
  await expect(picker.getByRole("option").first()).toContainText("Stop");
  await page.keyboard.press("Escape");
  await expect(picker).toBeHidden();

  // a step that stands alone, dropped on an edge, stands in it
  await dragTo(page, page.getByRole("button", { name: "Add Map", exact: true }), { x: room.x + room.width - 180, y: room.y + 120 });
  await expect(node(page, "Map")).toBeVisible();
  const from = await middleOf(node(page, "Order in"));
  const to = await middleOf(node(page, "Shape it"));
  await dragTo(page, node(page, "Map"), { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
  await expect(edge("Order in", "Map")).toBeAttached();
  await expect(edge("Map", "Shape it")).toBeAttached();
  // the drag was one entry: back where it was before
  await page.keyboard.press("ControlOrMeta+z");
  await expect(edge("Order in", "Shape it")).toBeAttached();

  // several in one column
  await page.keyboard.press("Escape");
  await node(page, "Map").click();
  await node(page, "Ask sales").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Alt+h");
  await expect.poll(async () => Math.round((await middleOf(node(page, "Map"))).x - (await middleOf(node(page, "Ask sales"))).x)).toBe(0);

  // zoom to what is selected, and look there again after a reload
  await page.keyboard.press("Escape");
  await node(page, "Order in").click();
  await page.keyboard.press("Shift+2");
  await expect(page.getByRole("button", { name: /^Zoom is 100 %/ })).toBeVisible();
  await saved(page);
  const before = await middleOf(node(page, "Order in"));
  await page.reload();
  await expect(node(page, "Order in")).toBeVisible();
  expect(await middleOf(node(page, "Order in"))).toEqual(before);

  // far away there are steps and lines, and a line that is clicked is the chosen one; the map goes where it is pressed
  const out = page.getByRole("button", { name: "Zoom out" });
  await expect(async () => {
    if (await out.isEnabled()) await out.click({ timeout: 1_000 });
    await expect(out).toBeDisabled({ timeout: 1_000 });
  }).toPass();
  await expect(edge("Order in", "Shape it")).not.toBeAttached();
  await expect(page.getByRole("button", { name: "Output out of Order in" })).not.toBeAttached();
  const upper = await middleOf(node(page, "Order in"));
  const lower = await middleOf(node(page, "Shape it"));
  // a step that is dragged across the map is no wish to go there
  await dragTo(page, node(page, "Order in"), await middleOf(page.getByRole("img", { name: "Map of the flow" })));
  expect(await middleOf(node(page, "Shape it"))).toEqual(lower);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(async () => middleOf(node(page, "Order in"))).toEqual(upper);
  await page.mouse.click((upper.x + lower.x) / 2, (upper.y + lower.y) / 2);
  await page.getByRole("img", { name: "Map of the flow" }).click({ position: { x: 20, y: 20 } });
  await expect.poll(async () => middleOf(node(page, "Order in"))).not.toEqual(upper);
  // nearer, everything is there again
  await page.keyboard.press("Shift+1");
  await expect(edge("Order in", "Shape it")).toHaveClass(/selected/);
  await expect(page.getByRole("button", { name: "Output out of Order in" })).toBeAttached();
});
