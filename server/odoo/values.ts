/**
 * One value in the three shapes that it has on its way: as a flow gives it, as Odoo reads and writes it (`normal`), and as `load` takes it
 * (`cells`). Only normal values are compared.
 */
import type { Json } from "#flow/document.ts";
import { business } from "#flow/failure.ts";
import { commandsIn, linkedByNew, normalCommand } from "./commands.ts";
import type { Command, Wrong } from "./commands.ts";
import type { Field } from "./fields.ts";
import { roundedTo } from "./rounding.ts";
import { dayIn, momentIn } from "./zone.ts";

const isRecord = (value: Json): value is { [key: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);

/** A dry run does not know the ids of what it did not create. */
export function isNew(value: Json): boolean {
  if (Array.isArray(value)) return value.some(isNew);
  if (!isRecord(value)) return false;
  return typeof value.$new === "string" || Object.values(value).some(isNew);
}

/** The value as a read of Odoo with `load: ""` gives it. @throws StepFailure for what cannot be a value of the field */
export function normal(q: { model: string; field: Field; value: Json }): Json {
  const { field, value } = q;
  const wrong: Wrong = (fix) => {
    throw business("invalid-data", "odoo.value", `${field.label} (${field.name}) of ${q.model} cannot be ${shortly(value)}.`, {
      fix,
      where: { model: q.model, field: field.name },
    });
  };
  switch (field.type) {
    case "boolean":
      return truth(value, wrong);
    case "integer":
    case "float":
    case "monetary":
      return number(field, value, wrong);
    case "many2one":
      return isEmpty(value) ? false : id(value, wrong);
    case "many2many":
      return many(value, wrong);
    case "one2many":
      return isEmpty(value) ? [] : Array.isArray(value) ? (commands(value, wrong) ?? value) : wrong("Send a list of lines.");
    case "date":
      return isEmpty(value) ? false : typeof value === "string" ? day(field, value) : wrong("Send a date such as 2026-12-31.");
    case "datetime":
      return isEmpty(value) ? false : typeof value === "string" ? instant(field, value, wrong) : wrong("Send a time such as 2026-12-31T17:00:00Z.");
    case "selection":
      return isEmpty(value) ? false : choice(field, value, wrong);
    case "char":
    case "text":
    case "html":
      return isEmpty(value) ? false : typeof value === "object" ? wrong("Send text.") : String(value);
    default:
      return value === null || value === "" ? false : value;
  }
}

/** Whether writing `after` over `before` would change nothing. Both normal. */
export function isSame(field: Field, before: Json, after: Json): boolean {
  if (typeof before === "number" && typeof after === "number") {
    return field.precision === null ? before === after : Math.abs(before - after) < 0.5 * 10 ** -field.precision;
  }
  if (field.type === "many2many" && isIds(before) && isIds(after)) return sorted(before) === sorted(after);
  // Odoo wraps plain text into a paragraph when it keeps it
  if (field.type === "html" && typeof before === "string" && typeof after === "string") return plain(before) === plain(after);
  return JSON.stringify(before) === JSON.stringify(after);
}

/** The value for `write`. */
export function written(field: Field, value: Json): Json {
  return field.type === "many2many" && isIds(value) ? [[6, 0, value]] : value;
}

/** A list as a new record gets it: commands that only link are its ids. */
export function ofNew(field: Field, value: Json): Json {
  return field.type === "many2many" ? (linkedByNew(value) ?? value) : value;
}

/** The column and cell for `load`; null where load has no way to say it. A list of ids replaces what a record has: commands do not. */
export function cell(field: Field, value: Json): { column: string; cell: Json } | null {
  switch (field.type) {
    case "boolean":
      return { column: field.name, cell: value ? "1" : "0" };
    case "many2one":
      return { column: `${field.name}/.id`, cell: value === false ? "" : value };
    case "many2many":
      return isIds(value) ? { column: `${field.name}/.id`, cell: value.join(",") } : null;
    case "integer":
    case "float":
    case "monetary":
      return { column: field.name, cell: value };
    case "one2many":
      return null;
    default:
      return typeof value === "object" ? null : { column: field.name, cell: value === false ? "" : value };
  }
}

function isEmpty(value: Json): boolean {
  return value === null || value === false || value === "";
}

function truth(value: Json, wrong: Wrong): boolean {
  if (typeof value === "boolean") return value;
  if (value === null || value === "" || value === 0) return false;
  if (value === 1) return true;
  if (typeof value === "string" && /^(true|1|yes)$/i.test(value)) return true;
  if (typeof value === "string" && /^(false|0|no)$/i.test(value)) return false;
  return wrong("Send true or false.");
}

function number(field: Field, value: Json, wrong: Wrong): number {
  if (isEmpty(value)) return 0;
  const given = typeof value === "string" && /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value) ? Number(value) : value;
  if (typeof given !== "number" || !Number.isFinite(given)) return wrong("Send a number, without currency and thousands separators.");
  if (field.type === "integer" && !Number.isInteger(given)) return wrong("Send a whole number.");
  // as Odoo keeps it; of money its currency decides, which the record names
  return field.type === "float" && field.precision !== null ? roundedTo(given, field.precision) : given;
}

