import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    // the key is told to screen readers by aria-keyshortcuts or by words
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus
    <kbd
      aria-hidden="true"
      className={cx(
        "inline-grid h-4 min-w-4 place-items-center rounded-[3px] border border-line bg-surface-2 px-1 text-[10px]/none font-medium text-ink-3",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
