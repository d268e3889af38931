/**
 * What a step is about to write, read off the values themselves: in a run they are known, however they came about. Which model is behind a
 * field is told by `relations`; where it is not known, what is behind it is not seen.
 */
import type { Json, Step } from "./document.ts";
import { isLookup, RECORD, RecordLookup } from "./record-lookup.ts";
import { isSchema, recordOf } from "./schema-resolve.ts";
import { writePlace } from "./written.ts";
import type { Written } from "./written.ts";

/** Models behind fields, by model and field. */
export type Relations = { [model: string]: { [field: string]: string } };

export type WrittenValues = Pick<Written, "object" | "names" | "by" | "how">;

const DEEPEST = 3;

/** `input`: the step's settings as they are resolved, a list by what each of its items gave. */
export function writtenValues(step: Step, input: Record<string, Json>, relations: Relations): WrittenValues[] {
  // in whose name it is published is no input of the step
  const place = writePlace(step.type, { ...input, contract: step.config.contract ?? null });
  if (place === null) return [];
  const { object, held, named } = place;
  if (named !== undefined) return [{ object, names: named }];
  const records = recordsIn(held ?? (Array.isArray(input.each) ? input.each.map((each) => recordOf(each).values ?? null) : undefined));
  const own = { object, names: namesOf(records) };
  return object.kind === "contract" ? [own] : [own, ...behind({ model: object.name, records, relations, depth: 0 })];
}

type Values = Record<string, Json>;
type Behind = { model: string; records: Values[]; relations: Relations; depth: number; by?: string };

function behind(q: Behind): WrittenValues[] {
  if (q.depth >= DEEPEST) return [];
  return Object.entries(q.relations[q.model] ?? {}).flatMap(([field, model]): WrittenValues[] => {
    const values = q.records.flatMap((record) => (Object.hasOwn(record, field) ? [record[field] ?? null] : []));
    if (values.length === 0) return [];
    const object = { kind: "model", name: model } as const;
    const by = q.by === undefined ? field : `${q.by}.${field}`;
    const made = values.flatMap(itself).flatMap(madeBy);
    const lines = values.flatMap((value) => (Array.isArray(value) ? recordsIn(value) : []));
    return [
      ...(made.length === 0 ? [] : [{ object, names: [...new Set(made)], by, how: "lookup" as const }]),
      ...(lines.length === 0 ? [] : [{ object, names: namesOf(lines), by, how: "lines" as const }]),
      ...behind({ model, records: lines, relations: q.relations, depth: q.depth + 1, by }),
    ];
  });
}

/** A record, a list of them, or the commands that make or change them ([0, 0, values], [1, id, values]). */
function recordsIn(value: Json | undefined): Values[] {
  if (!Array.isArray(value)) return isSchema(value) && !isLookup(value) ? [value] : [];
  return value.flatMap((each) => (Array.isArray(each) ? (isSchema(each[2]) ? [each[2]] : []) : recordsIn(each)));
}

const itself = (value: Json): Json[] => (Array.isArray(value) ? value : [value]);

/** The field by which a lookup makes a record that it does not find. */
function madeBy(value: Json): string[] {
  const read = isLookup(value) ? RecordLookup.safeParse(value[RECORD]) : undefined;
  return read?.data?.onMissing === "create" ? [read.data.by] : [];
}

function namesOf(records: Values[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}
