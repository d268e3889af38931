/** Which step a hand has taken hold of. A press chooses, as on a desk: whoever drags, or only looks, need not let go first. */
import type { PointerEvent } from "react";

/** What is pressed for itself: ports, buttons, what can be written in. */
const OWN = ".react-flow__handle, .nodrag, button, a, input, textarea, [contenteditable]";

/** Null where the press is more than a choice of one: with a key for several, with a finger that may be about to move the canvas, with another button. */
export function pressedStep(event: PointerEvent<HTMLElement>): string | null {
  const isPlain = event.button === 0 && event.pointerType === "mouse" && !event.shiftKey && !event.ctrlKey && !event.metaKey;
  if (!isPlain || !(event.target instanceof Element) || event.target.closest(OWN)) return null;
  return event.target.closest<HTMLElement>(".react-flow__node-step")?.dataset.id ?? null;
}
