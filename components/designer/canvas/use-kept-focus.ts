import { type RefObject, useEffect } from "react";
import { useSteady } from "#components/ui/use-steady.ts";

/**
 * A step or note that has the keyboard may go: deleted, undone, or taken away by somebody else. A browser then gives the keyboard to nobody
 * and tells no one; `hand` gives it to whatever is next.
 */
export function useKeptFocus(wrapper: RefObject<HTMLElement | null>, hand: () => void): void {
  const handOn = useSteady(hand);
  useEffect(() => {
    const nodes = wrapper.current?.querySelector(".react-flow__nodes");
    if (!nodes) return;
    const { document } = window;
    let last: Element | null = null;
    const onFocus = ({ target }: FocusEvent) => {
      last = target instanceof Element && nodes.contains(target) ? target : null;
    };
    const going = new MutationObserver(() => {
      if (last === null || last.isConnected) return;
      last = null;
      if (document.activeElement === document.body) handOn();
    });
    document.addEventListener("focusin", onFocus);
    going.observe(nodes, { childList: true });
    return () => {
      document.removeEventListener("focusin", onFocus);
      going.disconnect();
    };
  }, [wrapper, handOn]);
}
