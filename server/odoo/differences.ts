/** What a write would change: wanted values against what Odoo holds now. */
import type { Json } from "#flow/document.ts";
import { business } from "#flow/failure.ts";
import type { Context, OdooClient } from "./client.ts";
import type { Field } from "./fields.ts";
import type { SendOptions } from "./transport.ts";
import { isNew, isSame, normal } from "./values.ts";

export type Difference = { field: Field; before: Json; after: Json };
export type Compared = { id: number; name: string; differences: Difference[] };

/** In the order of ids. Lines belong to creating a record and are not compared. @throws StepFailure for a record that is gone */
export async function compared(
  client: OdooClient,
  q: { model: string; ids: number[]; values: Record<string, Json>; context?: Context },
  options?: SendOptions,
): Promise<Compared[]> {
  const fields = await client.fields(q.model, Object.keys(q.values));
  const wanted = Object.entries(q.values).flatMap(([name, value]) => {
    const field = fields.get(name);
    if (field === undefined || field.type === "one2many") return [];
    return [{ field, after: isNew(value) ? value : normal({ model: q.model, field, value }) }];
  });
  const names = [...new Set(["display_name", ...wanted.map(({ field }) => field.name)])];
  const rows = await client.read({ model: q.model, ids: q.ids, fields: names, ...(q.context ? { context: q.context } : {}) }, options);
  const held = new Map(rows.map((row) => [row.id, row.values]));
  return q.ids.map((id) => {
    const values = held.get(id);
    if (values === undefined) throw missing(client, q.model, id);
    const differences = wanted.flatMap(({ field, after }) => {
      const before = values[field.name] ?? false;
      return isSame(field, before, after) ? [] : [{ field, before, after }];
    });
    return { id, name: typeof values.display_name === "string" && values.display_name ? values.display_name : `#${id}`, differences };
  });
}

function missing(client: OdooClient, model: string, id: number) {
  return business("not-found", "odoo.record_missing", `There is no ${model} with id ${id} in ${client.target.name}.`, {
    fix: "It was deleted, or the id is of another database: check which id the step was given.",
    where: { connection: client.target.key, model, record: id },
  });
}
