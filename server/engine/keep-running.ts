/**
 * A runner of the queue gives up when its connection breaks in the wrong moment (a database that is restarted while jobs are completed): it
 * shuts down, sometimes for ever, and tells nobody who would start another. Its process would live, say that it lives, and do nothing. So a
 * runner that begins to shut down without having been asked is replaced at once; what it still has in hand it may finish.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Runner } from "graphile-worker";
import type { Log } from "../log.ts";

/** `ended` resolves when the runner ends or begins to. */
export type Running = { runner: Runner; ended: Promise<void> };

const AGAIN_MS = 500;

/** @throws what the first start throws */
export async function keepRunning(q: { start: () => Promise<Running>; log: Log }): Promise<{ stop: () => Promise<void> }> {
  let isStopped = false;
  let current = await q.start();
  // one that has ended by itself refuses to be stopped
  const stopCurrent = () => current.runner.stop().catch(() => undefined);
  const watching = watch();

  async function watch(): Promise<void> {
    for (;;) {
      await current.ended;
      if (isStopped) return;
      q.log.warn("a runner of the queue ended by itself; another takes its place");
      while (!(await begun())) if (isStopped) return;
    }
  }

  async function begun(): Promise<boolean> {
    await sleep(AGAIN_MS);
    if (isStopped) return false;
    try {
      current = await q.start();
      if (isStopped) await stopCurrent();
      return true;
    } catch (error) {
      q.log.warn({ err: error }, "a runner of the queue could not be started; it is tried again");
      return false;
    }
  }

  return {
    stop: async () => {
      isStopped = true;
      await stopCurrent();
      await watching;
    },
  };
}
