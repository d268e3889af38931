/** Values as people read them: records by their names, choices by their labels. */
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { OdooClient } from "./client.ts";
import type { Field } from "./fields.ts";
import type { SendOptions } from "./transport.ts";
import { isNew } from "./values.ts";

export type Show = (field: Field, value: Json) => Json;

/** Reads the names of all records that the values point to, once per model. A name that we may not read stays an id. */
export async function shower(client: OdooClient, values: { field: Field; value: Json }[], options?: SendOptions): Promise<Show> {
  const wanted = new Map<string, Set<number>>();
  for (const { field, value } of values) {
    if (field.relation === null) continue;
    for (const id of idsIn(value)) wanted.set(field.relation, (wanted.get(field.relation) ?? new Set()).add(id));
  }
  const names = new Map<string, Json>();
  for (const [model, ids] of wanted) {
    const rows = await client.read({ model, ids: [...ids].slice(0, 200), fields: ["display_name"] }, options).catch((error: unknown) => {
      if (error instanceof StepFailure && ["authorization", "not-found", "configuration"].includes(error.failure.kind)) return [];
      throw error;
    });
    for (const row of rows) names.set(`${model},${row.id}`, row.values.display_name ?? null);
  }
  return (field, value) => {
    if (isNew(value)) return value;
    if (value === false && field.type !== "boolean") return null;
    const name = (id: number) => names.get(`${field.relation},${id}`) || `#${id}`;
    if (field.type === "many2one" && typeof value === "number") return name(value);
    if (field.type === "many2many" && Array.isArray(value) && value.every((each) => typeof each === "number")) return value.map(name);
    if (field.type === "selection") return field.selection?.find(([key]) => key === value)?.[1] ?? value;
    return value;
  };
}

function idsIn(value: Json): number[] {
  if (typeof value === "number") return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === "number") : [];
}
