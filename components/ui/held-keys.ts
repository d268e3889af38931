/** Keys that are pressed while what was opened with the key before them is still on its way: they are its own. */
import { useEffect } from "react";

/** While something is awaited, keys are held; when it is there, it gets them where the focus is then. */
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
      // it takes the focus in the frame after it is drawn
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          for (const { key, code, shiftKey } of held)
            (document.activeElement ?? document).dispatchEvent(new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true }));
        }),
      );
    };
  }, [isAwaited]);
}
