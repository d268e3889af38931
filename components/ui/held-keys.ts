/** Keys that are pressed while a menu that was opened with the key before them is still on its way: they are its own. */
import { useEffect } from "react";

/** how long it may take to draw what has come, in frames */
const FRAMES = 30;

/** While a menu is awaited, keys are held; when it is there and has the focus, it gets them. */
export function useHeldKeys(isAwaited: boolean): void {
  useEffect(() => {
    if (!isAwaited) return;
    const held: KeyboardEvent[] = [];
    const hold = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      held.push(event);
    };
    window.addEventListener("keydown", hold, true);
    return () => {
      window.removeEventListener("keydown", hold, true);
      if (held.length > 0) give(held, FRAMES);
    };
  }, [isAwaited]);
}

function give(held: readonly KeyboardEvent[], frames: number): void {
  const focused = document.activeElement;
  if (focused?.closest("[role=menu]")) {
    for (const { key, code, shiftKey } of held)
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true }));
    return;
  }
  if (frames > 0) requestAnimationFrame(() => give(held, frames - 1));
}
