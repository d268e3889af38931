"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import { Kbd } from "./kbd.tsx";
import type { Tip } from "./tips.ts";

/** The words of a tooltip, beside their element. */
export function TipPopup({ tip, isOpen }: { tip: Tip; isOpen: boolean }) {
  return (
    <Base.Root open={isOpen} disableHoverablePopup>
      <Base.Portal>
        <Base.Positioner anchor={tip.element} side={tip.side} sideOffset={6} collisionPadding={8} className="pointer-events-none z-60">
          <Base.Popup className="popup flex max-w-80 items-center gap-2 rounded-2 border border-line bg-raised px-2 py-1 text-12 text-ink shadow-2">
            {tip.text}
            {tip.shortcut && <Kbd>{tip.shortcut}</Kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
