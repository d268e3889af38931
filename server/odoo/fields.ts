/** The fields of a model as Odoo describes them to any user: `fields_get`. */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import type { OdooField } from "#flow/odoo-shape.ts";

export type Field = Omit<OdooField, "filled"> & {
  /** digits after the point; null: as they come */
  precision: number | null;
  /** of money: the field that names its currency */
  currency: string | null;
  /** of dates and times that come without one */
  zone: string;
};

export const ATTRIBUTES = ["string", "type", "required", "readonly", "relation", "relation_field", "selection", "help", "digits", "currency_field"];

const Described = z.object({
  string: z.string().catch(""),
  type: z.string(),
  required: z.boolean().catch(false),
  readonly: z.boolean().catch(false),
  relation: z.string().nullish().catch(null),
  relation_field: z.string().nullish().catch(null),
  selection: z
    .array(z.tuple([z.union([z.string(), z.number()]), z.string()]))
    .nullish()
    .catch(null),
  help: z
    .union([z.string(), z.literal(false)])
    .nullish()
    .catch(null),
  digits: z.tuple([z.number(), z.number()]).nullish().catch(null),
  currency_field: z
    .union([z.string(), z.literal(false)])
    .nullish()
    .catch(null),
});

export function readFields(answer: Json, zone = "UTC"): Map<string, Field> {
  const described = z.record(z.string(), Described).parse(answer);
  return new Map(
    Object.entries(described).map(([name, field]) => [
      name,
      {
        name,
        label: field.string || name,
        type: field.type,
        required: field.required,
        readonly: field.readonly,
        relation: field.relation ?? null,
        selection: field.selection?.map(([value, label]) => [String(value), label]) ?? null,
        help: field.help || null,
        inverse: field.relation_field ?? null,
        // money is rounded by its currency before it is compared
        precision: field.type === "monetary" ? 6 : (field.digits?.[1] ?? null),
        currency: field.type === "monetary" ? field.currency_field || null : null,
        zone,
      },
    ]),
  );
}
