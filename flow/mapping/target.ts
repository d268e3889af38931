/** What a mapping fills: a field of an Odoo model, of a contract, or a free one. */
import type { OdooField } from "../odoo-shape.ts";

export type TargetType =
  | "text"
  | "number"
  | "integer"
  | "boolean"
  | "date"
  | "datetime"
  | "choice"
  | "record"
  | "records"
  | "lines"
  | "object"
  | "list"
  | "any";

export type Target = {
  name: string;
  label: string;
  type: TargetType;
  /** what the other system calls the type: monetary, many2one … */
  calls: string;
  required: boolean;
  /** computed over there: what is written may be ignored */
  readonly: boolean;
  help: string | null;
  /** the model that it points to */
  relation: string | null;
  /** of lines: the field of each line that points back, which Odoo fills */
  inverse: string | null;
  choices: [string, string][] | null;
  /** of an object, or of each line: what is in it, where somebody says so */
  inner?: readonly Target[];
};

const TYPES: Record<string, TargetType> = {
  char: "text",
  text: "text",
  html: "text",
  integer: "integer",
  float: "number",
  monetary: "number",
  boolean: "boolean",
  date: "date",
  datetime: "datetime",
  selection: "choice",
  many2one: "record",
  many2many: "records",
  one2many: "lines",
};

/** Odoo fills these in by itself, required or not. */
const HAS_DEFAULT = new Set(["boolean", "integer", "float", "monetary", "selection", "one2many", "many2many"]);
/** Kept by Odoo for itself. */
const OWN = new Set(["id", "display_name", "create_date", "create_uid", "write_date", "write_uid"]);

/** The fields that can be filled, in the order given; those of Odoo's own are left out. */
export function targetsOfModel(fields: readonly OdooField[]): Target[] {
  return fields
    .filter((field) => !OWN.has(field.name))
    .map(({ name, label, type, required, readonly, relation, selection, help, inverse, filled }) => ({
      name,
      label,
      type: TYPES[type] ?? "any",
      calls: type,
      required: required && !HAS_DEFAULT.has(type) && !filled,
      // lines are made together with their record, though Odoo calls them computed
      readonly: readonly && type !== "one2many",
      help,
      relation,
      inverse,
      choices: selection,
    }));
}

/** A field that nobody describes. */
export function freeTarget(name: string): Target {
  return { name, label: name, type: "any", calls: "", required: false, readonly: false, help: null, relation: null, inverse: null, choices: null };
}
