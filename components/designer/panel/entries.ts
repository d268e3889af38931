/** Entries of a record that are edited as rows. A record has each name once: one that is typed must not take another's place on its way. */
import type { Json } from "#flow/document.ts";

export type Entry = [name: string, value: Json];

/** Null where the name is another's, or none yet. */
export function renamed(entries: readonly Entry[], { at, name }: { at: number; name: string }): Entry[] | null {
  if (name === "" || entries.some(([each], index) => index !== at && each === name)) return null;
  return entries.map(([each, value], index): Entry => [index === at ? name : each, value]);
}

/** A name that none of them has. */
export function freeName(entries: readonly Entry[]): string {
  let number = entries.length + 1;
  while (entries.some(([name]) => name === `name${number}`)) number += 1;
  return `name${number}`;
}
