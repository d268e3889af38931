/** What a line means that a person draws from a source to a target: the likeliest form, which then stands there to be changed. */
import type { Mapped } from "./mapped.ts";
import type { Seen } from "./seen.ts";
import type { SourceNode } from "./source-tree.ts";
import type { Target } from "./target.ts";
import { meaningOf, wordsOf } from "./words.ts";

const YES_NO: [string, boolean][] = [
  ["yes", true],
  ["true", true],
  ["1", true],
  ["no", false],
  ["false", false],
  ["0", false],
];

export function connected(source: SourceNode, target: Target): Mapped {
  const path = source.text;
  const { seen } = source;
  switch (target.type) {
    case "record":
    case "records":
      return isId(source)
        ? { kind: "path", path }
        : { kind: "record", by: wayFor(source), onMissing: "fail", add: false, value: { kind: "path", path: textPlace(source) } };
    case "choice":
      return isChoice(seen, target) ? { kind: "path", path } : { kind: "table", path, rows: tableRows(seen, target), otherwise: { kind: "leave-out" } };
    case "boolean":
      return seen.kind === "boolean" || seen.kind === "unknown"
        ? { kind: "path", path }
        : { kind: "table", path, rows: YES_NO, otherwise: { kind: "leave-out" } };
    case "lines":
      return seen.kind === "list" && seen.of?.kind === "object" ? { kind: "lines", of: path, fields: [] } : { kind: "path", path };
    default:
      return { kind: "path", path };
  }
}

/** Numbers are ids: those of earlier steps, or of whoever asked Odoo before. */
function isId({ seen, name }: SourceNode): boolean {
  const kind = seen.kind === "list" ? seen.of?.kind : seen.kind;
  return kind === "number" || (name === "id" && kind !== "text");
}

/** By what a record is looked up: what the source is called says it. */
export function wayFor(source: SourceNode): string {
  const words = wordsOf(source.name);
  const meaning = meaningOf(words);
  if (meaning === "email" || words.includes("email") || words.includes("mail")) return "email";
  if (words.includes("code") || words.includes("sku")) return words.includes("sku") ? "default_code" : "code";
  if (meaning === "vat") return "vat";
  return "name";
}

/** An object stands for its name. */
function textPlace({ text, seen }: SourceNode): string {
  return seen.kind === "object" && (seen.names ?? []).includes("name") ? `${text}.name` : text;
}

function isChoice(seen: Seen, { choices }: Target): boolean {
  const { value } = seen;
  if (typeof value !== "string") return false;
  return (choices ?? []).some(([key, label]) => key === value || label.toLowerCase() === value.toLowerCase());
}

/** The value of the sample stands in the first row; for what it becomes, the likeliest choice. */
function tableRows(seen: Seen, { choices }: Target): [string, string][] {
  const value = typeof seen.value === "string" || typeof seen.value === "number" ? String(seen.value) : "";
  const first = choices?.find(
    ([key, label]) => wordsOf(label).some((word) => wordsOf(value).includes(word)) || wordsOf(key).some((word) => wordsOf(value).includes(word)),
  );
  return [[value, first?.[0] ?? choices?.[0]?.[0] ?? ""]];
}
