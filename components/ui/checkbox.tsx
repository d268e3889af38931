"use client";

import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** With children they are its label; without, `label` names it. */
export function Checkbox({
  checked,
  onChange,
  label,
  mixed = false,
  disabled,
  className,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label?: string;
  mixed?: boolean;
  disabled?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  const box = (
    <Base.Root
      checked={checked}
      indeterminate={mixed}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
      className="inline-grid size-3.5 shrink-0 place-items-center rounded-[3px] border-[1.25px] border-line-control bg-surface text-accent-ink data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50 data-indeterminate:border-accent data-indeterminate:bg-accent"
    >
      <Base.Indicator className="grid place-items-center">
        {mixed ? <Minus size={10} strokeWidth={3} aria-hidden /> : <Check size={10} strokeWidth={3} aria-hidden />}
      </Base.Indicator>
    </Base.Root>
  );
  if (!children) return box;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is inside
    <label className={cx("flex min-h-6 items-center gap-2 text-13 text-ink", className)}>
      {box}
      <span>{children}</span>
    </label>
  );
}
