"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx.ts";

export function Popover({
  trigger,
  label,
  align = "end",
  className,
  children,
}: {
  trigger: ReactElement;
  label: string;
  align?: "start" | "center" | "end";
  className?: string;
  children: ReactNode;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={5} collisionPadding={8} className="z-60 outline-none">
          <Base.Popup aria-label={label} className={cx("popup rounded-3 border border-line bg-raised p-3 text-13 text-ink-2 shadow-2 outline-none", className)}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
