"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { IconButton } from "./icon-button.tsx";

/** A panel that slides over the page from one side and gives the focus back when it goes. */
export function Sheet({
  open,
  onOpenChange,
  title,
  side = "right",
  width = 400,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  side?: "left" | "right";
  width?: number;
  children: ReactNode;
}) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="backdrop fixed inset-0 z-50 bg-[rgb(10_20_22/.38)]" />
        <Base.Popup
          className={cx(
            "sheet fixed inset-y-0 z-50 flex max-w-[calc(100vw-40px)] flex-col border-line bg-raised shadow-3 outline-none",
            side === "right" ? "right-0 border-l" : "sheet-left left-0 border-r",
          )}
          style={{ width }}
        >
          <header className="flex h-(--topbar) shrink-0 items-center gap-2 border-b border-line pr-2.5 pl-4">
            <Base.Title className="min-w-0 flex-1 truncate text-14 font-semibold text-ink">{title}</Base.Title>
            <Base.Close
              render={
                <IconButton label="Close">
                  <X size={16} aria-hidden />
                </IconButton>
              }
            />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
