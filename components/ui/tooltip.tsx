"use client";

import { cloneElement, type ReactElement, type ReactNode, useEffect, useState } from "react";
import { later } from "./later.tsx";
import { type Tip, watchTips } from "./tips.ts";

const TipPopup = later(() => import("./tip-popup.tsx").then((module) => module.TipPopup));

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
      {last && <TipPopup tip={last} isOpen={tip !== null} />}
    </>
  );
}
