import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type TagTone = "neutral" | "accent" | "warn" | "danger" | "ok";

const TONES: Record<TagTone, string> = {
  neutral: "bg-surface-3 text-ink-2",
  accent: "bg-accent-soft text-accent-text",
  warn: "bg-warn-bg text-warn-text",
  danger: "bg-technical-bg text-technical-text",
  ok: "bg-succeeded-bg text-succeeded-text",
};

/** A small quiet label: a count, a type, "new". */
export function Tag({
  children,
  tone = "neutral",
  mono = false,
  title,
  className,
}: {
  children: ReactNode;
  tone?: TagTone;
  mono?: boolean;
  title?: string;
  className?: string;
}) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex h-[18px] items-center gap-1 rounded-1 px-1.5 text-11 whitespace-nowrap",
        mono ? "font-mono" : "font-medium",
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
