"use client";

import { useCallback, useMemo } from "react";
import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import type { Change, EntryForm } from "#flow/mapping/entries.ts";
import { entriesIn, withEntries } from "#flow/mapping/entries.ts";
import type { LineField, Mapped } from "#flow/mapping/mapped.ts";
import { readMapped, writeMapped } from "#flow/mapping/mapped.ts";
import type { Target } from "#flow/mapping/target.ts";
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

export type MappingAt = {
  mapping: Mapping;
  /** the list whose items are mapped one by one; null outside of lines */
  of: string | null;
  /** the lines as a whole, of which a field has no value of its own */
  around: Json | null;
};

/** The mapping inside what was entered, one after the other. */
export function mappingAt(outer: Mapping, trail: readonly Target[]): MappingAt {
  return trail.reduce<MappingAt>(
    (at, target) => {
      if (target.type === "object") return { mapping: objectMapping(at.mapping, target.name), of: at.of, around: at.around };
      const { of, ...mapping } = linesMapping(at.mapping, target.name);
      return { mapping, of, around: at.mapping.values.get(target.name) ?? null };
    },
    { mapping: outer, of: null, around: null },
  );
}

/** The fields of an object that an outer entry writes out, as if they were the setting. */
function objectMapping(outer: Mapping, name: string): Mapping {
  const value = outer.values.get(name);
  const held = value === undefined || isExpression(value) ? undefined : value;
  return {
    values: entriesIn(held, "record"),
    set: (changes, options) => outer.set([{ name, value: withEntries(held, "record", changes) }], options),
  };
}

/** The fields of the lines that an outer entry makes, as if they were the setting. */
function linesMapping(outer: Mapping, name: string): Mapping & { of: string } {
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
