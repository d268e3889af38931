/**
 * The queue fetches again some milliseconds after a small fetch, and forgets what was announced in between: such a job would wait for the
 * next poll. Whatever was announced is fetched when that pause is over.
 */
import type { WorkerEvents } from "graphile-worker";

export function hearWhilePausing(events: WorkerEvents): void {
  let heard = false;
  events.on("pool:listen:notification", () => {
    heard = true;
  });
  events.on("localQueue:refetchDelay:expired", ({ localQueue }) => {
    if (!heard) return;
    // an announcement that was followed at once costs one empty look
    heard = false;
    localQueue.pulse(1);
  });
}
