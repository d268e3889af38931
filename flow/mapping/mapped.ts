/**
 * One line of a mapping, read from the value in the step's settings and written back into it. There is no other memory of it: what cannot
 * be drawn stays an expression or a literal as it is, and only what writes back to the same expression is recognised as a form.
 */
import type { Json } from "../document.ts";
import { isExpression } from "../marks.ts";
import { sameExpression } from "../expression/same.ts";
import { isLookup, RECORD } from "../record-lookup.ts";
import { CONVERSIONS } from "./conversions.ts";
import { entriesOf, isPlain, literalText, objectText, readLiteral } from "./literal.ts";
import { pathText, readPath } from "./path.ts";
import type { ValueTable } from "./value-table.ts";
import { readTable, tableText } from "./value-table.ts";

export type Mapped =
  /** any JSON; expressions inside it stay */
  | { kind: "literal"; value: Json }
  | { kind: "path"; path: string }
  | { kind: "converted"; path: string; by: string }
  | ({ kind: "table" } & ValueTable)
  | { kind: "record"; by: string; onMissing: OnMissing; add: boolean; value: Mapped | null }
  | { kind: "lines"; of: string; fields: LineField[] }
  | { kind: "expression"; source: string };

export type OnMissing = "fail" | "leave-out" | "create";
/** Inside a line, places are those of the item; `$$.` reaches out of it. */
export type LineField = { name: string; value: Mapped };

export function readMapped(value: Json): Mapped {
  if (isExpression(value)) {
    const read = readSource(value.$);
    // in the settings a literal and a lookup are written as such; an expression that gives one stays an expression
    return read.kind === "literal" || read.kind === "record" ? { kind: "expression", source: value.$ } : read;
  }
  return (isLookup(value) ? readLookup(value[RECORD]) : null) ?? { kind: "literal", value };
}

export function writeMapped(mapped: Mapped): Json {
  if (mapped.kind === "literal") return mapped.value;
  if (mapped.kind === "record") return { [RECORD]: lookupParts(mapped, (value) => writeMapped(value)) };
  return { $: mappedText(mapped) };
}

/** A line's expression, as it stands in an expression. */
export function mappedText(mapped: Mapped): string {
  switch (mapped.kind) {
    case "literal":
      return isPlain(mapped.value) ? literalText(mapped.value) : JSON.stringify(mapped.value);
    case "path":
      return mapped.path;
    case "converted":
      return CONVERSIONS.find((conversion) => conversion.id === mapped.by)?.write(mapped.path) ?? mapped.path;
    case "table":
      return tableText(mapped);
    case "record": {
      const parts = lookupParts(mapped, (value) => ({ $: mappedText(value) }));
      return objectText([[RECORD, objectText(Object.entries(parts).map(([name, part]) => [name, partText(part)] as const))]]);
    }
    case "lines":
      return `[${mapped.of}.${objectText(mapped.fields.map((field) => [field.name, mappedText(field.value)] as const))}]`;
    case "expression":
      return mapped.source;
    default: {
      const unknown: never = mapped;
      return unknown;
    }
  }
}

/** Recognises a form in an expression; everything else is an expression. */
export function readSource(source: string): Mapped {
  const candidate = candidateOf(source);
  return candidate && sameExpression(mappedText(candidate), source) ? candidate : { kind: "expression", source };
}

function candidateOf(source: string): Mapped | null {
  const literal = readLiteral(source);
  if (literal !== undefined) return { kind: "literal", value: literal };
  if (readPlace(source) !== null) return { kind: "path", path: source.trim() };
  return readTableForm(source) ?? readConversion(source) ?? readLines(source) ?? readRecordForm(source);
}

/** A place, also one outside the item: `$$.trigger.body`. */
function readPlace(source: string): string | null {
  const text = source.trim();
  const path = readPath(text.startsWith("$$.") ? text.slice(3) : text);
  return path === null ? null : `${text.startsWith("$$.") ? "$$." : ""}${pathText(path)}`;
}

function readTableForm(source: string): Mapped | null {
  const table = readTable(source);
  return table && readPlace(table.path) !== null ? { kind: "table", ...table } : null;
}

const PLACE = /(?:\$\$\.)?(?:[A-Za-z_]\w*|`[^`]+`)(?:\.(?:[A-Za-z_]\w*|`[^`]+`)|\[\d+\])*/g;

/** The first place in it for which a conversion writes the very same expression. */
function readConversion(source: string): Mapped | null {
  const outsideTexts = source.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, (text) => " ".repeat(text.length));
  const places = new Set<string>();
  for (const match of outsideTexts.matchAll(PLACE)) {
    if (outsideTexts.charAt(match.index - 1) === "$") continue;
    // a conversion may add to the place itself: all names are read from the list
    for (const end of [".name", ""]) if (match[0].endsWith(end)) places.add(match[0].slice(0, match[0].length - end.length));
  }
  for (const path of places)
    for (const conversion of CONVERSIONS)
      if (readPlace(path) !== null && sameExpression(conversion.write(path), source)) return { kind: "converted", path, by: conversion.id };
  return null;
}

function readLines(source: string): Mapped | null {
  const inner = /^\[([\s\S]*)\]$/.exec(source.trim())?.[1]?.trim();
  const brace = inner?.indexOf("{") ?? -1;
  if (inner === undefined || brace < 1) return null;
  const of = /^([\s\S]*)\.\s*$/.exec(inner.slice(0, brace))?.[1]?.trim() ?? "";
  const entries = entriesOf(inner.slice(brace));
  if (entries === null || readPlace(of) === null) return null;
  return { kind: "lines", of, fields: entries.map(([name, text]) => ({ name, value: readSource(text) })) };
}

function readRecordForm(source: string): Mapped | null {
  const outer = entriesOf(source);
  if (outer?.length !== 1 || outer[0]?.[0] !== RECORD) return null;
  const parts: { [name: string]: Json } = {};
  for (const [name, text] of entriesOf(outer[0][1]) ?? []) {
    const literal = readLiteral(text);
    parts[name] = name !== "value" && literal !== undefined ? literal : { $: text };
  }
  return readLookup(parts, readSource);
}

function readLookup(inner: Json, read: (source: string) => Mapped = (source) => readMapped({ $: source })): Mapped | null {
  if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return null;
  const { by, value, onMissing = "fail", add = false, onMany = "stop", ...rest } = inner;
  if (typeof by !== "string" || typeof add !== "boolean" || onMany !== "stop" || Object.keys(rest).length > 0) return null;
  if (onMissing !== "fail" && onMissing !== "leave-out" && onMissing !== "create") return null;
  return { kind: "record", by, onMissing, add, value: value === undefined ? null : isExpression(value) ? read(value.$) : readMapped(value) };
}

function lookupParts(record: Extract<Mapped, { kind: "record" }>, write: (value: Mapped) => Json): { [name: string]: Json } {
  return {
    by: record.by,
    ...(record.value === null ? {} : { value: write(record.value) }),
    ...(record.onMissing === "fail" ? {} : { onMissing: record.onMissing }),
    ...(record.add ? { add: true } : {}),
  };
}

function partText(part: Json): string {
  if (isExpression(part)) return part.$;
  return isPlain(part) ? literalText(part) : JSON.stringify(part);
}
