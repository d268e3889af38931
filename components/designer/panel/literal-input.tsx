"use client";

import { Input, Textarea } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Json } from "#flow/document.ts";
import { parsedJson } from "./json.ts";
import { ListInput } from "./list-input.tsx";

/** What a literal of this setting is. */
export type Literal =
  | { kind: "text" | "long-text" | "number" | "json" | "texts" | "numbers" }
  | { kind: "choice"; options: { value: string; label: string }[] }
  | { kind: "yes-no" };

type LiteralInputProps = {
  id: string;
  called: string;
  value: Json | undefined;
  literal: Literal;
  onChange: (value: Json | undefined) => void;
  placeholder?: string | undefined;
  invalid: boolean;
  disabled: boolean;
};

export function LiteralInput({ id, called, value, literal, onChange, placeholder, invalid, disabled }: LiteralInputProps) {
  const common = { id, disabled, ...(invalid ? { "aria-invalid": true as const } : {}) };
  const text = value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value, null, literal.kind === "json" ? 2 : 0);
  if (literal.kind === "choice" || literal.kind === "yes-no") {
    const options = literal.kind === "choice" ? literal.options : YES_NO;
    // what a step type does by itself stands first
    const byItself = literal.kind === "choice" && literal.options[0] ? `${literal.options[0].label} (unless chosen)` : undefined;
    const chosen = literal.kind === "yes-no" ? (typeof value === "boolean" ? String(value) : null) : text === "" ? null : text;
    return (
      <Select
        {...common}
        label={called}
        {...(byItself ? { placeholder: byItself } : {})}
        value={chosen}
        options={options}
        onChange={(next) => onChange(literal.kind === "yes-no" ? next === "true" : next)}
      />
    );
  }
  if (literal.kind === "texts" || literal.kind === "numbers")
    return <ListInput {...common} called={called} value={value} isNumbers={literal.kind === "numbers"} onChange={onChange} />;
  if (literal.kind === "json") return <JsonInput key={id} {...common} called={called} value={value} onChange={onChange} placeholder={placeholder} />;
  if (literal.kind === "long-text")
    return (
      <Textarea {...common} value={text} placeholder={placeholder} onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)} />
    );
  return (
    <Input
      {...common}
      value={text}
      placeholder={placeholder}
      inputMode={literal.kind === "number" ? "decimal" : undefined}
      spellCheck={false}
      onChange={(event) => onChange(typed(event.target.value, literal))}
    />
  );
}

const YES_NO = [
  { value: "true", label: "yes" },
  { value: "false", label: "no" },
];

function typed(text: string, literal: Literal): Json | undefined {
  if (text === "") return undefined;
  return literal.kind === "number" && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** JSON as text: what does not parse stays in the field and is not taken over. */
function JsonInput({
  called,
  value,
  onChange,
  ...rest
}: {
  id: string;
  disabled: boolean;
  called: string;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  placeholder?: string | undefined;
}) {
  const text = value === undefined ? "" : JSON.stringify(value, null, 2);
  return (
    <Textarea
      {...rest}
      mono
      rows={Math.min(12, Math.max(3, text.split("\n").length))}
      defaultValue={text}
      spellCheck={false}
      aria-label={called}
      onChange={(event) => {
        const field = event.target;
        const parsed = parsedJson(field.value);
        field.setCustomValidity(parsed.ok ? "" : "This is not JSON yet.");
        field.setAttribute("aria-invalid", String(!parsed.ok));
        if (parsed.ok) onChange(parsed.value);
      }}
    />
  );
}
