/** How the designer answers with a thousand steps on the canvas. */
import type { Page } from "@playwright/test";
import { percentile } from "../../server/bench/measures.ts";
import type { FlowDocument } from "#flow/document.ts";
import type { Desk, View } from "./desk.ts";
import { choose, dragStep, middle, nodeOf, pan, zoom } from "./gestures.ts";
import { mainThread, untilPainted, watchFrames, watchKeys } from "./probe.ts";

/** one round: the figures that it gives, by the measures' names */
export type Round = Record<string, number>;

const NEAR: View = { x: 40, y: 60, zoom: 1 };
const FAR: View = { x: 20, y: 30, zoom: 0.25 };
/** as far away as a hundred steps have room, beside the tools: four lanes, twenty rows each */
const HUNDRED: View = { x: 80, y: 40, zoom: 0.27 };
/**
 * As quick hands type, with pauses in which the designer does what it leaves for them, so that the next key may meet it, ms. Without any pause a browser
 * takes key after key before what would tell that the last one was painted.
 */
const RHYTHM = [60, 80, 60, 130, 90, 170, 60, 270];
/** a hand that has clicked goes to the keyboard: 0.4 s (Card, Moran and Newell 1980, keystroke-level model), ms */
const TO_THE_KEYS = 400;
const CLICKS = ["fields_0", "size_0", "look_0", "keep_0", "ask_0", "call_0", "fields_0", "keep_0", "look_0", "size_0"];

export async function moving(desk: Desk, flow: FlowDocument): Promise<Round> {
  const near = await desk.open(flow, NEAR);
  const panNear = await gesture(near, () => pan(near));
  const zoomed = await gesture(near, () => zoom(near));
  await near.close();
  const far = await desk.open(flow, FAR);
  const panFar = await gesture(far, () => pan(far));
  await far.close();
  return {
    "pan-p95": panNear.p95,
    "pan-far-p95": panFar.p95,
    "zoom-p95": zoomed.p95,
    "pan-cpu": panNear.cpu,
    "pan-far-cpu": panFar.cpu,
    "zoom-cpu": zoomed.cpu,
  };
}

export async function selecting(desk: Desk, flow: FlowDocument): Promise<Round> {
  const page = await desk.open(flow, NEAR);
  const times: number[] = [];
  for (const id of CLICKS) times.push(await select(page, flow, id));
  await page.close();
  return { "select-step": percentile(times, 0.5), "select-step-worst": Math.max(...times.slice(1)) };
}

/** Until the step stands out and the panel beside it is its own. */
async function select(page: Page, flow: FlowDocument, id: string): Promise<number> {
  const name = flow.steps.find((step) => step.id === id)?.name ?? id;
  return await choose(page, id, `document.querySelector('[aria-label="Name of the step"]')?.value === ${JSON.stringify(name)}`);
}

/** Each key in the name of a step, which the canvas and the outline show as well; then in an expression. */
export async function typing(desk: Desk, flow: FlowDocument): Promise<Round> {
  const page = await desk.open(flow, NEAR);
  await select(page, flow, "size_0");
  const field = page.getByRole("textbox", { name: "Name of the step", exact: true });
  await field.click();
  await page.waitForTimeout(TO_THE_KEYS);
  const cpu = await mainThread(page);
  const keys = await watchKeys(page);
  for (const [index, key] of [..."is it a large order of a good customer"].entries()) {
    await page.keyboard.press(key === " " ? "Space" : key);
    await page.waitForTimeout(RHYTHM[index % RHYTHM.length] ?? 0);
  }
  const times = await keys();
  const spent = (await cpu()) / times.length;
  // for the next round; a burst that something interrupted is more than one step back
  for (let undone = 0; undone < 9 && (await field.inputValue()) !== "Large order 0?"; undone += 1) await page.keyboard.press("ControlOrMeta+z");
  await page.getByRole("status").filter({ hasText: "Saved" }).waitFor();
  await page.close();
  return { "type-key-worst": Math.max(...times), "type-key": percentile(times, 0.5), "type-key-cpu": spent };
}

export async function opening(desk: Desk, flow: FlowDocument): Promise<Round> {
  const page = await desk.open(flow, NEAR);
  // the second time the pages' code comes from the cache, as it does for somebody who works here
  await page.addInitScript(() => {
    const look = () => {
      if (!document.querySelector(".react-flow__node") || document.querySelector("[aria-busy=true]")) return requestAnimationFrame(look);
      void scheduler.postTask(
        () => {
          window.benchPainted = Promise.resolve(performance.now());
        },
        { priority: "user-blocking" },
      );
      return undefined;
    };
    requestAnimationFrame(look);
  });
  await page.goto(desk.address(flow));
  await page.waitForFunction(() => window.benchPainted !== undefined);
  const time = await page.evaluate(() => window.benchPainted);
  await page.close();
  return { open: time ?? Number.NaN };
}

export async function changing(desk: Desk, flow: FlowDocument): Promise<Round> {
  const page = await desk.open(flow, HUNDRED);
  const at = await canvasCorner(page, HUNDRED);
  await page.mouse.move(at(-110, -30).x, at(-110, -30).y);
  await page.mouse.down();
  await page.mouse.move(at(1200, 900).x, at(1200, 900).y, { steps: 4 });
  await page.mouse.move(at(2590, 1980).x, at(2590, 1980).y, { steps: 4 });
  await page.mouse.up();
  await page.getByRole("heading", { name: "100 steps" }).waitFor();
  const dragged = await gesture(page, () => dragStep(page, "keep_0"));
  const undo = await byKey(page, "ControlOrMeta+z", `document.querySelector(${JSON.stringify(nodeOf("keep_0"))}).style.top === "300px"`);
  await page.close();

  const near = await desk.open(flow, NEAR);
  await select(near, flow, "call_0");
  const add = await byKey(
    near,
    "m",
    `document.querySelector('[aria-label="Name of the step"]')?.value === "Map" && document.querySelector(${JSON.stringify(nodeOf("map"))})`,
  );
  await near.keyboard.press("ControlOrMeta+z");
  await near.close();
  return { "drag-100-p95": dragged.p95, "drag-100-cpu": dragged.cpu, undo, "add-step": add };
}

async function byKey(page: Page, key: string, isShown: string): Promise<number> {
  const painted = await untilPainted(page, { event: "keydown", isShown });
  await page.keyboard.press(key);
  return await painted();
}

/** Where a place of the flow is in the window. */
async function canvasCorner(page: Page, view: View): Promise<(x: number, y: number) => { x: number; y: number }> {
  const box = await page.locator(".react-flow").boundingBox();
  if (!box) throw new Error("there is no canvas");
  return (x, y) => ({ x: box.x + view.x + x * view.zoom, y: box.y + view.y + y * view.zoom });
}

/** Frame times of one gesture, and the main thread's work per frame. */
export async function gesture(page: Page, move: () => Promise<void>): Promise<{ p95: number; cpu: number; frames: number }> {
  await middle(page);
  const cpu = await mainThread(page);
  const frames = await watchFrames(page);
  await move();
  const times = await frames();
  return { p95: percentile(times, 0.95), cpu: (await cpu()) / Math.max(1, times.length), frames: times.length };
}
