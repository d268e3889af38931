/** Work for when the browser has a moment. */

/** a busy machine has no moment: the longest that anything waits for its own, ms */
const TURN_MS = 200;

const waiting = new Set<() => void>();

/** Does one after the other, each when the browser has a moment: what is seen first is not held up by what is wanted a moment later. @returns takes it back */
export function inTurn(work: () => void): () => void {
  const isFirst = waiting.size === 0;
  waiting.add(work);
  if (isFirst) whenIdle(takeTurn, TURN_MS);
  return () => waiting.delete(work);
}

function takeTurn(): void {
  const [work] = waiting;
  if (!work) return;
  waiting.delete(work);
  work();
  if (waiting.size > 0) whenIdle(takeTurn, TURN_MS);
}

export function whenIdle(then: () => void, longest = 2_000): void {
  // Safari has no word for it
  if ("requestIdleCallback" in window) requestIdleCallback(then, { timeout: longest });
  else setTimeout(then, 50);
}
