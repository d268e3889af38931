/** Somebody at a desk: the browser, a person who has signed in, and the flow that they open. */
import { existsSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { chromium } from "@playwright/test";
import type { FlowDocument } from "#flow/document.ts";
import configuration from "../../playwright.config.ts";

export type Desk = {
  browser: Browser;
  /** a page with the canvas of a flow, looked at from there */
  open: (flow: FlowDocument, view: View) => Promise<Page>;
  /** a window of its own, whose cache is empty */
  fresh: () => Promise<BrowserContext>;
  address: (flow: FlowDocument) => string;
  close: () => Promise<void>;
};
export type View = { x: number; y: number; zoom: number };

const ENVIRONMENT = "development";

/** @param base the product's address */
export async function sitDown(q: { base: string; password: string; flows: FlowDocument[] }): Promise<Desk> {
  const { launchOptions, viewport } = configuration.use ?? {};
  const browser = await chromium.launch({
    ...launchOptions,
    ...(existsSync(chromium.executablePath()) ? {} : { executablePath: launchOptions?.executablePath }),
  });
  const options = { baseURL: q.base, viewport: viewport ?? null };
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("hanna.lind@halvorsen.example");
  await page.getByLabel("Password").fill(q.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  for (const document of q.flows) await bring(page, q.base, document);
  const storageState = await context.storageState();
  const address = (flow: FlowDocument) => `${q.base}/${ENVIRONMENT}/flows/${flow.flow.key}`;
  return {
    browser,
    address,
    fresh: () => browser.newContext({ ...options, storageState }),
    open: async (flow, view) => {
      const opened = await context.newPage();
      opened.setDefaultTimeout(60_000);
      await opened.addInitScript(({ key, at }) => localStorage.setItem(`throughline:viewport:${key}`, JSON.stringify(at)), { key: flow.flow.key, at: view });
      await opened.goto(address(flow));
      await opened.locator(".react-flow__node").first().waitFor();
      // it stands where it will stay
      await opened.waitForFunction(
        ({ x, y, zoom }) => document.querySelector<HTMLElement>(".react-flow__viewport")?.style.transform === `translate(${x}px, ${y}px) scale(${zoom})`,
        view,
      );
      // problems, samples and live values have come in, and nothing is under way any more
      await opened.waitForLoadState("networkidle");
      await untilCalm(opened);
      return opened;
    },
    close: () => browser.close(),
  };
}

/** What comes in idle time has come, and the first check of the whole flow is over: no task of 50 ms for a while. */
async function untilCalm(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let last = performance.now();
        new PerformanceObserver(() => {
          last = performance.now();
        }).observe({ type: "longtask" });
        const look = () => (performance.now() - last > 700 ? resolve() : setTimeout(look, 100));
        look();
      }),
  );
}

/** What an earlier round drew is put back as it was. */
async function bring(page: Page, base: string, document: FlowDocument): Promise<void> {
  const answer = await page.request.post(`${base}/api/trpc/flows.import`, { data: { document, publish: false }, headers: { origin: base } });
  if (!answer.ok()) throw new Error(`The flow could not be brought in: ${(await answer.text()).slice(0, 400)}`);
}
