"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

type SegmentedProps<V extends string> = {
  label: string;
  value: V;
  onChange: (value: V) => void;
  options: { value: V; label: ReactNode }[];
  size?: "md" | "sm";
  disabled?: boolean;
  className?: string;
};

/** One choice out of a few, all in sight: a radio group that looks like one control. */
export function Segmented<V extends string>({ label, value, onChange, options, size = "sm", disabled, className }: SegmentedProps<V>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={onChange}
      disabled={disabled}
      className={cx("inline-flex gap-px rounded-2 bg-surface-3 p-0.5", size === "sm" ? "h-(--control-sm)" : "h-(--control)", className)}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          className={cx(
            "inline-flex items-center gap-1.5 rounded-1 text-12 font-medium whitespace-nowrap text-ink-2 transition-colors select-none hover:text-ink data-checked:bg-seg-on data-checked:text-ink data-checked:shadow-[var(--e-1),0_0_0_1px_var(--line)] data-disabled:cursor-not-allowed data-disabled:text-ink-3 focus-visible:shadow-(--focus-ring) data-checked:focus-visible:shadow-(--focus-ring)",
            size === "sm" ? "px-2" : "px-2.5",
          )}
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
