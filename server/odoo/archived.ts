/** A reference that Odoo does not find may be there and archived: `load` looks at active records only, and says the same of both. */
import { business, StepFailure } from "#flow/failure.ts";
import type { OdooClient } from "./client.ts";
import { Blamed } from "./divide.ts";
import type { Field } from "./fields.ts";
import type { SendOptions } from "./transport.ts";

type Asking = { model: string; fields: Map<string, Field> };

/** The refusal, in better words where a record that it names is archived. */
export async function namingArchived(client: OdooClient, q: Asking, refusal: StepFailure, options?: SendOptions): Promise<StepFailure> {
  const better = await named(client, q, refusal, options);
  if (!(refusal instanceof Blamed)) return better;
  const blamed = new Map<number, StepFailure>();
  for (const [place, failure] of refusal.blamed) blamed.set(place, await named(client, q, failure, options));
  return new Blamed(better, blamed);
}

async function named(client: OdooClient, { model, fields }: Asking, refusal: StepFailure, options?: SendOptions): Promise<StepFailure> {
  const { code, message, where, detail } = refusal.failure;
  const field = fields.get(where?.field ?? "");
  const id = Number(/No matching record found for database id '(\d+)'/.exec(message)?.[1] ?? Number.NaN);
  if (code !== "odoo.reference_missing" || field === undefined || field.relation === null || !Number.isInteger(id)) return refusal;
  const found = await archived(client, field.relation, id, options);
  if (found === null) return refusal;
  return business(
    "invalid-data",
    "odoo.reference_archived",
    `${field.label} (${field.name}) of ${model} points to ${found} (${field.relation} #${id}), which is archived.`,
    {
      fix: "Take it back from the archive in Odoo, or point to another record.",
      ...(where === undefined ? {} : { where }),
      ...(detail === undefined ? {} : { detail }),
    },
  );
}

/** Its name; null where it is not there, not archived, or not for us to see. */
async function archived(client: OdooClient, model: string, id: number, options?: SendOptions): Promise<string | null> {
  try {
    if (!(await client.fields(model)).has("active")) return null;
    const [row] = await client.read({ model, ids: [id], fields: ["display_name", "active"] }, options);
    return row?.values.active === false ? String(row.values.display_name || `#${id}`) : null;
  } catch (error) {
    if (error instanceof StepFailure) return null;
    throw error;
  }
}