/** A record is named by its id, also as reads of Odoo show it: [7, "Acme"]. */
function id(value: Json, wrong: Wrong): number {
  const given = Array.isArray(value) ? value[0] : isRecord(value) ? value.id : value;
  const parsed = typeof given === "string" && /^\d+$/.test(given) ? Number(given) : given;
  return typeof parsed === "number" && Number.isInteger(parsed) && parsed > 0 ? parsed : wrong("Send the id of a record in Odoo; a search step finds it.");
}

function many(value: Json, wrong: Wrong): Json {
  if (isEmpty(value)) return [];
  if (!Array.isArray(value)) return [id(value, wrong)];
  const given = commands(value, wrong);
  if (given === null) return value.map((each) => id(each, wrong));
  const [first] = given;
  // setting is what a list of ids means
  return given.length === 1 && first?.[0] === 6 && Array.isArray(first[2]) ? first[2] : given;
}

function commands(value: Json, wrong: Wrong): Command[] | null {
  return commandsIn(value)?.map((command) => normalCommand(command, { id: (each) => id(each, wrong), wrong })) ?? null;
}

function choice(field: Field, value: Json, wrong: Wrong): string {
  if (typeof value !== "string" && typeof value !== "number") return wrong("Send one of the field's choices.");
  const given = String(value);
  const known = field.selection ?? [];
  if (known.some(([key]) => key === given)) return given;
  // people write what they see on the screen; what nobody knows, Odoo judges
  return known.find(([, label]) => label.toLowerCase() === given.toLowerCase())?.[0] ?? given;
}

const DAY = /^\d{4}-\d{2}-\d{2}/;

const ZONED = /T\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/i;

/** The day that is written there; of a moment whose zone is known, the day that it is where the connection is. */
function day({ zone }: Field, value: string): string {
  if (!DAY.test(value)) return value;
  const at = new Date(value);
  return zone !== "UTC" && ZONED.test(value) && !Number.isNaN(at.getTime()) ? dayIn(zone, at) : value.slice(0, 10);
}

/** Odoo keeps UTC without saying so. What has no zone is a time of the connection's zone. */
function instant({ zone }: Field, value: string, wrong: Wrong): string {
  if (!DAY.test(value)) return value;
  const text = value.trim().replace(" ", "T");
  const isZoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(text) && text.length > 10;
  const at = new Date(text.length === 10 ? `${text}T00:00:00Z` : isZoned ? text : `${text}Z`);
  if (Number.isNaN(at.getTime())) return wrong("Send a time such as 2026-12-31T17:00:00Z.");
  const moment = isZoned || zone === "UTC" ? at : momentIn(zone, at);
  return moment.toISOString().slice(0, 19).replace("T", " ");
}

export function isIds(value: Json): value is number[] {
  return Array.isArray(value) && value.every((each) => typeof each === "number");
}

function sorted(ids: number[]): string {
  return [...new Set(ids)].sort((a, b) => a - b).join();
}

function plain(html: string): string {
  return html
    .trim()
    .replace(/^<p>((?:(?!<\/?p>).)*)<\/p>$/s, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function shortly(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
