"use client";

import { type ReactNode, useId } from "react";
import { Combobox, type ComboboxOption } from "#components/ui/combobox.tsx";
import type { Json } from "#flow/document.ts";
import { hasError, usePanel, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingLabel } from "./setting.tsx";

type ChoiceSettingProps = {
  path: string;
  label: string;
  hint?: ReactNode;
  required?: boolean | undefined;
  value: string | null;
  options: ComboboxOption[];
  placeholder: string;
  empty?: string;
  /** what is typed and in no list is taken, too */
  allowOther?: boolean;
  /** null: it was emptied */
  onChange: (value: string | null) => void;
  /** what is said of what was chosen */
  children?: ReactNode;
};

/** A setting that is one of a list, found by typing. */
export function ChoiceSetting({ path, label, hint, required, value, options, placeholder, empty, allowOther = false, onChange, children }: ChoiceSettingProps) {
  const id = useId();
  const { canEdit } = usePanel();
  const problems = useProblemsAt(path);
  return (
    <div data-field={path} className="flex min-w-0 flex-col gap-1">
      <SettingLabel htmlFor={id} label={label} required={required} hint={hint} />
      <Combobox
        id={id}
        label={label}
        allowOther={allowOther}
        disabled={!canEdit}
        value={value}
        options={options}
        placeholder={placeholder}
        {...(empty === undefined ? {} : { empty })}
        aria-required={required ? true : undefined}
        aria-invalid={hasError(problems) ? true : undefined}
        onChange={onChange}
      />
      {children}
      <ProblemLines problems={problems} />
    </div>
  );
}

/** What was chosen, where something was. */
export function chosenIn(value: Json | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
