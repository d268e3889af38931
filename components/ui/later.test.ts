import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { laterOn, part } from "./later.tsx";
import { createQueue } from "./later-queue.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", new EventTarget());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A file that is away until somebody brings it. */
function file<T>(it: T) {
  const state = { isAway: true, asked: 0 };
  const load = async () => {
    state.asked += 1;
    if (state.isAway) throw new Error("no network");
    return it;
  };
  return { load, state };
}

test("what did not come is fetched again after a pause, and at once when there is a network; the others come meanwhile", async () => {
  const [lost, sound] = [file("lost"), file("sound")];
  sound.state.isAway = false;
  const queue = createQueue();
  const one = part(lost.load, { waits: true, queue });
  const other = part(sound.load, { queue });
  const told: boolean[] = [];
  one.subscribe(() => told.push(one.get().waits));
  queue.fetchAll();
  await vi.advanceTimersByTimeAsync(1_000);
  // who shows it need not wait for its turn any more, and asks
  expect([lost.state.asked, told, one.get().it]).toEqual([1, [false], null]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(other.get().it).toBe("sound");
  await vi.advanceTimersByTimeAsync(10_000);
  const { asked } = lost.state;
  expect(asked).toBeGreaterThan(1);
  lost.state.isAway = false;
  window.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(100);
  expect([lost.state.asked, one.get().it]).toEqual([asked + 1, "lost"]);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(lost.state.asked).toBe(asked + 1);
});

test("whoever waits for it gets it, also where it came because somebody else asked", async () => {
  const rules = file("rules");
  const queue = createQueue();
  const { came, ask } = laterOn(rules.load, { queue });
  queue.fetchAll();
  await vi.advanceTimersByTimeAsync(1_000);
  await expect(ask()).rejects.toThrow("no network");
  rules.state.isAway = false;
  expect(await ask()).toBe("rules");
  expect(await came).toBe("rules");
});
