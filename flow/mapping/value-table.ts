/** A choice mapped value by value: `$lookup({ 'won': 'sale', 'lost': 'cancel' }, $string(x)) ?? 'draft'`. */
import { entriesOf, literalText, objectText, partsOf, readLiteral } from "./literal.ts";

/** What values of the source that stand in no row become. */
export type Otherwise = { kind: "leave-out" } | { kind: "stop" } | { kind: "value"; value: string | number | boolean };
export type ValueTable = { path: string; rows: [string, string | number | boolean][]; otherwise: Otherwise };

const TABLE = /^\$lookup\(([\s\S]*)\)$/;

export function tableText({ path, rows, otherwise }: ValueTable): string {
  const table = `$lookup(${objectText(rows.map(([from, to]) => [from, literalText(to)] as const))}, $string(${path}))`;
  if (otherwise.kind === "leave-out") return table;
  return `${table} ?? ${otherwise.kind === "stop" ? refusal(path) : literalText(otherwise.value)}`;
}

export function readTable(source: string): ValueTable | null {
  const [called = "", after] = splitAtDefault(source);
  const parts = partsOf(TABLE.exec(called.trim())?.[1] ?? "");
  const [object = "", place = ""] = parts;
  const path = /^\$string\(([\s\S]*)\)$/.exec(place)?.[1]?.trim();
  const entries = entriesOf(object);
  if (parts.length !== 2 || path === undefined || entries === null) return null;
  const rows = entries.map(([from, text]): [string, string | number | boolean | undefined] => [from, readLiteral(text)]);
  if (!rows.every((row): row is [string, string | number | boolean] => row[1] !== undefined)) return null;
  const otherwise = readOtherwise(after, path);
  return otherwise === null ? null : { path, rows, otherwise };
}

function readOtherwise(text: string | undefined, path: string): Otherwise | null {
  if (text === undefined) return { kind: "leave-out" };
  if (text === refusal(path)) return { kind: "stop" };
  const value = readLiteral(text);
  return value === undefined ? null : { kind: "value", value };
}

/** What stands before and after a `??` of the outermost level. */
function splitAtDefault(source: string): string[] {
  const [before = "", between, after, ...more] = partsOf(source, "?");
  return between === "" && after !== undefined && more.length === 0 ? [before, after] : [source];
}

function refusal(path: string): string {
  return `$error('No value is mapped for ' & $string(${path}))`;
}
