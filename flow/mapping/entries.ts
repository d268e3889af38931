/** A mapping as the settings of a step hold it: a record of values (`values`), or a list of names and values (`fields`). */
import type { Json } from "../document.ts";

export type EntryForm = "record" | "list";
export type Change = { name: string /** undefined: it goes */; value: Json | undefined };

const isRecord = (value: Json | undefined): value is { [key: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);

/** In their order; of two with one name the first. */
export function entriesIn(held: Json | undefined, form: EntryForm): Map<string, Json> {
  if (form === "record") return new Map(isRecord(held) ? Object.entries(held) : []);
  const found = new Map<string, Json>();
  for (const item of Array.isArray(held) ? held : []) {
    if (isRecord(item) && typeof item.name === "string" && !found.has(item.name)) found.set(item.name, item.value ?? null);
  }
  return found;
}

/** The setting with some entries changed; everything else stays where and as it is. */
export function withEntries(held: Json | undefined, form: EntryForm, changes: readonly Change[]): Json {
  return changes.reduce<Json>(
    (value, change) => (form === "record" ? withinRecord(value, change) : withinList(value, change)),
    held ?? (form === "record" ? {} : []),
  );
}

function withinRecord(held: Json, { name, value }: Change): Json {
  const record = isRecord(held) ? held : {};
  if (value !== undefined) return { ...record, [name]: value };
  const { [name]: _, ...rest } = record;
  return rest;
}

function withinList(held: Json, { name, value }: Change): Json {
  const list = Array.isArray(held) ? held : [];
  const at = list.findIndex((item) => isRecord(item) && item.name === name);
  if (value === undefined) return at < 0 ? list : list.filter((_, index) => index !== at);
  if (at < 0) return [...list, { name, value }];
  return list.map((item, index) => (index === at && isRecord(item) ? { ...item, value } : item));
}
