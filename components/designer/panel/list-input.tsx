"use client";

import { useState } from "react";
import type { Json } from "#flow/document.ts";
import { Input } from "#components/ui/input.tsx";

/** A list as people type it: with commas between its items. What is typed stays as it is, also a comma that nothing follows yet. */
export function ListInput({
  called,
  value,
  isNumbers,
  onChange,
  ...rest
}: {
  id: string;
  disabled: boolean;
  called: string;
  value: Json | undefined;
  isNumbers: boolean;
  onChange: (value: Json | undefined) => void;
}) {
  const [typed, setTyped] = useState(() => textOf(value));
  const isCurrent = JSON.stringify(itemsIn(typed, isNumbers)) === JSON.stringify(value ?? []);
  return (
    <Input
      {...rest}
      aria-label={called}
      spellCheck={false}
      placeholder={isNumbers ? "7, 12" : "first, second"}
      value={isCurrent ? typed : textOf(value)}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(itemsIn(event.target.value, isNumbers));
      }}
    />
  );
}

function textOf(value: Json | undefined): string {
  return Array.isArray(value) ? value.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).join(", ") : "";
}

function itemsIn(text: string, isNumbers: boolean): Json[] {
  const items = text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
  return items.map((item) => (isNumbers && Number.isFinite(Number(item)) ? Number(item) : item));
}
