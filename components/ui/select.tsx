"use client";

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { CONTROL } from "./input.tsx";
import { MENU_ITEM, MENU_POPUP } from "./menu-looks.ts";

export type SelectOption<V extends string> = { value: V; label: ReactNode; hint?: ReactNode };

type SelectProps<V extends string> = {
  value: V | null;
  onChange: (value: V) => void;
  options: SelectOption<V>[];
  placeholder?: string;
  /** accessible name, where no label stands beside it */
  label?: string;
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  "aria-required"?: true;
  disabled?: boolean;
  size?: "md" | "sm";
  className?: string;
};

export function Select<V extends string>({
  value,
  onChange,
  options,
  placeholder = "Choose",
  label,
  disabled,
  size = "md",
  className,
  id,
  ...aria
}: SelectProps<V>) {
  const items = options.map((option) => ({ value: option.value, label: option.label }));
  return (
    <Base.Root<V> items={items} value={value} onValueChange={(next) => next !== null && onChange(next)} disabled={disabled}>
      <Base.Trigger
        {...aria}
        id={id}
        aria-label={label}
        className={cx(
          CONTROL,
          "flex items-center justify-between gap-2 text-left",
          size === "md" ? "h-(--control) px-[9px]" : "h-(--control-sm) px-2 text-12",
          className,
        )}
      >
        <Base.Value className="truncate">{value === null ? <span className="text-ink-3">{placeholder}</span> : undefined}</Base.Value>
        <Base.Icon className="shrink-0 text-ink-3">
          <ChevronDown size={14} aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-60 outline-none">
          <Base.Popup className={cx(MENU_POPUP, "max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto")}>
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} className={cx(MENU_ITEM, "pr-7")}>
                <Base.ItemText>{option.label}</Base.ItemText>
                {option.hint && <span className="text-ink-3">{option.hint}</span>}
                <Base.ItemIndicator className="absolute right-2">
                  <Check size={14} aria-hidden className="text-accent" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
