/** Hands on the canvas: every way to add, find, select, arrange, copy and undo, by mouse and by keyboard. */
import { addressOf } from "#components/early.ts";
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { drawn, MOST_KIB, weigh } from "./bench/weight.ts";
import { dragTo, middleOf, node, panel, saved } from "./designer.ts";
import { barriers } from "./looks.ts";
import { ask, base, signIn, test } from "./support.ts";

test.describe.configure({ mode: "serial" });

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const KEY = `hands-${mark}`;

/*
 *   Order in ── Shape it ── Large? ──yes── Ask sales ──approved── Tell the team
 *                              └────no──── Quiet end
 */
const FLOW = {
  throughline: 1,
  flow: { key: KEY, name: `Order check ${mark}` },
  steps: [
    { id: "order_in", type: "trigger.webhook", name: "Order in", config: { auth: { kind: "none" } } },
    { id: "shape_it", type: "map", name: "Shape it", config: { fields: [{ name: "amount", value: { $: "trigger.body.amount" } }] } },
    { id: "large", type: "branch", name: "Large?", config: { cases: [{ port: "yes", when: { $: "steps.shape_it.amount > 50000" } }], else: "no" } },
    { id: "ask_sales", type: "approve", name: "Ask sales", config: { title: "Please decide", assignees: { roles: ["approver"] } } },
    { id: "tell", type: "notify", name: "Tell the team", config: { channel: "email", connection: "mail", to: [], subject: "Approved", text: "Have a look." } },
    { id: "quiet", type: "stop", name: "Quiet end", config: { outcome: "succeeded", reason: "Too small" } },
  ],
  edges: [
    { from: "order_in", to: "shape_it" },
    { from: "shape_it", to: "large" },
    { from: "large", port: "yes", to: "ask_sales" },
    { from: "large", port: "no", to: "quiet" },
    { from: "ask_sales", port: "approved", to: "tell" },
  ],
};

async function read<T>(page: Page, useCase: string, input: object): Promise<T> {
  const answer = await page.request.get(`${base}/api/trpc/${useCase}?input=${encodeURIComponent(JSON.stringify(input))}`);
  return (await answer.json()).result.data;
}

test("every command is found by its name, has a key that can be another one, and stands in the menu on the right button", async ({ browser }) => {
  const page = await signIn(browser, "analyst", { permissions: ["clipboard-read", "clipboard-write"] });
  await ask(page, "flows.import", { document: FLOW, publish: false });
  await page.goto(`/production/flows/${KEY}`);
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
  await page.goto(`/production/flows/${KEY}`);
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

test("steps are grouped, notes are written, copied to another flow and undone, with the mouse and without", async ({ browser }) => {
  const page = await signIn(browser, "analyst", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`/production/flows/${KEY}`);
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
  const other = { ...FLOW, flow: { key: `${KEY}-2`, name: `Second check ${mark}` }, steps: FLOW.steps.slice(0, 2), edges: FLOW.edges.slice(0, 1) };
  await ask(page, "flows.import", { document: other, publish: false });
  await page.goto(`/production/flows/${KEY}-2`);
  await expect(node(page, "Shape it")).toBeVisible();
  await page.getByRole("region", { name: "Canvas" }).focus();
  await page.keyboard.press("ControlOrMeta+v");
  await expect(node(page, "Large?")).toBeAttached();
  await expect(title).toBeAttached();
  await expect(note).toBeAttached();
  await saved(page);
  const { document } = await read<{ document: typeof FLOW }>(page, "flows.draft", { flow: `${KEY}-2` });
  expect(JSON.stringify(document.steps.find((step) => step.id === "large"))).toContain("steps.shape_it_2.amount");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(note).toBeHidden();
  await expect(node(page, "Large?")).toBeHidden();
});

test("words are found in names, settings and expressions, and the keyboard goes from one to the next", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await page.goto(`/production/flows/${KEY}`);
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

test("a flow is drawn, and its first step selected, with no more script than a slow line brings soon", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  // the document asks for the draft itself, and the code takes that answer: so does the stream, when it first opens
  const asked: string[] = [];
  await page.goto("about:blank");
  const listening = page.context().waitForEvent("response", (response) => response.url().includes("/api/live?"));
  page.context().on("request", (request) => {
    if (request.url().includes("flows.draft?")) asked.push(request.url());
  });
  const { first, later } = await weigh(page.context(), `${base}/production/flows/${KEY}`);
  expect((await listening).status()).toBe(200);
  expect(asked).toEqual([`${base}${addressOf("flows.draft", { flow: KEY })}`]);
  expect(first.kib, first.files.map(({ url, kib }) => `${kib.toFixed(1)} ${url}`).join("\n")).toBeLessThanOrEqual(MOST_KIB);
  // what is left out of it has come as well
  expect(later.files.length).toBeGreaterThan(0);

  // a stream that comes back has missed something: then everything is asked again
  await page.addInitScript(keepStreams);
  await page.goto(`/production/flows/${KEY}`);
  await expect(node(page, "Shape it")).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.documentElement.hasAttribute("data-listening"))).toBe(true);
  expect(asked).toHaveLength(2);
  await page.evaluate(() => window.dispatchEvent(new Event("stream:again")));
  await expect.poll(() => asked.length).toBe(3);
});

