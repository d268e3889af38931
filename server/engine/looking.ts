/** What every worker looks at again and again. What could not be looked at is looked at the next time. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../log.ts";
import { isConnectionTrouble } from "./patience.ts";

export type Looking = { start: () => void; stop: () => Promise<void>; isStopping: () => boolean };

/** @param q.trouble what is logged where a look fails */
export function createLooking(q: { look: () => Promise<unknown>; everyMs: number; log: Log; trouble: string }): Looking {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await q.look();
      } catch (error) {
        if (!isConnectionTrouble(error)) q.log.error({ err: error }, q.trouble);
      }
      await sleep(q.everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    start: () => {
      running = loop();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
    isStopping: () => stopping.signal.aborted,
  };
}
