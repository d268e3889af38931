/** A flow of hundreds of steps: the canvas library holds what is seen of it, and nobody notices. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import type { FlowDocument, Step } from "#flow/document.ts";
import { dragTo, middleOf, node, panel, saved } from "./designer.ts";
import { ask, base, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const KEY = `large-${mark}`;
const LANES = 8;
const ROWS = 22;

/** Eight lanes of twenty-two steps, each step wired to the one below it. */
function large(): FlowDocument {
  const ids = Array.from({ length: LANES * ROWS }, (_, index) => `s_${index}`);
  const steps: Step[] = ids.map((id, index) => ({ id, type: "map", name: `Line ${index}`, config: { fields: [] } }));
  const first: Step = { id: "start", type: "trigger.webhook", name: "Order in", config: { auth: { kind: "none" } } };
  return {
    throughline: 1,
    flow: { key: KEY, name: `Large ${mark}` },
    steps: [first, ...steps],
    edges: ids.map((to, index) => ({ from: index % ROWS === 0 ? "start" : `s_${index - 1}`, to })),
    layout: Object.fromEntries([["start", [0, -160]], ...ids.map((id, index) => [id, [Math.floor(index / ROWS) * 320, (index % ROWS) * 120]])]),
  };
}

const onCanvas = (page: Page) => page.locator(".react-flow__node-step");

async function places(page: Page): Promise<Record<string, [number, number]>> {
  const answer = await page.request.get(`${base}/api/trpc/flows.draft?input=${encodeURIComponent(JSON.stringify({ flow: KEY }))}`);
  return (await answer.json()).result.data.document.layout;
}

test("all of a large flow can be seen, found, walked to, chosen and moved, also what is far outside the window", async ({ browser }) => {
  const page = await signIn(browser, "analyst", {});
  const document = large();
  await ask(page, "flows.import", { document, publish: false });
  await page.goto(`/production/flows/${KEY}`);

  // somebody who never looked at it sees the whole
  await expect(node(page, "Line 0")).toBeVisible();
  await expect(node(page, `Line ${(LANES - 1) * ROWS}`)).toBeInViewport();
  await expect(page.getByRole("button", { name: /^Zoom is 2\d %/ })).toBeVisible();

  // near, the page holds what is seen and no more
  await page.keyboard.press("ControlOrMeta+f");
  await page.getByRole("combobox", { name: "Find" }).fill("Line 175");
  await page.keyboard.press("Enter");
  await page.getByRole("search", { name: "Find in the flow" }).getByRole("button", { name: "Close" }).click();
  await node(page, "Line 175").click();
  await page.keyboard.press("Shift+2");
  await expect.poll(() => onCanvas(page).count()).toBeLessThan(60);

  // a press chooses, before the finger is let go; one of several that is pressed keeps the others until it is
  const press = async (step: string) => {
    const { x, y } = await middleOf(node(page, step));
    await page.mouse.move(x, y);
    await page.mouse.down();
  };
  const name = panel(page).getByRole("textbox", { name: "Name of the step" });
  await press("Line 174");
  await expect(name).toHaveValue("Line 174");
  await page.mouse.up();
  await node(page, "Line 173").click({ modifiers: ["Shift"] });
  await press("Line 174");
  await expect(page.getByRole("heading", { name: "2 steps" })).toBeVisible();
  await page.mouse.up();
  await expect(name).toHaveValue("Line 174");

  // the keyboard walks along the edges to steps that were not there before
  await node(page, "Line 175").click();
  await node(page, "Line 175").focus();
  for (let step = 174; step >= 162; step -= 1) {
    await page.keyboard.press("Shift+Tab");
    await expect(node(page, `Line ${step}`)).toBeFocused();
  }

  // all are chosen, and what is dragged takes those outside the window along
  await page.keyboard.press("ControlOrMeta+a");
  await expect(page.getByRole("heading", { name: `${LANES * ROWS + 1} steps` })).toBeVisible();
  const from = await middleOf(node(page, "Line 162"));
  const asked: string[] = [];
  page.on("request", (request) => void asked.push(request.url()));
  const told = page.waitForRequest(/flows\.versions/);
  await dragTo(page, node(page, "Line 162"), { x: from.x - 96, y: from.y - 48 });
  await saved(page);
  await expect.poll(async () => (await places(page)).start).not.toEqual([0, -160]);
  // the stream tells of it: what hangs on the draft is asked again, the draft itself is here
  await told;
  expect(asked.filter((url) => url.includes("/flows.draft?"))).toEqual([]);
  // nor does a draft change what is known of contracts and of other flows
  expect(asked.filter((url) => /flows\.(governed|others)/.test(url))).toEqual([]);
  const moved = await places(page);
  const by = (id: string) => [0, 1].map((axis) => (moved[id]?.[axis] ?? 0) - (document.layout?.[id]?.[axis] ?? 0));
  expect(new Set(["start", "s_0", "s_80", "s_162", "s_175"].map((id) => by(id).join(" "))).size).toBe(1);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(async () => (await places(page)).start).toEqual([0, -160]);

  // back to the whole, from where only its end was held
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+1");
  await expect(node(page, "Order in")).toBeInViewport();

  // and a flow that has no step yet shows the note that somebody left there, far from where a canvas begins
  const note = { id: "todo", text: "Ask finance first", at: [4_000, 4_000], size: [220, 120], colour: "yellow" };
  await ask(page, "flows.import", {
    document: { throughline: 1, flow: { key: `${KEY}-note`, name: `Only a note ${mark}` }, steps: [], edges: [], notes: [note] },
    publish: false,
  });
  await page.goto(`/production/flows/${KEY}-note`);
  await expect(page.getByRole("group", { name: "Note: Ask finance first" })).toBeInViewport();
  await page.close();
});
