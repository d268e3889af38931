/** Whom an approval asks, as it stands in the settings: names in lists, and expressions that give some. What an editor does not show, it keeps. */
import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { listOf } from "./json.ts";

export type Assignees = { [key: string]: Json };

export function namesIn(held: Assignees, key: string): string[] {
  return listOf(held[key]).filter((each) => typeof each === "string");
}

export function withName(held: Assignees, key: string, { name, isAsked }: { name: string; isAsked: boolean }): Assignees {
  const others = listOf(held[key]).filter((each) => each !== name);
  return withValue(held, key, isAsked ? [...others, name] : others);
}

/** Nothing, an empty list and an empty expression ask nobody. */
export function withValue(held: Assignees, key: string, value: Json | undefined): Assignees {
  const { [key]: _, ...rest } = held;
  const isNobody = value === undefined || value === "" || (Array.isArray(value) && value.length === 0) || (isExpression(value) && value.$.trim() === "");
  return isNobody ? rest : { ...rest, [key]: value };
}

type Option = { value: string; label: string };

/** With those who are asked and are not among the others any more: they can be seen, and taken out. */
export function withChosen(options: readonly Option[], chosen: readonly string[], gone: (name: string) => string): Option[] {
  return [...options, ...chosen.filter((name) => !options.some((each) => each.value === name)).map((name) => ({ value: name, label: gone(name) }))];
}
