/** What hands do on a canvas, ours and a bare one alike. */
import type { Page } from "@playwright/test";
import { untilPainted } from "./probe.ts";

const STEPS = 30;
/** a finger stays down so long at the least, ms */
const PRESS_MS = 60;

export async function middle(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator(".react-flow").boundingBox();
  if (!box) throw new Error("there is no canvas");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Down and back up. */
export async function pan(page: Page): Promise<void> {
  const { x, y } = await middle(page);
  await page.mouse.move(x, y);
  for (const by of [1, -1]) for (let step = 0; step < STEPS; step += 1) await page.mouse.wheel(by * 22, by * 60);
}

/** Out and back in. */
export async function zoom(page: Page): Promise<void> {
  const { x, y } = await middle(page);
  await page.mouse.move(x, y);
  await page.keyboard.down("Control");
  for (const by of [1, -1]) for (let step = 0; step < STEPS; step += 1) await page.mouse.wheel(0, by * 28);
  await page.keyboard.up("Control");
}

/** From the middle of a step along a line; the step is let go at its end. */
export async function dragStep(page: Page, id: string): Promise<void> {
  const { x, y } = await centreOf(page, id);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= STEPS; step += 1) await page.mouse.move(x + step * 6, y + step * 4);
  await page.mouse.up();
}

/** Clicks a step. @returns from the press to the frame in which it stands out, and `alsoShown` has come true, painted: ms. A bare page chooses when the finger is let go */
export async function choose(page: Page, id: string, alsoShown = "true"): Promise<number> {
  const { x, y } = await centreOf(page, id);
  await page.mouse.move(x, y);
  const isShown = `document.querySelector(${JSON.stringify(nodeOf(id))})?.classList.contains("selected") && ${alsoShown}`;
  const painted = await untilPainted(page, { event: "pointerdown", isShown });
  await page.mouse.down();
  await page.waitForTimeout(PRESS_MS);
  await page.mouse.up();
  return await painted();
}

export async function centreOf(page: Page, id: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(nodeOf(id)).boundingBox();
  if (!box) throw new Error(`the step ${id} cannot be seen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export const nodeOf = (id: string): string => `.react-flow__node[data-id="${id}"]`;
