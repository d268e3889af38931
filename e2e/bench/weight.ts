/** What a browser without a cache fetches as script to show a flow, and what it fetches afterwards. */
import type { BrowserContext, Page } from "@playwright/test";

/** Compressed, as it comes over the wire. */
export const MOST_KIB = 350;

/** so long without a new file nothing more comes by itself, ms */
const QUIET_MS = 3_000;

export type Weight = { kib: number; files: { url: string; kib: number }[] };

/**
 * First load: every file of script that is asked for until the flow is drawn. Then no other one is let through, and what waits for an idle
 * moment waits on, and a step must be selected by a click all the same. Later: what comes when both are let go, by itself or for that click.
 */
export async function weigh(context: BrowserContext, address: string): Promise<{ first: Weight; later: Weight }> {
  const page = await context.newPage();
  const scripts = await scriptsOf(page);
  const letGo = await drawn(page, address);
  const drawnWith = scripts.asked();
  await page.locator(".react-flow__node-step").first().click();
  await page.locator(".react-flow__node-step.selected").waitFor();
  await letGo();
  await scripts.quiet();
  const all = scripts.finished();
  await page.close();
  return { first: sum(all.filter(({ url }) => drawnWith.has(url))), later: sum(all.filter(({ url }) => !drawnWith.has(url))) };
}

/** A flow that is drawn, and nothing else comes. @returns lets everything come */
export async function drawn(page: Page, address: string): Promise<() => Promise<void>> {
  await page.addInitScript(holdIdle);
  await page.goto(address);
  await page.locator(".react-flow__node-step").first().waitFor();
  await page.getByRole("toolbar").first().waitFor();
  const gate = Promise.withResolvers<void>();
  await page.route(/\.js(\?|$)/, async (route) => {
    await gate.promise;
    await route.continue();
  });
  return async () => {
    gate.resolve();
    await page.evaluate(() => window.dispatchEvent(new Event("bench:idle")));
  };
}

function sum(files: { url: string; kib: number }[]): Weight {
  return { kib: files.reduce((total, file) => total + file.kib, 0), files: files.toSorted((a, b) => b.kib - a.kib) };
}

type Scripts = { asked: () => ReadonlySet<string>; finished: () => { url: string; kib: number }[]; quiet: () => Promise<void> };

async function scriptsOf(page: Page): Promise<Scripts> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const asked = new Map<string, string>();
  const files: { url: string; kib: number }[] = [];
  let last = performance.now();
  session.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    if (type !== "Script") return;
    asked.set(requestId, request.url);
    last = performance.now();
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const url = asked.get(requestId);
    if (url === undefined) return;
    files.push({ url, kib: encodedDataLength / 1024 });
    last = performance.now();
  });
  const quiet = async () => {
    while (performance.now() - last < QUIET_MS) await page.waitForTimeout(100);
  };
  return { asked: () => new Set(asked.values()), finished: () => files, quiet };
}

/** In the page: no moment is idle until it is said. */
function holdIdle(): void {
  const idle = window.requestIdleCallback.bind(window);
  let held: (() => void)[] | null = [];
  window.requestIdleCallback = (then, options) => {
    if (held === null) return idle(then, options);
    held.push(() => idle(then, options));
    return 0;
  };
  window.addEventListener("bench:idle", () => {
    const waiting = held ?? [];
    held = null;
    for (const go of waiting) go();
  });
}
