"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import { cloneElement, type ReactElement, type ReactNode, useEffect, useState } from "react";
import { Kbd } from "./kbd.tsx";
import { type Tip, watchTips } from "./tips.ts";

type TooltipProps = { text: string; shortcut?: string | undefined; side?: Tip["side"]; children: ReactElement };

/** Words for something that has an accessible name already: it says the same to the eye, never something new. */
export function Tooltip({ text, shortcut, side, children }: TooltipProps) {
  return cloneElement(children, tipOf({ text, shortcut, side }));
}

/** What an element carries that has a tooltip: words only. A page has hundreds of them and shows one at a time, so one is made for all. */
export function tipOf({ text, shortcut, side }: Omit<TooltipProps, "children">): Record<`data-tip${string}`, string | undefined> {
  return { "data-tip": text, "data-tip-key": shortcut, "data-tip-side": side };
}

/** Shows the tooltip of whatever the pointer rests on or the keyboard has come to. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  const [tip, setTip] = useState<Tip | null>(null);
  // its words stay while it fades
  const [last, setLast] = useState<Tip | null>(null);
  if (tip !== null && tip !== last) setLast(tip);
  useEffect(() => watchTips(document, setTip), []);
  return (
    <>
      {children}
      {last && (
        <Base.Root open={tip !== null} disableHoverablePopup>
          <Base.Portal>
            <Base.Positioner anchor={last.element} side={last.side} sideOffset={6} collisionPadding={8} className="pointer-events-none z-60">
              <Base.Popup className="popup flex max-w-80 items-center gap-2 rounded-2 border border-line bg-raised px-2 py-1 text-12 text-ink shadow-2">
                {last.text}
                {last.shortcut && <Kbd>{last.shortcut}</Kbd>}
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </>
  );
}
