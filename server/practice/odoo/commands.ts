/** Commands for lists of records, as Odoo carries them out. */
import { z } from "zod";
import { Json } from "#flow/document.ts";

type Values = Record<string, Json>;
type Records = {
  records: (model: string) => Promise<{ id: number; fields: Values }[]>;
  create: (model: string, values: Values) => Promise<number>;
  write: (model: string, ids: number[], values: Values) => Promise<void>;
  unlink: (model: string, ids: number[]) => Promise<void>;
};

const Given = z.record(z.string(), Json);

/** The ids that a list of links has after a list of ids, or after commands. */
export function linked(before: Json, value: Json): Json {
  if (!Array.isArray(value)) return [];
  let ids = new Set(value.some(Array.isArray) && Array.isArray(before) ? before : []);
  for (const each of value) {
    if (typeof each === "number") ids.add(each);
    if (!Array.isArray(each)) continue;
    const [code, id = 0, more = []] = each;
    if (code === 6 || code === 5) ids = new Set(Array.isArray(more) ? more : []);
    if (code === 4) ids.add(id);
    if (code === 3 || code === 2) ids.delete(id);
  }
  return [...ids];
}

/** Records behind links that are updated or deleted. */
export async function writeRelated(world: Records, q: { relation: string; commands: Json[] }): Promise<void> {
  for (const command of q.commands) {
    const [code, id, values = null] = Array.isArray(command) ? command : [];
    if (code === 1) await world.write(q.relation, [Number(id)], Given.parse(values));
    if (code === 2) await world.unlink(q.relation, [Number(id)]);
  }
}

/** Lines, which point back to the record that has them. */
export async function writeLines(world: Records, q: { owner: number; relation: string; inverse: string; commands: Json[] }): Promise<void> {
  const { owner, relation, inverse } = q;
  const point = (ids: number[], to: number | false) => (ids.length === 0 ? Promise.resolve() : world.write(relation, ids, { [inverse]: to }));
  const held = async () => (await world.records(relation)).filter((record) => record.fields[inverse] === owner).map((record) => record.id);
  for (const command of q.commands) {
    const [code, id, more = null] = Array.isArray(command) ? command : [];
    if (code === 0) await world.create(relation, { ...Given.parse(more), [inverse]: owner });
    if (code === 1) await world.write(relation, [Number(id)], Given.parse(more));
    if (code === 2) await world.unlink(relation, [Number(id)]);
    if (code === 3) await point([Number(id)], false);
    if (code === 4) await point([Number(id)], owner);
    if (code === 5 || code === 6) {
      const wanted = Array.isArray(more) ? more.map(Number) : [];
      const there = await held();
      await point(
        there.filter((each) => !wanted.includes(each)),
        false,
      );
      await point(
        wanted.filter((each) => !there.includes(each)),
        owner,
      );
    }
  }
}
