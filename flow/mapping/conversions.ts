/** Ways from one type to another, each an expression that the person sees. A conversion is offered where the types differ, never taken by itself. */
import { COMMA_NUMBER, GERMAN_DAY, PLAIN_NUMBER } from "./seen.ts";
import type { Seen } from "./seen.ts";
import type { TargetType } from "./target.ts";

export type Conversion = {
  id: string;
  title: string;
  /** @param x the place that it reads */
  write: (x: string) => string;
  offered: (seen: Seen, to: TargetType) => boolean;
};

const isText = (seen: Seen) => seen.kind === "text" || seen.kind === "date" || seen.kind === "datetime" || seen.kind === "unknown";
const isAmount = (to: TargetType) => to === "number" || to === "integer";
const textual = (seen: Seen, pattern: RegExp) => typeof seen.value !== "string" || pattern.test(seen.value);
const holdsObjects = (seen: Seen) => seen.kind === "list" && seen.of?.kind === "object";
const hasName = (seen: Seen) => (seen.names ?? []).includes("name") || seen.names === undefined;
const isOne = (to: TargetType) => !["records", "lines", "list", "object", "any"].includes(to);

/** The first that fits stands first. */
export const CONVERSIONS: readonly Conversion[] = [
  {
    id: "number",
    title: "Text as a number",
    write: (x) => `$number(${x})`,
    offered: (seen, to) => isAmount(to) && isText(seen) && textual(seen, PLAIN_NUMBER),
  },
  {
    id: "comma-number",
    title: "1.234,50 as a number",
    write: (x) => `$number($replace($replace(${x}, '.', ''), ',', '.'))`,
    offered: (seen, to) => isAmount(to) && isText(seen) && textual(seen, COMMA_NUMBER),
  },
  {
    id: "minor-units",
    title: "Cents as an amount",
    write: (x) => `${x} / 100`,
    offered: (seen, to) => to === "number" && seen.kind === "number" && isWhole(seen),
  },
  {
    id: "whole",
    title: "Rounded to a whole number",
    write: (x) => `$round(${x})`,
    offered: (seen, to) => to === "integer" && seen.kind === "number" && !isWhole(seen),
  },
  { id: "text", title: "As text", write: (x) => `$string(${x})`, offered: (seen, to) => to === "text" && (seen.kind === "number" || seen.kind === "boolean") },
  {
    id: "day",
    title: "The day of a time",
    write: (x) => `$substring(${x}, 0, 10)`,
    offered: (seen, to) => to === "date" && (seen.kind === "datetime" || seen.kind === "unknown"),
  },
  {
    id: "german-day",
    title: "31.12.2026 as a date",
    write: (x) => `$fromMillis($toMillis(${x}, '[D].[M].[Y]'), '[Y0001]-[M01]-[D01]')`,
    offered: (seen, to) =>
      (to === "date" || to === "datetime") && isText(seen) && seen.kind !== "datetime" && seen.kind !== "date" && textual(seen, GERMAN_DAY),
  },
  {
    id: "seconds",
    title: "Seconds since 1970 as a time",
    write: (x) => `$fromMillis(${x} * 1000)`,
    offered: (seen, to) => isTime(to) && seen.kind === "number" && !isMillis(seen),
  },
  {
    id: "millis",
    title: "Milliseconds since 1970 as a time",
    write: (x) => `$fromMillis(${x})`,
    offered: (seen, to) => isTime(to) && seen.kind === "number" && isMillis(seen),
  },
  { id: "name", title: "Its name", write: (x) => `${x}.name`, offered: (seen, to) => isOne(to) && seen.kind === "object" && hasName(seen) },
  { id: "first-name", title: "The first one's name", write: (x) => `${x}[0].name`, offered: (seen, to) => isOne(to) && holdsObjects(seen) },
  { id: "first", title: "The first of the list", write: (x) => `${x}[0]`, offered: (seen, to) => isOne(to) && seen.kind === "list" && !holdsObjects(seen) },
  {
    id: "joined",
    title: "All, joined by commas",
    write: (x) => `$join(${x}, ', ')`,
    offered: (seen, to) => to === "text" && seen.kind === "list" && !holdsObjects(seen),
  },
  {
    id: "joined-names",
    title: "All names, joined by commas",
    write: (x) => `$join(${x}.name, ', ')`,
    offered: (seen, to) => to === "text" && holdsObjects(seen),
  },
];

/** Every way that there is for a source into a target. */
export function conversionsFor(seen: Seen, to: TargetType): Conversion[] {
  return CONVERSIONS.filter((conversion) => conversion.offered(seen, to));
}

/** Whether a value goes in as it is. Records and choices are looked at by their own editors. */
export function fits(seen: Seen, to: TargetType): boolean {
  if (to === "any" || seen.kind === "empty") return true;
  if (to === "text") return isText(seen);
  if (isAmount(to)) return seen.kind === "number" && (to === "number" ? !looksMinor(seen) : isWhole(seen));
  if (to === "boolean") return seen.kind === "boolean";
  if (to === "date") return seen.kind === "date";
  if (to === "datetime") return seen.kind === "datetime" || seen.kind === "date";
  if (to === "object") return seen.kind === "object";
  if (to === "records" || to === "lines" || to === "list") return seen.kind === "list";
  if (to === "record") return seen.kind !== "list" && seen.kind !== "object";
  return seen.kind === "text";
}

const isTime = (to: TargetType) => to === "date" || to === "datetime";
const isWhole = (seen: Seen) => typeof seen.value !== "number" || Number.isInteger(seen.value);
const isMillis = (seen: Seen) => typeof seen.value === "number" && Math.abs(seen.value) >= 1e11;

/** Nothing but their name tells cents from euros. */
const looksMinor = (seen: Seen) => /cents?$|minor|_ct$|Ct$/i.test(seen.name ?? "") && isWhole(seen);
