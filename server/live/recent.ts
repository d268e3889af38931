/** What was announced a moment ago, for pages that had their answers before their stream was there. */
import type { LiveMessage } from "#server/app.ts";

/** How long it is kept: a page that takes longer until it listens reads everything anew, ms. */
const KEPT_MS = 60_000;
/** The most that is kept; what is older is forgotten. */
const MOST = 2_000;
/** A page counts from when it was asked for, on its own clock and before its question was on its way here, ms. */
const EARLIER_MS = 5_000;

export type Recent = {
  add: (message: LiveMessage) => void;
  /** something may have been missed: what came before says nothing any more */
  forget: () => void;
  /** What came since a page was asked for, `age` ms ago; null: nobody knows all of it. */
  since: (age: number) => LiveMessage[] | null;
};

export function createRecent({ now }: { now: () => number }): Recent {
  let kept: { at: number; message: LiveMessage }[] = [];
  /** from here on all is known */
  let from = now();
  const drop = () => {
    const old = now() - KEPT_MS;
    let count = Math.max(0, kept.length - MOST);
    while ((kept[count]?.at ?? old) < old) count += 1;
    if (count === 0) return;
    from = Math.max(from, kept[count - 1]?.at ?? from);
    kept = kept.slice(count);
  };
  return {
    add: (message) => {
      kept.push({ at: now(), message });
      // not with each one: a copy of all costs more than some that are too many
      if (kept.length >= 2 * MOST) drop();
    },
    forget: () => {
      kept = [];
      from = now();
    },
    since: (age) => {
      drop();
      const then = now() - age - EARLIER_MS;
      return then <= from || age > KEPT_MS ? null : kept.flatMap(({ at, message }) => (at >= then ? [message] : []));
    },
  };
}
