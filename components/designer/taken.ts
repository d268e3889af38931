/**
 * What others have saved while this designer is open: taking back one's own work takes back nobody else's, so it is put on top of what undo
 * brings back. Somebody may watch others draw for a day: what no step back needs is let go of, and what they saved one after the other is one.
 */
import type { FlowDocument } from "#flow/document.ts";

/** From `base`, which was saved before, to `theirs`. */
export type OnTop = { base: FlowDocument; theirs: FlowDocument; put: (q: { base: FlowDocument; mine: FlowDocument; theirs: FlowDocument }) => FlowDocument };

/** `taken`: how much of it a state holds already */
type Needing = { taken: number };

export type Taken = {
  count: () => number;
  /** @param needing the states that there is a way back to */
  add: (onTop: OnTop, needing: readonly Needing[]) => void;
  /** a state of before, with what others have saved since */
  since: (past: Needing & { whole: FlowDocument }) => FlowDocument;
};

export function createTaken(): Taken {
  let kept: readonly OnTop[] = [];
  let forgotten = 0;
  const count = () => forgotten + kept.length;
  return {
    count,
    add: (onTop, needing) => {
      const oldest = needing.reduce((least, { taken }) => Math.min(least, taken), count());
      kept = kept.slice(oldest - forgotten);
      forgotten = oldest;
      const last = kept.at(-1);
      const isOne = last !== undefined && last.theirs === onTop.base && !needing.some(({ taken }) => taken === count());
      kept = isOne ? [...kept.slice(0, -1), { ...onTop, base: last.base }] : [...kept, onTop];
    },
    since: ({ whole, taken }) => kept.slice(taken - forgotten).reduce((mine, { base, theirs, put }) => put({ base, mine, theirs }), whole),
  };
}
