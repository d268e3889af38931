/** How an effect is delivered: as the step says, else as its type does for these settings. One rule for the designer, the dry run and the engine. */
import type { DeliveryMode, Json, Step } from "./document.ts";
import type { StepFace } from "./step.ts";

/** `settings`: the config as written, or evaluated. Null for a step without effects. */
export function deliveryOf(step: Step, definition: StepFace, settings: Record<string, Json> = step.config): DeliveryMode | null {
  if (!definition.effect) return null;
  return step.delivery ?? definition.effect.deliveryFor?.(settings) ?? definition.effect.delivery;
}

/** In words, and what it means for whoever answers for the flow. */
export const DELIVERY: Record<DeliveryMode, { words: string; short: string; means: string }> = {
  "exactly-once": {
    words: "Exactly once",
    short: "1×",
    means: "The other system recognises the key of this write: a retry or a replay finds it and writes nothing twice.",
  },
  "at-least-once": { words: "At least once", short: "≥1", means: "It is sent again when nobody knows whether it arrived: the other system may do it twice." },
  "at-most-once": { words: "At most once", short: "≤1", means: "It is never sent again by itself: when nobody knows whether it arrived, a person decides." },
};
