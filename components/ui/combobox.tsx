"use client";

import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { useMemo } from "react";
import { cx } from "./cx.ts";
import { CONTROL } from "./input.tsx";
import { MENU_ITEM, MENU_POPUP } from "./menu-looks.ts";

/** `hint` is shown beside the label and searched too: the technical name of a model. */
export type ComboboxOption = { value: string; label: string; hint?: string };

type ComboboxProps = {
  value: string | null;
  onChange: (value: string | null) => void;
  options: ComboboxOption[];
  placeholder?: string;
  label?: string;
  empty?: string;
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  "aria-required"?: true;
  disabled?: boolean;
  /** offers what was typed when nothing fits */
  allowOther?: boolean;
  className?: string;
};

/** A text field that searches a list; long lists show the first 200 hits. */
export function Combobox({
  value,
  onChange,
  options,
  placeholder,
  label,
  disabled,
  allowOther = false,
  empty = allowOther ? "Not in the list: taken as it is written" : "Nothing fits",
  className,
  id,
  ...aria
}: ComboboxProps) {
  const shown = options.find((option) => option.value === value)?.label ?? value ?? "";
  // the same while it says the same: a new one would take back what is being typed
  const chosen = useMemo(() => (value === null ? null : { value, label: shown }), [value, shown]);
  return (
    <Base.Root<ComboboxOption>
      items={options}
      value={chosen}
      onValueChange={(next) => onChange(next?.value ?? null)}
      itemToStringLabel={(option) => option.label}
      isItemEqualToValue={(a, b) => a.value === b.value}
      filter={(option, query) => `${option.label} ${option.hint ?? ""} ${option.value}`.toLowerCase().includes(query.trim().toLowerCase())}
      limit={200}
      disabled={disabled}
      autoHighlight
    >
      <div className={cx("relative", className)}>
        <Base.Input
          {...aria}
          id={id}
          aria-label={label}
          placeholder={placeholder}
          spellCheck={false}
          onBlur={(event) => {
            const typed = event.currentTarget.value.trim();
            if (allowOther && typed !== "" && typed !== chosen?.label) onChange(typed);
          }}
          className={cx(CONTROL, "h-(--control) pr-7 pl-[9px]")}
        />
        <Base.Trigger aria-label="Show the list" tabIndex={-1} className="absolute top-0 right-0 grid h-full w-7 place-items-center text-ink-3">
          <ChevronDown size={14} aria-hidden />
        </Base.Trigger>
      </div>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-60 outline-none">
          <Base.Popup className={cx(MENU_POPUP, "max-h-[min(var(--available-height),320px)] w-(--anchor-width) min-w-56 overflow-y-auto")}>
            <Base.Empty className="px-2 py-1.5 text-12 text-ink-3 empty:hidden">{empty}</Base.Empty>
            <Base.List>
              {(option: ComboboxOption) => (
                <Base.Item key={option.value} value={option} className={cx(MENU_ITEM, "pr-7")}>
                  <span className="truncate">{option.label}</span>
                  {option.hint && <span className="mono truncate text-ink-3">{option.hint}</span>}
                  <Base.ItemIndicator className="absolute right-2">
                    <Check size={14} aria-hidden className="text-accent" />
                  </Base.ItemIndicator>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
