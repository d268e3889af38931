/** Three states of one value; and the merge of what is neither step nor edge: places on the canvas, and whatever else a drawing holds. */
import { canonical } from "./canonical.ts";
import type { Json } from "./document.ts";
import { FlowDocument } from "./document.ts";
import type { Choices, Fate, MergePart, Side, Three } from "./merge.ts";
import type { Spot } from "./placement.ts";

export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return canonical(asJson(a)) === canonical(asJson(b));
}

/** Who changed a value: nobody or both alike, one of them, or both differently. */
export function verdictOf({ base, mine, theirs }: Three<unknown>): "same" | Side | "both" {
  if (same(mine, theirs)) return "same";
  if (same(base, mine)) return "theirs";
  return same(base, theirs) ? "mine" : "both";
}

export function fatesOf({ base, mine, theirs }: Three<unknown>): { mine: Fate; theirs: Fate } {
  const fate = (value: unknown): Fate => (same(base, value) ? "kept" : base === undefined ? "added" : value === undefined ? "removed" : "changed");
  return { mine: fate(mine), theirs: fate(theirs) };
}

/** Where three values differ, field by field; an expression is one value. Nothing where a side lacks the whole. */
export function fieldsOf({ base, mine, theirs }: Three<unknown>): MergePart["fields"] {
  if (mine === undefined || theirs === undefined) return [];
  return differing({ base: asJson(base), mine: asJson(mine), theirs: asJson(theirs) }, "");
}

function differing({ base, mine, theirs }: Three<Json>, path: string): MergePart["fields"] {
  if (same(mine, theirs) && same(base, mine)) return [];
  if (!isRecord(mine) || !isRecord(theirs) || "$" in mine || "$" in theirs) return [{ path, base, mine, theirs }];
  const before = isRecord(base) ? base : {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(mine), ...Object.keys(theirs)])].sort();
  return names.flatMap((name) =>
    differing({ base: before[name] ?? null, mine: mine[name] ?? null, theirs: theirs[name] ?? null }, path ? `${path}.${name}` : name),
  );
}

/** A box that both moved stays where it stands here: that is no conflict. */
export function mergeLayout({ base, mine, theirs }: Three<FlowDocument>, known: ReadonlySet<string>): Record<string, Spot> | undefined {
  if (!mine.layout && !theirs.layout) return undefined;
  const layout: Record<string, Spot> = {};
  for (const id of new Set([...Object.keys(mine.layout ?? {}), ...Object.keys(theirs.layout ?? {})])) {
    const spots = { base: base.layout?.[id], mine: mine.layout?.[id], theirs: theirs.layout?.[id] };
    const isTheirs = verdictOf(spots) === "theirs";
    // a step that stays has a place, whoever gave it one
    const spot = (isTheirs ? spots.theirs : spots.mine) ?? (known.has(id) ? (spots.mine ?? spots.theirs) : undefined);
    if (spot) layout[id] = spot;
  }
  for (const document of [base, mine, theirs]) for (const { id } of document.steps) if (!known.has(id)) delete layout[id];
  return layout;
}

const OWN = new Set(["throughline", "flow", "steps", "edges", "layout"]);

/** What else a document holds: lists of things with an id thing by thing, everything else as a whole. */
export function mergeExtras(trio: Three<FlowDocument>, choices: Choices, parts: MergePart[]): FlowDocument {
  const [base, mine, theirs] = [new Map(Object.entries(trio.base)), new Map(Object.entries(trio.mine)), new Map(Object.entries(trio.theirs))];
  const extras: Record<string, unknown> = {};
  for (const name of new Set([...mine.keys(), ...theirs.keys()])) {
    if (OWN.has(name)) continue;
    const lists = { base: thingsOf(base.get(name)), mine: thingsOf(mine.get(name)), theirs: thingsOf(theirs.get(name)) };
    if (!lists.base || !lists.mine || !lists.theirs) {
      const values = { base: base.get(name), mine: mine.get(name), theirs: theirs.get(name) };
      const value = chosen({ name: `drawing ${name}`, id: name, title: name, values }, choices, parts);
      if (value !== undefined) extras[name] = value;
      continue;
    }
    const items: unknown[] = [];
    for (const id of new Set([...lists.mine.keys(), ...lists.theirs.keys(), ...lists.base.keys()])) {
      const values = { base: lists.base.get(id), mine: lists.mine.get(id), theirs: lists.theirs.get(id) };
      const title = titleOf(values.mine ?? values.theirs ?? values.base) ?? id;
      const item = chosen({ name: `drawing ${name} ${id}`, id, title, values }, choices, parts);
      if (item !== undefined) items.push(item);
    }
    if (items.length > 0 || mine.has(name)) extras[name] = items;
  }
  if (Object.keys(extras).length === 0) return { throughline: trio.mine.throughline, flow: trio.mine.flow, steps: [], edges: [] };
  return FlowDocument.parse({ throughline: trio.mine.throughline, flow: trio.mine.flow, steps: [], edges: [], ...extras });
}

type Extra = { name: string; id: string; title: string; values: Three<unknown> };

function chosen({ name, id, title, values }: Extra, choices: Choices, parts: MergePart[]): unknown {
  const verdict = verdictOf(values);
  if (verdict === "same") return values.mine;
  const side = choices[name] ?? (verdict === "both" ? null : verdict);
  parts.push({ key: name, what: "drawing", id, title, side, isConflict: verdict === "both", ...fatesOf(values), fields: fieldsOf(values) });
  return values[side ?? "mine"];
}

/** By their ids; null where it is no list of things with ids. */
function thingsOf(value: unknown): Map<string, unknown> | null {
  if (value === undefined) return new Map();
  if (!Array.isArray(value)) return null;
  const things = new Map<string, unknown>();
  for (const item of value) {
    const id: unknown = typeof item === "object" && item !== null ? Reflect.get(item, "id") : undefined;
    if (typeof id !== "string" || things.has(id)) return null;
    things.set(id, item);
  }
  return things;
}

function titleOf(thing: unknown): string | null {
  if (typeof thing !== "object" || thing === null) return null;
  const text: unknown = Reflect.get(thing, "title") ?? Reflect.get(thing, "text");
  return typeof text === "string" && text !== "" ? text.slice(0, 80) : null;
}

const asJson = (value: unknown): Json => (value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json));
const isRecord = (value: Json): value is { [key: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);
