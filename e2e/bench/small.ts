/** What the designer costs on top of the canvas library, at the size that most flows have: the same gestures on ours and on a bare page. */
import type { Page } from "@playwright/test";
import type { FlowDocument } from "#flow/document.ts";
import type { Desk, View } from "./desk.ts";
import { centreOf, dragStep, nodeOf, pan, zoom } from "./gestures.ts";
import { gesture, type Round } from "./large.ts";
import { mainThread, untilPainted } from "./probe.ts";

export const SMALL_VIEW: View = { x: 40, y: 60, zoom: 0.6 };

/** Processor time of the main thread per frame, and per click: what comes on top is the difference. */
export async function onTop(desk: Desk, flow: FlowDocument, bareUrl: string): Promise<{ ours: Round; bare: Round }> {
  const ours = await desk.open(flow, SMALL_VIEW);
  const mine = await costs(ours);
  // for the next round it stands where it stood
  await ours.keyboard.press("ControlOrMeta+z");
  await ours.getByRole("status").filter({ hasText: "Saved" }).waitFor();
  await ours.close();
  const context = await desk.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const bare = await context.newPage();
  await bare.goto(bareUrl);
  await bare.locator(".react-flow__node").first().waitFor();
  const theirs = await costs(bare);
  await context.close();
  return { ours: mine, bare: theirs };
}

async function costs(page: Page): Promise<Round> {
  const panned = await gesture(page, () => pan(page));
  const zoomed = await gesture(page, () => zoom(page));
  const { x, y } = await centreOf(page, "call_0");
  await page.mouse.move(x, y);
  const cpu = await mainThread(page);
  const painted = await untilPainted(page, {
    event: "pointerup",
    isShown: `document.querySelector(${JSON.stringify(nodeOf("call_0"))}).classList.contains("selected")`,
  });
  await page.mouse.down();
  await page.mouse.up();
  await painted();
  const select = await cpu();
  const dragged = await gesture(page, () => dragStep(page, "call_0"));
  return { pan: panned.cpu, zoom: zoomed.cpu, select, drag: dragged.cpu };
}
