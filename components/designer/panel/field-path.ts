/** A path through the relations of Odoo's models, `partner_id.country_id.code`: which model each of its names is looked for in. */
import type { OdooField } from "#flow/odoo-shape.ts";

export type Segment = { name: string; model: string | null; fields: OdooField[]; field: OdooField | undefined };

/** @param fieldsOf undefined: the model is not known, or not yet */
export function alongPath(path: string, first: string, fieldsOf: (model: string) => OdooField[] | undefined): Segment[] {
  const segments: Segment[] = [];
  let model: string | null = first;
  for (const name of path.split(".")) {
    const fields: OdooField[] = model === null ? [] : (fieldsOf(model) ?? []);
    const field = fields.find((each) => each.name === name);
    segments.push({ name, model, fields, field });
    model = field?.relation ?? null;
  }
  return segments;
}

/** The models that have to be known for it, each once, and that behind its end, where one may want to go on to. */
export function modelsAlong(segments: readonly Segment[]): string[] {
  const named = [...segments.map(({ model }) => model), segments.at(-1)?.field?.relation];
  return [...new Set(named.filter((each): each is string => typeof each === "string" && each !== ""))];
}
