/**
 * What runs inside the page: when the picture changed, and when something was painted that was waited for. Written as one function: it goes there as text.
 * Asked for within a frame, a task of the highest priority is the first to run when that frame has been painted: what the page had put off until then
 * comes after it, as it does for who looks.
 */
import type { Page } from "@playwright/test";

type Probe = { frames: number[]; isOn: boolean; stop: () => number[] };
declare global {
  interface Window {
    benchFrames?: Probe;
    benchPainted?: Promise<number>;
    benchKeys?: { worst: () => number[] };
  }
}

/** Frames from now on in which the picture changed: the time from one frame to the next, in ms. */
export async function watchFrames(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const view = document.querySelector<HTMLElement>(".react-flow__viewport");
    const dragged = document.querySelector<HTMLElement>(".react-flow__node.selected");
    const picture = () => `${view?.style.transform} ${dragged?.style.transform} ${dragged?.style.left} ${dragged?.style.top}`;
    const probe: Probe = { frames: [], isOn: true, stop: () => probe.frames };
    let last = performance.now();
    let shown = picture();
    let wasMoving = false;
    const look = (now: number) => {
      const next = picture();
      const isMoving = next !== shown;
      // a frame that is late shows in the one that changed, or in the one after it when painting took long
      if (isMoving || wasMoving) probe.frames.push(now - last);
      wasMoving = isMoving;
      shown = next;
      last = now;
      if (probe.isOn) requestAnimationFrame(look);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(look);
    });
    window.benchFrames = probe;
  });
  return () =>
    page.evaluate(() => {
      const probe = window.benchFrames;
      if (!probe) return [];
      probe.isOn = false;
      return probe.frames;
    });
}

/** From the next event of a kind to the frame in which `isShown` has come true, painted. Ask before the event happens, read afterwards. */
export async function untilPainted(page: Page, q: { event: "pointerdown" | "keydown"; isShown: string }): Promise<() => Promise<number>> {
  await page.evaluate(({ event, isShown }) => {
    const holds = new Function(`return ${isShown}`);
    window.benchPainted = new Promise((resolve, reject) => {
      window.addEventListener(
        event,
        ({ timeStamp }) => {
          const look = () => {
            if (!holds()) {
              if (performance.now() - timeStamp < 30_000) return requestAnimationFrame(look);
              return reject(new Error(`This did not come true within 30 s: ${isShown}`));
            }
            void scheduler.postTask(() => resolve(performance.now() - timeStamp), { priority: "user-blocking" });
            return undefined;
          };
          requestAnimationFrame(look);
        },
        { once: true, capture: true },
      );
    });
  }, q);
  return async () => (await page.evaluate(() => window.benchPainted)) ?? Number.NaN;
}

/** From each key to the frame that shows it, painted. */
export async function watchKeys(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const times: number[] = [];
    const onKey = ({ timeStamp }: KeyboardEvent) => {
      requestAnimationFrame(() => {
        void scheduler.postTask(() => times.push(performance.now() - timeStamp), { priority: "user-blocking" });
      });
    };
    window.addEventListener("keydown", onKey, { capture: true });
    window.benchKeys = {
      worst: () => {
        window.removeEventListener("keydown", onKey, { capture: true });
        return times;
      },
    };
  });
  return () => page.evaluate(() => window.benchKeys?.worst() ?? []);
}

/** Processor time of the page's main thread, in ms: what other processes do meanwhile does not count. */
export async function mainThread(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find((metric) => metric.name === "TaskDuration")?.value ?? 0) * 1000;
  };
  const before = await read();
  return async () => {
    const spent = (await read()) - before;
    await session.detach();
    return spent;
  };
}
