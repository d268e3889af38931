/** What the practice Odoo knows of a field, and short ways to write one down. */
export type FieldType =
  | "char"
  | "text"
  | "html"
  | "integer"
  | "float"
  | "monetary"
  | "boolean"
  | "date"
  | "datetime"
  | "selection"
  | "many2one"
  | "many2many"
  | "one2many"
  | "binary";

export type FieldSpec = {
  label: string;
  type: FieldType;
  required?: boolean;
  readonly?: boolean;
  relation?: string;
  /** of a number: in all, and after the point */
  digits?: [number, number];
  /** of money: the field that names its currency; otherwise it is the company's */
  currency?: string;
  /** of a one2many: the many2one that points back */
  inverse?: string;
  selection?: [string, string][];
  value?: string | number | boolean;
};
export type ModelSpec = { label: string; fields: Record<string, FieldSpec> /** the field that names a record */; name?: string };

export const char = (label: string, more: Partial<FieldSpec> = {}): FieldSpec => ({ label, type: "char", ...more });
export const text = (label: string): FieldSpec => ({ label, type: "text" });
export const html = (label: string): FieldSpec => ({ label, type: "html" });
export const number = (label: string, type: "integer" | "float" | "monetary" = "float", more: Partial<FieldSpec> = {}): FieldSpec => ({ label, type, ...more });
export const yes = (label: string, value?: boolean): FieldSpec => ({ label, type: "boolean", ...(value === undefined ? {} : { value }) });
export const date = (label: string): FieldSpec => ({ label, type: "date" });
export const datetime = (label: string): FieldSpec => ({ label, type: "datetime" });
export const one = (label: string, relation: string, more: Partial<FieldSpec> = {}): FieldSpec => ({ label, type: "many2one", relation, ...more });
export const many = (label: string, relation: string): FieldSpec => ({ label, type: "many2many", relation });
export const lines = (label: string, relation: string, inverse: string): FieldSpec => ({ label, type: "one2many", relation, inverse, readonly: true });
export const choice = (label: string, selection: [string, string][], more: Partial<FieldSpec> = {}): FieldSpec => ({
  label,
  type: "selection",
  selection,
  ...more,
});
