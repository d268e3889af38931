"use client";

import { Switch as Base } from "@base-ui/react/switch";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export function Switch({
  checked,
  onChange,
  label,
  disabled,
  className,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label?: string;
  disabled?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  const control = (
    <Base.Root
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
      className="inline-flex h-[18px] w-8 shrink-0 items-center rounded-full bg-line-control p-0.5 transition-colors data-checked:bg-accent data-disabled:opacity-50"
    >
      <Base.Thumb className="size-3.5 rounded-full bg-surface shadow-1 transition-transform data-checked:translate-x-3.5" />
    </Base.Root>
  );
  if (!children) return control;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch is inside
    <label className={cx("flex min-h-6 items-center gap-2 text-13 text-ink", className)}>
      {control}
      <span>{children}</span>
    </label>
  );
}
