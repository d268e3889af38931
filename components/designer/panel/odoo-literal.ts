/** What is typed for a field of Odoo, where its value is written down. */
import type { OdooField } from "#flow/odoo-shape.ts";
import type { Literal } from "./literal-input.tsx";

export function literalOf(field: OdooField | undefined): Literal {
  if (!field) return { kind: "text" };
  if (field.type === "boolean") return { kind: "yes-no" };
  if (field.type === "selection" && field.selection) return { kind: "choice", options: field.selection.map(([value, label]) => ({ value, label })) };
  if (["integer", "float", "monetary", "many2one"].includes(field.type)) return { kind: "number" };
  if (field.type === "many2many" || field.type === "one2many") return { kind: "json" };
  return { kind: field.type === "text" || field.type === "html" ? "long-text" : "text" };
}
