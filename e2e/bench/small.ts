/** What the designer costs on top of the canvas library, at the size that most flows have: the same gestures on ours and on a bare page. */
import type { Page } from "@playwright/test";
import type { FlowDocument } from "#flow/document.ts";
import type { Desk, View } from "./desk.ts";
import { percentile } from "../../server/bench/measures.ts";
import { choose, dragStep, pan, zoom } from "./gestures.ts";
import { gesture, type Round } from "./large.ts";
import { mainThread } from "./probe.ts";

/** beside the tools, in both pages; the last one is dragged then */
const CLICKS = ["look_0", "keep_0", "ask_0", "call_0", "look_0", "call_0"];
/** between clicks, until all that one asks for is done, ms */
const REST_MS = 250;

export const SMALL_VIEW: View = { x: 40, y: 60, zoom: 0.6 };

/**
 * Processor time of the main thread per frame; of clicks the time until the step is seen to be chosen, and what the processor spends on one from there on
 * as well, until its settings can be written in. What comes on top is the difference.
 */
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
  const cpu = await mainThread(page);
  const chosen: number[] = [];
  for (const id of CLICKS) {
    chosen.push(await choose(page, id));
    await page.waitForTimeout(REST_MS);
  }
  const spent = (await cpu()) / CLICKS.length;
  const dragged = await gesture(page, () => dragStep(page, "call_0"));
  return { pan: panned.cpu, zoom: zoomed.cpu, select: percentile(chosen, 0.5), "select-cpu": spent, drag: dragged.cpu };
}
