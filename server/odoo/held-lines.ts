/** Related records whose values commands would update, and what of that they do not hold yet. Read once per model, for all records of a call. */
import type { Json } from "#flow/document.ts";
import type { Context, OdooClient } from "./client.ts";
import { commandsIn, updatesIn } from "./commands.ts";
import type { Field } from "./fields.ts";
import type { SendOptions } from "./transport.ts";
import { isSame, normal, written } from "./values.ts";

type Values = Record<string, Json>;
export type DifferentIn = (relation: string, id: number, values: Values) => Values;

export async function heldLines(
  client: OdooClient,
  q: { wanted: { field: Field; value: Json }[]; context?: Context },
  options?: SendOptions,
): Promise<DifferentIn> {
  const asked = new Map<string, { ids: Set<number>; names: Set<string> }>();
  for (const { field, value } of q.wanted) {
    for (const { id, values } of updatesIn(commandsIn(value) ?? [])) {
      const entry = asked.get(field.relation ?? "") ?? { ids: new Set(), names: new Set() };
      entry.ids.add(id);
      for (const name of Object.keys(values)) entry.names.add(name);
      asked.set(field.relation ?? "", entry);
    }
  }
  const held = new Map<string, { fields: Map<string, Field>; rows: Map<number, Values> }>();
  for (const [model, { ids, names }] of asked) {
    const fields = await client.fields(model, [...names]);
    const rows = await client.read({ model, ids: [...ids], fields: [...names], ...(q.context ? { context: q.context } : {}) }, options);
    held.set(model, { fields, rows: new Map(rows.map((row) => [row.id, row.values])) });
  }
  return (relation, id, values) => {
    const known = held.get(relation);
    const row = known?.rows.get(id);
    return Object.fromEntries(
      Object.entries(values).flatMap(([name, value]): [string, Json][] => {
        const field = known?.fields.get(name);
        if (field === undefined) return [[name, value]];
        const after = normal({ model: relation, field, value });
        return row !== undefined && isSame(field, row[name] ?? false, after) ? [] : [[name, written(field, after)]];
      }),
    );
  };
}
