import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** What to see where there is nothing yet: why, and what to do next. */
export function EmptyState({
  title,
  icon,
  action,
  compact = false,
  className,
  children,
}: {
  title: string;
  icon?: ReactNode;
  action?: ReactNode;
  compact?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div className={cx("mx-auto flex max-w-[420px] flex-col items-center px-6 text-center", compact ? "py-8" : "py-20", className)}>
      {icon && <span className="mb-3 grid size-10 place-items-center rounded-3 bg-surface-3 text-ink-3">{icon}</span>}
      <h2 className="text-14 font-semibold text-ink">{title}</h2>
      {children && <div className="mt-1 text-13 text-ink-2">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