/** A stream whose line broke and came back, when the page is told so. */
function keepStreams(): void {
  const Real = window.EventSource;
  window.EventSource = class extends Real {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener("open", () => document.documentElement.setAttribute("data-listening", ""));
      window.addEventListener("stream:again", () => this.dispatchEvent(new Event("open")));
    }
  };
}

test("what is pressed before a picker or a menu is there is kept for it", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  const address = `${base}/production/flows/${KEY}`;
  const letPickerGo = await drawn(page, address);
  await page.keyboard.press("/");
  await page.keyboard.type("http");
  await letPickerGo();
  await expect(page.getByRole("dialog").getByPlaceholder("Search steps")).toHaveValue("http");
  await page.keyboard.press("Escape");
  await page.unrouteAll();

  const letMenuGo = await drawn(page, address);
  await page.getByRole("button", { name: /^Account of/ }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await letMenuGo();
  await expect(page.getByRole("menuitemradio", { name: "Light" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: /^Account of/ })).toBeFocused();
});

test("a part that does not come says so in its place, the canvas stays, and it is there when the network is back", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  const letGo = await drawn(page, `${base}/production/flows/${KEY}`);
  await page.route(/\.js(\?|$)/, (route) => route.abort());
  await letGo();
  const away = "This part of the page could not be loaded";
  await expect(page.getByRole("alert").filter({ hasText: away }).first()).toBeVisible();
  await node(page, "Shape it").click();
  await expect(panel(page).getByRole("alert")).toContainText(away);
  await page.getByRole("button", { name: /^Account of/ }).click();
  await expect(node(page, "Tell the team")).toBeVisible();
  // nobody says that a flow is without problems, or goes on checking, where its rules did not come
  await expect(page.getByRole("button", { name: "Not checked" })).toBeVisible();
  await page.screenshot({ path: "test-results/hands-away.png" });

  await page.unrouteAll();
  await panel(page).getByRole("button", { name: "Try again" }).click();
  await expect(panel(page).getByRole("textbox", { name: "Name of the step" })).toHaveValue("Shape it");
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  // everything else comes by itself, with what was said meanwhile
  await expect(page.getByText("The menu could not be loaded")).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: away })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Problems: / })).toBeVisible();

  // what the server does not have yet is not published
  await page.route(/flows\.saveDraft/, (route) => route.abort());
  await panel(page).getByRole("textbox", { name: "Name of the step" }).fill("Shape it well");
  await page.getByRole("button", { name: "Publish…" }).click();
  const publishing = page.getByRole("dialog", { name: "Publish" });
  await expect(publishing.getByRole("alert")).toContainText("Your last changes are not saved");
  await expect(publishing.getByRole("button", { name: /^Publish version/ })).toBeDisabled();
  await page.unrouteAll();
  await publishing.getByRole("button", { name: "Save again" }).click();
  await expect(publishing.getByRole("alert")).toBeHidden();
  expect(broken).toEqual([]);
});
