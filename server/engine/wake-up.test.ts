import { EventEmitter } from "node:events";
import type { WorkerEvents } from "graphile-worker";
import { expect, test, vi } from "vitest";
import { hearWhilePausing } from "./wake-up.ts";

test("what is announced while the queue pauses is fetched when the pause is over, once", () => {
  const events: WorkerEvents = new EventEmitter();
  const pulse = vi.fn();
  const pauseEnds = () => (events as EventEmitter).emit("localQueue:refetchDelay:expired", { localQueue: { pulse } });
  hearWhilePausing(events);
  pauseEnds();
  expect(pulse).not.toHaveBeenCalled();
  (events as EventEmitter).emit("pool:listen:notification", {});
  (events as EventEmitter).emit("pool:listen:notification", {});
  pauseEnds();
  expect(pulse).toHaveBeenCalledTimes(1);
  pauseEnds();
  expect(pulse).toHaveBeenCalledTimes(1);
});
