import { type RefObject, useEffect } from "react";
import { useSteady } from "#components/ui/use-steady.ts";
import type { Size } from "#flow/placement.ts";

/** A panel or a drawer that opens takes room from the canvas: what was looked at must not vanish behind its edge. `onLess`: told the room before. */
export function useKeepInSight(wrapper: RefObject<HTMLElement | null>, onLess: (before: Size) => void): void {
  const tell = useSteady(onLess);
  useEffect(() => {
    const element = wrapper.current;
    if (!element) return;
    let before: Size = element.getBoundingClientRect();
    const observer = new ResizeObserver(() => {
      const now: Size = element.getBoundingClientRect();
      const known = before;
      before = now;
      if (now.width < known.width || now.height < known.height) tell(known);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [wrapper, tell]);
}
