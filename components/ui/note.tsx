import type { LucideIcon } from "lucide-react";
import { CircleCheck, Info, OctagonX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type NoteTone = "neutral" | "ok" | "warn" | "danger" | "parked";

const STATES: Record<NoteTone, string> = { neutral: "s-queued", ok: "s-succeeded", warn: "s-waiting", danger: "s-technical", parked: "s-parked" };
const ICONS: Record<NoteTone, LucideIcon> = { neutral: Info, ok: CircleCheck, warn: TriangleAlert, danger: OctagonX, parked: Info };

/** A sentence that matters on this screen, with its icon. `announce` speaks it when it appears. */
export function Note({
  tone = "neutral",
  icon,
  announce,
  action,
  className,
  children,
}: {
  tone?: NoteTone;
  icon?: LucideIcon;
  announce?: "status" | "alert";
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const Icon = icon ?? ICONS[tone];
  return (
    <div
      role={announce}
      className={cx(
        STATES[tone],
        "flex items-start gap-2 rounded-2 bg-(--st-bg) px-2.5 py-2 text-12 text-(--st-text) shadow-[inset_0_0_0_1px_var(--st-line)] [&_b]:text-inherit",
        className,
      )}
    >
      <Icon size={16} aria-hidden className="shrink-0 text-(--st)" strokeWidth={1.75} />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}
