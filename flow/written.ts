/**
 * What a step surely writes: fields of an object, each with where it stands in the settings. A step that makes order lines, or records that
 * its lookups miss, writes several objects. Which model is behind a field is told by the model that holds it; where that is not known, what
 * is behind it is not seen.
 */
import type { OwnershipRule } from "./contract/facts.ts";
import { readContractRef } from "./contract/reference.ts";
import type { Json, Step } from "./document.ts";
import { isExpression } from "./marks.ts";
import type { FlowShapes } from "./flow-shapes.ts";
import type { OdooFieldFact } from "./odoo-shape.ts";
import type { Knowledge } from "./problem.ts";
import { RECORD } from "./record-lookup.ts";
import { recordOf } from "./schema-resolve.ts";
import type { Shape } from "./shape.ts";
import { alternatives, unknownShape } from "./shape.ts";
import { valueShape } from "./value-shape.ts";

export type Written = {
  object: OwnershipRule["object"];
  /** the setting that holds the fields; of another object than the step's own, the field that leads to it */
  root: string;
  held: Json | undefined;
  names: readonly string[];
  /** the fields are worked out as a whole, and nothing is known of them */
  isUnknown?: true;
  /** how it is reached from the step's own object, for messages: `order_line` */
  by?: string;
  how?: "lines" | "lookup";
};

const WRITES = new Set(["odoo.create", "odoo.upsert", "odoo.update"]);
/** Methods of Odoo that write what they are given under this name. */
const WRITING_METHODS: Record<string, string> = { write: "vals", create: "vals_list", web_save: "vals", copy: "default" };
const DEEPEST = 3;

/** Whether a step of its type can write what could have an owner at all. */
export function mayWrite({ type, config }: Pick<Step, "type" | "config">): boolean {
  return WRITES.has(type) || type === "odoo.archive" || type === "odoo.call" || (type === "event.publish" && config.contract !== undefined);
}

/** Where a step holds what it writes: in its settings as they are written, and as they are resolved for a run. */
export type WritePlace = {
  object: Written["object"];
  root: string;
  held: Json | undefined;
  /** the values are under this name of what is held */
  under?: string;
  /** written whatever is held */
  named?: readonly string[];
};

/** Null: it writes nothing that could have an owner. */
export function writePlace(type: string, config: Record<string, Json>): WritePlace | null {
  const { model, values, records, payload, contract, method, args } = config;
  if (type === "event.publish") {
    const ref = readContractRef(contract);
    return ref === null ? null : { object: { kind: "contract", name: ref.key }, root: "payload", held: payload };
  }
  if (typeof model !== "string") return null;
  const object = { kind: "model", name: model } as const;
  if (type === "odoo.archive") return { object, root: "ids", held: undefined, named: ["active"] };
  if (WRITES.has(type)) return { object, root: values === undefined && records !== undefined ? "records" : "values", held: values ?? records };
  if (type !== "odoo.call" || typeof method !== "string") return null;
  if (method === "name_create") return { object, root: "args", held: undefined, named: ["name"] };
  const given = WRITING_METHODS[method];
  if (given === undefined || args === undefined) return null;
  return isExpression(args) ? { object, root: "args", held: args, under: given } : { object, root: `args.${given}`, held: recordOf(args)[given] };
}

export function writtenBy(step: Step, shapes: FlowShapes, { odoo }: Pick<Knowledge, "odoo">): Written[] {
  const place = writePlace(step.type, step.config);
  if (place === null) return [];
  const { object, root, held, under, named } = place;
  if (named !== undefined) return [{ object, root, held, names: named }];
  const item = step.config.items === undefined ? undefined : (shapes.sight(step.id).item ?? undefined);
  const whole = valueShape(held, shapes.seen(step.id), item);
  const shape = under === undefined ? whole : (recordIn(whole)?.fields[under] ?? unknownShape);
  const own = ownOf({ object, root, held, shape });
  if (object.kind === "contract") return [own];
  const factsOf = (name: string) => odoo?.find((each) => each.connection === step.config.connection && each.model === name)?.fields ?? [];
  return [own, ...behind({ root, shape: recordIn(shape), facts: factsOf(object.name), factsOf, depth: 0 })];
}

type Own = { object: Written["object"]; root: string; held: Json | undefined; shape: Shape };

/** The fields of the step's own object; of a list, those of its items. */
function ownOf({ object, root, held, shape }: Own): Written {
  const one = recordIn(shape);
  if (one !== null) return { object, root, held, names: Object.keys(one.fields) };
  const isUnknown = held !== undefined && inList(shape).some((each) => each.kind === "unknown");
  return { object, root, held, names: [], ...(isUnknown ? { isUnknown } : {}) };
}

type ObjectShape = Extract<Shape, { kind: "object" }>;
type Behind = {
  root: string;
  shape: ObjectShape | null;
  facts: readonly OdooFieldFact[];
  factsOf: (model: string) => readonly OdooFieldFact[];
  depth: number;
  by?: string;
};

/** Records that are made or changed together with the one that points to them. */
function behind(q: Behind): Written[] {
  if (q.shape === null || q.depth >= DEEPEST) return [];
  return Object.entries(q.shape.fields).flatMap(([name, shape]): Written[] => {
    const relation = q.facts.find((each) => each.name === name)?.relation;
    if (!relation) return [];
    const object = { kind: "model", name: relation } as const;
    const root = q.root === "values" ? `values.${name}` : q.root;
    const by = q.by === undefined ? name : `${q.by}.${name}`;
    const made = madeBy(shape);
    if (made !== null) return [{ object, root, held: undefined, names: [made], by, how: "lookup" }];
    const line = lineIn(shape);
    if (line === null || RECORD in line.fields) return [];
    return [
      { object, root, held: undefined, names: Object.keys(line.fields), by, how: "lines" },
      ...behind({ root, shape: line, facts: q.factsOf(relation), factsOf: q.factsOf, depth: q.depth + 1, by }),
    ];
  });
}

/** The field by which a lookup makes a record that it does not find. */
function madeBy(shape: Shape): string | null {
  const lookup = recordIn(shape)?.fields[RECORD];
  if (lookup?.kind !== "object") return null;
  const { by, onMissing } = lookup.fields;
  const only = (each: Shape | undefined) => (each?.kind === "string" && each.values?.length === 1 ? (each.values[0] ?? null) : null);
  return only(onMissing) === "create" ? only(by) : null;
}

/** What the lines of a list are given: as records, or as commands that create or update them. */
function lineIn(shape: Shape): ObjectShape | null {
  if (!alternatives(shape).some((each) => each.kind === "array")) return null;
  return recordIn(shape) ?? recordIn({ kind: "union", of: inList(shape).filter((each) => each.kind === "array") });
}

/** The object that it is, or that the items of the list are. */
function recordIn(shape: Shape): ObjectShape | null {
  return inList(shape).find((each) => each.kind === "object") ?? null;
}

function inList(shape: Shape): readonly Shape[] {
  return alternatives(shape).flatMap((each) => (each.kind === "array" ? alternatives(each.of) : [each]));
}
