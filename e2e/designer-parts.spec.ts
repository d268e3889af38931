/** The designer comes in parts: what is drawn first, what is pressed before the rest is there, and a part that does not come. */
import { addressOf } from "#components/early.ts";
import { expect } from "@playwright/test";
import { drawn, MOST_KIB, weigh } from "./bench/weight.ts";
import { node, panel } from "./designer.ts";
import { drawOrderCheck } from "./order-check.ts";
import { base, signIn, test } from "./support.ts";

test("a flow is drawn, and its first step selected, with no more script than a slow line brings soon", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  const { key } = await drawOrderCheck(page, "weight");
  // the document asks for the draft itself, and the code takes that answer: so does the stream, when it first opens
  const asked: string[] = [];
  await page.goto("about:blank");
  const listening = page.context().waitForEvent("response", (response) => response.url().includes("/api/live?"));
  page.context().on("request", (request) => {
    if (request.url().includes("flows.draft?")) asked.push(request.url());
  });
  const { first, later } = await weigh(page.context(), `${base}/production/flows/${key}`);
  expect((await listening).status()).toBe(200);
  expect(asked).toEqual([`${base}${addressOf("flows.draft", { flow: key })}`]);
  expect(first.kib, first.files.map(({ url, kib }) => `${kib.toFixed(1)} ${url}`).join("\n")).toBeLessThanOrEqual(MOST_KIB);
  // what is left out of it has come as well
  expect(later.files.length).toBeGreaterThan(0);

  // a stream that comes back has missed something: then everything is asked again
  await page.addInitScript(keepStreams);
  await page.goto(`/production/flows/${key}`);
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
  const { key } = await drawOrderCheck(page, "early");
  const address = `${base}/production/flows/${key}`;
  const letPickerGo = await drawn(page, address);
  await page.keyboard.press("/");
  await page.keyboard.type("http");
  await letPickerGo();
  await expect(page.getByRole("dialog").getByPlaceholder("Search steps")).toHaveValue("http");
  await page.keyboard.press("Escape");

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
  const { key } = await drawOrderCheck(page, "away");
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  const letGo = await drawn(page, `${base}/production/flows/${key}`);
  // turned, not taken away: what is on its way when a route goes may never come
  let isAway = true;
  await page.route(/\.js(\?|$)/, (route) => (isAway ? route.abort() : route.continue()));
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

  isAway = false;
  await panel(page).getByRole("button", { name: "Try again" }).click();
  await expect(panel(page).getByRole("textbox", { name: "Name of the step" })).toHaveValue("Shape it");
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  // everything else comes by itself, with what was said meanwhile
  await expect(page.getByText("The menu could not be loaded")).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: away })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Problems: / })).toBeVisible();

  // what the server does not have yet is not published
  let isRefused = true;
  await page.route(/flows\.saveDraft/, (route) => (isRefused ? route.abort() : route.continue()));
  await panel(page).getByRole("textbox", { name: "Name of the step" }).fill("Shape it well");
  await page.getByRole("button", { name: "Publish…" }).click();
  const publishing = page.getByRole("dialog", { name: "Publish" });
  await expect(publishing.getByRole("alert")).toContainText("Your last changes are not saved");
  await expect(publishing.getByRole("button", { name: /^Publish version/ })).toBeDisabled();
  isRefused = false;
  await publishing.getByRole("button", { name: "Save again" }).click();
  await expect(publishing.getByRole("alert")).toBeHidden();
  expect(broken).toEqual([]);
});
