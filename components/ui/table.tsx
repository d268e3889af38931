import type { ReactNode, TdHTMLAttributes, ThHTMLAttributes } from "react";
import { cx } from "./cx.ts";

/** A table that scrolls sideways inside its own frame, never the page. `label` is its caption for screen readers. */
export function Table({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <section
      className={cx("relative min-w-0 overflow-x-auto focus-visible:shadow-(--focus-inset)", className)}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by the keyboard
      tabIndex={0}
    >
      <table className="w-full border-collapse">
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </section>
  );
}

export function Th({ num = false, className, ...rest }: ThHTMLAttributes<HTMLTableCellElement> & { num?: boolean }) {
  return (
    <th
      scope="col"
      {...rest}
      className={cx("border-b border-line px-2.5 py-[7px] text-11 font-medium whitespace-nowrap text-ink-3", num ? "text-right" : "text-left", className)}
    />
  );
}

export function Td({ num = false, strong = false, className, ...rest }: TdHTMLAttributes<HTMLTableCellElement> & { num?: boolean; strong?: boolean }) {
  return (
    <td
      {...rest}
      className={cx("h-(--row) border-b border-line px-2.5 text-12", num && "text-right", strong ? "font-[550] text-ink" : "text-ink-2", className)}
    />
  );
}
