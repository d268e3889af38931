/** How the inbox words values: facts by their format, fields of Odoo, and time to the due date. Pure. */
import type { Json } from "#flow/document.ts";
import { isPromised } from "#flow/promised.ts";

/** The id of a record that does not exist yet: the step that will create it. */
export function newRecordOf(value: Json | undefined): string | null {
  return isPromised(value) ? value.$new : null;
}

/** `format` is text, money, number, percent or date; a value that does not fit its format is shown as it is. */
export function formatFact(value: Json, options: { format: string; currency: string | null }): string {
  if (value === null || value === "") return "none";
  const number = typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  switch (options.format) {
    case "money":
      return Number.isFinite(number) ? money(number, options.currency) : formatField(value);
    case "number":
      return Number.isFinite(number) ? grouped(number) : formatField(value);
    case "percent":
      return Number.isFinite(number) ? `${percentOf(number)} %` : formatField(value);
    case "date":
      return typeof value === "string" && !Number.isNaN(Date.parse(value)) ? date(value) : formatField(value);
    default:
      return formatField(value);
  }
}

/** A field's value in words: a many2one by its name, a list by its entries. */
export function formatField(value: Json): string {
  if (value === null || value === "" || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return grouped(value);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) {
    const [id, name] = value;
    if (value.length === 2 && typeof id === "number" && typeof name === "string") return name;
    return value.length === 0 ? "none" : value.map(formatField).join(", ");
  }
  const created = newRecordOf(value);
  if (created !== null) return "new record";
  if (typeof value.display_name === "string") return value.display_name;
  if (typeof value.name === "string") return value.name;
  return JSON.stringify(value);
}

/** Odoo says `false` where nothing is set; a yes-or-no field means it. */
export function formatOdooField(value: Json, type: string | undefined): string {
  if (value === false && type !== undefined && type !== "boolean") return "none";
  if (typeof value === "string" && type === "date" && !Number.isNaN(Date.parse(value))) return date(value);
  return formatField(value);
}

/** `soon` asks for attention: less than two hours left, or overdue. */
export function dueWords(dueAt: string | null, now: number): { text: string; short: string; soon: boolean } | null {
  if (dueAt === null) return null;
  const left = Date.parse(dueAt) - now;
  if (left <= 0) return { text: `Overdue by ${span(-left)}`, short: `${span(-left)} overdue`, soon: true };
  return { text: left > 36 * HOUR && left <= 48 * HOUR ? "Due tomorrow" : `Due in ${span(left)}`, short: `${span(left)} left`, soon: left < 2 * HOUR };
}

/** How old an open question is, or how long ago it was closed. */
export function ageWords(approval: { createdAt: string; closedAt: string | null }, now: number): string {
  const age = now - Date.parse(approval.closedAt ?? approval.createdAt);
  if (age < MINUTE) return "just now";
  return `${span(age)} ${approval.closedAt ? "ago" : "old"}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 42 min, 1 h 18 min, 2 days: what a person needs, no more. */
function span(ms: number): string {
  if (ms < MINUTE) return "less than a minute";
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms >= 2 * DAY) return `${Math.floor(ms / DAY)} days`;
  const hours = Math.floor(ms / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  return minutes === 0 || hours >= 12 ? `${hours} h` : `${hours} h ${minutes} min`;
}

function grouped(value: number): string {
  return new Intl.NumberFormat("en-GB", { maximumFractionDigits: 6 }).format(value).replaceAll(",", "\u202f");
}

function money(value: number, currency: string | null): string {
  const digits = Number.isInteger(value) ? 0 : 2;
  if (currency === null) return grouped(value);
  try {
    return new Intl.NumberFormat("en-GB", {
      style: "currency",
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      currencyDisplay: "narrowSymbol",
    }).format(value);
  } catch {
    // a flow may name a currency that is no ISO code: its own word for it is still right
    return `${currency} ${grouped(value)}`;
  }
}

/** Both 0.314 and 31.4 are written for 31.4 %; a share above 1 is taken as per cent already. */
function percentOf(value: number): string {
  const percent = Math.abs(value) <= 1 ? value * 100 : value;
  return String(Math.round(percent * 10) / 10);
}

function date(value: string): string {
  const hasTime = value.includes("T") || /\d \d/.test(value);
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    ...(hasTime ? { hour: "2-digit", minute: "2-digit" } : { timeZone: "UTC" }),
  }).format(new Date(value));
}
