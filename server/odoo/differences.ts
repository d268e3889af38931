/** What a write would change: wanted values against what Odoo holds now. */
import type { Json } from "#flow/document.ts";
import { business, StepFailure } from "#flow/failure.ts";
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
  const { values, ids, ...more } = q;
  const all = await comparedEach(client, { ...more, records: ids.map((id) => ({ id, values })) }, options);
  return all.map((each) => {
    if (each instanceof StepFailure) throw each;
    return each;
  });
}

/** As `compared`, each record with values of its own, all read in one call; a failure in the place of a record that is gone. */
export async function comparedEach(
  client: OdooClient,
  q: { model: string; records: readonly { id: number; values: Record<string, Json> }[]; context?: Context },
  options?: SendOptions,
): Promise<(Compared | StepFailure)[]> {
  const asked = [...new Set(q.records.flatMap(({ values }) => Object.keys(values)))];
  const fields = await client.fields(q.model, asked);
  const names = ["display_name", ...asked.filter((name) => isCompared(fields.get(name)))];
  const ids = [...new Set(q.records.map(({ id }) => id))];
  const rows = await client.read({ model: q.model, ids, fields: names, ...(q.context ? { context: q.context } : {}) }, options);
  const held = new Map(rows.map((row) => [row.id, row.values]));
  return q.records.map(({ id, values }) => {
    const there = held.get(id);
    if (there === undefined) return missing(client, q.model, id);
    const differences = Object.entries(values).flatMap(([name, value]) => {
      const field = fields.get(name);
      if (field === undefined || !isCompared(field)) return [];
      const after = isNew(value) ? value : normal({ model: q.model, field, value });
      const before = there[name] ?? false;
      return isSame(field, before, after) ? [] : [{ field, before, after }];
    });
    return { id, name: typeof there.display_name === "string" && there.display_name ? there.display_name : `#${id}`, differences };
  });
}

function isCompared(field: Field | undefined): boolean {
  return field !== undefined && field.type !== "one2many";
}

function missing(client: OdooClient, model: string, id: number) {
  return business("not-found", "odoo.record_missing", `There is no ${model} with id ${id} in ${client.target.name}.`, {
    fix: "It was deleted, or the id is of another database: check which id the step was given.",
    where: { connection: client.target.key, model, record: id },
  });
}
