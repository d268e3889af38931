"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, type RefObject, useRef } from "react";
import { cx } from "./cx.ts";
import { IconButton } from "./icon-button.tsx";

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** for a diff or an editor */
  wide?: boolean;
  /** what gets the focus when it opens; absent: the first control of its content */
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/** What can be reached with Tab; what components keep for forms behind the scenes cannot. */
const FIRST = 'button:enabled, input:enabled, textarea:enabled, select:enabled, a[href], [tabindex="0"], [contenteditable="true"]';
const KEPT = '[tabindex="-1"], [aria-hidden="true"]';

export function Dialog({ open, onOpenChange, title, description, wide = false, initialFocus, children }: DialogProps) {
  const content = useRef<HTMLDivElement>(null);
  // the button that closes it stands first and is the last that anybody wants; a finger that opens it wants no keyboard on the screen
  const first = (by: string) => {
    const all = by === "touch" ? [] : [...(content.current?.querySelectorAll<HTMLElement>(FIRST) ?? [])];
    return all.find((each) => !each.matches(KEPT)) ?? true;
  };
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="backdrop fixed inset-0 z-50 bg-[rgb(10_20_22/.38)]" />
        <Base.Popup
          initialFocus={initialFocus ?? first}
          className={cx(
            "popup fixed top-[max(24px,12vh)] left-1/2 z-50 flex max-h-[calc(100dvh-48px)] w-[calc(100vw-24px)] -translate-x-1/2 flex-col rounded-4 border border-line bg-raised shadow-3 outline-none max-sm:top-3 max-sm:max-h-[calc(100dvh-24px)]",
            wide ? "max-w-[860px] sm:top-6" : "max-w-[480px]",
          )}
        >
          <header className="flex shrink-0 items-start gap-3 px-5 pt-4">
            <div className="min-w-0 flex-1 pt-0.5">
              <Base.Title className="text-16 font-semibold text-ink">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-13 text-ink-2">{description}</Base.Description>}
            </div>
            <Base.Close
              render={
                <IconButton label="Close" shortcut="Esc">
                  <X size={16} aria-hidden />
                </IconButton>
              }
            />
          </header>
          <div ref={content} className="min-h-0 overflow-y-auto px-5 pt-3 pb-5">
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The foot of a dialog: what it does on the right, the way out beside it. */
export function DialogActions({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cx("mt-5 flex flex-wrap items-center justify-end gap-2", className)}>{children}</div>;
}
