/** What the mapper says about values, types and ways. */
import { formatPlural } from "#components/ui/format.ts";
import type { Json } from "#flow/document.ts";
import type { Mapped } from "#flow/mapping/mapped.ts";
import { readCommands } from "#flow/mapping/command-list.ts";
import { CONVERSIONS } from "#flow/mapping/conversions.ts";
import type { Seen } from "#flow/mapping/seen.ts";
import type { Target } from "#flow/mapping/target.ts";

export function seenWords(seen: Seen): string {
  if (seen.kind === "list") return seen.of && seen.of.kind !== "unknown" ? `list of ${plural(seen.of)}` : "list";
  return seen.kind === "datetime" ? "time" : seen.kind;
}

function plural(seen: Seen): string {
  return seen.kind === "text" ? "texts" : seen.kind === "empty" ? "nothing" : `${seen.kind === "datetime" ? "time" : seen.kind}s`;
}

/** The value of a source beside its name. */
export function preview(seen: Seen): string {
  const { value } = seen;
  if (seen.kind === "list") return Array.isArray(value) ? `${value.length} ${value.length === 1 ? "item" : "items"}` : "list";
  if (seen.kind === "object") return formatPlural(seen.names?.length ?? 0, "field");
  if (value === undefined) return seen.kind === "unknown" ? "" : seenWords(seen);
  return value === null ? "empty" : String(value);
}

export function typeWords(target: Target): string {
  return `${target.calls}${target.relation ? ` → ${target.relation}` : ""}`;
}

export const WAYS: readonly { value: string; label: string }[] = [
  { value: "name", label: "Name" },
  { value: "email", label: "E-mail" },
  { value: "code", label: "Code" },
  { value: "ref", label: "Reference" },
  { value: "external-id", label: "External id" },
  { value: "key", label: "Key of an upsert" },
  { value: "id", label: "Id" },
];

export function wayWords(by: string): string {
  return WAYS.find((way) => way.value === by)?.label.toLowerCase() ?? by;
}

/** How a line gets from its source to its target, in a few words; nothing where it goes as it is. */
export function formWords(mapped: Mapped): string | null {
  switch (mapped.kind) {
    case "converted":
      return CONVERSIONS.find((conversion) => conversion.id === mapped.by)?.title ?? null;
    case "table":
      return `table of ${mapped.rows.length} ${mapped.rows.length === 1 ? "value" : "values"}`;
    case "record":
      return `${mapped.add ? "linked" : "found"} by ${wayWords(mapped.by)}`;
    case "lines":
      return mapped.fields.length === 0 ? "a line for each, fields come next" : `a line for each, ${formatPlural(mapped.fields.length, "field")}`;
    case "literal": {
      const commands = readCommands(mapped.value);
      if (commands !== null) return formatPlural(commands.length, "command");
      return isObject(mapped.value) ? `an object of ${plainCount(Object.keys(mapped.value).length)}` : "fixed value";
    }
    case "expression":
      return "expression";
    case "path":
      return null;
    default: {
      const unknown: never = mapped;
      return unknown;
    }
  }
}

function plainCount(fields: number): string {
  return `${fields} ${fields === 1 ? "field" : "fields"}`;
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function shownLiteral(value: Json): string {
  const commands = readCommands(value);
  if (commands !== null) return commands.map((each) => each.kind).join(", ");
  if (isObject(value)) return Object.keys(value).join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}
