"use client";

import type { Json } from "#flow/document.ts";
import type { Target } from "#flow/mapping/target.ts";
import { Input, Textarea } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { useMapper } from "./mapper-context.tsx";

type FixedValueProps = { target: Target; value: Json; onChange: (value: Json | undefined, options?: { isTyping: boolean }) => void };

/** A literal, by the field's type; what is more than text is written as JSON. */
export function FixedValue({ target, value, onChange }: FixedValueProps) {
  const { canEdit } = useMapper();
  const label = `Value of ${target.label}`;
  if (target.type === "choice" && target.choices)
    return (
      <Select
        label={label}
        className="w-80 max-w-full"
        disabled={!canEdit}
        value={typeof value === "string" && value !== "" ? value : null}
        options={target.choices.map(([key, name]) => ({ value: key, label: name }))}
        onChange={(next) => onChange(next)}
      />
    );
  if (target.type === "boolean" || typeof value === "boolean")
    return (
      <Select
        label={label}
        className="w-40"
        disabled={!canEdit}
        value={value === true ? "yes" : "no"}
        options={[
          { value: "yes", label: "yes" },
          { value: "no", label: "no" },
        ]}
        onChange={(next) => onChange(next === "yes")}
      />
    );
  if (typeof value === "object")
    return (
      <Textarea
        mono
        aria-label={label}
        rows={Math.min(8, JSON.stringify(value, null, 2).split("\n").length + 1)}
        disabled={!canEdit}
        defaultValue={JSON.stringify(value, null, 2)}
        spellCheck={false}
        onChange={(event) => {
          const read = parsed(event.target.value);
          event.target.setAttribute("aria-invalid", String(read === undefined));
          if (read !== undefined) onChange(read, { isTyping: true });
        }}
      />
    );
  return (
    <Input
      aria-label={label}
      className="w-96 max-w-full"
      disabled={!canEdit}
      value={String(value)}
      spellCheck={false}
      inputMode={target.type === "number" || target.type === "integer" ? "decimal" : undefined}
      onChange={(event) => onChange(typed(event.target.value, target), { isTyping: true })}
    />
  );
}

function typed(text: string, target: Target): Json {
  const wantsNumber = target.type === "number" || target.type === "integer" || target.type === "record";
  return wantsNumber && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function parsed(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
