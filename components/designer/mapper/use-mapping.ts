"use client";

import { useCallback, useMemo } from "react";
import type { Json } from "#flow/document.ts";
import type { Change, EntryForm } from "#flow/mapping/entries.ts";
import { entriesIn, withEntries } from "#flow/mapping/entries.ts";
import type { LineField, Mapped } from "#flow/mapping/mapped.ts";
import { readMapped, writeMapped } from "#flow/mapping/mapped.ts";
import { useDesigner } from "../context.tsx";

/** `isTyping`: changes that follow each other are one step back. */
type SetEntries = (changes: readonly Change[], options?: { isTyping: boolean }) => void;
export type Mapping = { values: ReadonlyMap<string, Json>; set: SetEntries };
type Held = { form: EntryForm; held: Json | undefined; onChange: (value: Json) => void };

/** The entries of the setting itself: there is no copy of them. */
export function useMapping({ form, held, onChange }: Held): Mapping {
  const { store } = useDesigner();
  const values = useMemo(() => entriesIn(held, form), [held, form]);
  const set = useCallback<SetEntries>(
    (changes, options) => {
      if (!options?.isTyping) store.settle();
      onChange(withEntries(held, form, changes));
      if (!options?.isTyping) store.settle();
    },
    [store, onChange, held, form],
  );
  return { values, set };
}

/** The fields of the lines that an outer entry makes, as if they were the setting. */
export function linesMapping(outer: Mapping, name: string): Mapping & { of: string } {
  const lines = linesIn(outer.values.get(name));
  const values = new Map(lines.fields.map((field) => [field.name, writeMapped(field.value)]));
  const set: SetEntries = (changes, options) => {
    const fields = changes.reduce<LineField[]>((all, change) => withField(all, change), lines.fields);
    outer.set([{ name, value: writeMapped({ ...lines, fields }) }], options);
  };
  return { values, set, of: lines.of };
}

function withField(fields: LineField[], { name, value }: Change): LineField[] {
  if (value === undefined) return fields.filter((field) => field.name !== name);
  const field = { name, value: readMapped(value) };
  return fields.some((each) => each.name === name) ? fields.map((each) => (each.name === name ? field : each)) : [...fields, field];
}

function linesIn(value: Json | undefined): Extract<Mapped, { kind: "lines" }> {
  const mapped = value === undefined ? null : readMapped(value);
  return mapped?.kind === "lines" ? mapped : { kind: "lines", of: "", fields: [] };
}
