/** What a value, as far as its shape is known, cannot be by a contract. Where shapes say nothing, nothing is told. */
import type { Json } from "../document.ts";
import type { Schema } from "../schema-resolve.ts";
import { isSchema, recordOf, resolved } from "../schema-resolve.ts";
import type { Shape } from "../shape.ts";
import { alternatives, certain, shapeWords } from "../shape.ts";
import { typesOf, typeWords } from "./fields.ts";

export type Misfit = {
  kind: "required" | "unknown" | "type" | "value";
  /** of the field: address.city, lines[].hours; empty: the value itself */
  path: string;
  /** goes on after the field's name: is number and gets text */
  what: string;
};

const DEEPEST = 8;

export function misfitsOf(shape: Shape, schema: Json): Misfit[] {
  return within({ shape, schema, root: schema, path: "", depth: 0 });
}

type At = { shape: Shape; schema: Json | undefined; root: Json; path: string; depth: number };

function within(at: At): Misfit[] {
  const schema = resolved(at.schema, at.root);
  // a choice is looked at by what checks values, not here
  if (schema === null || at.depth > DEEPEST || (isSchema(at.schema) && ("anyOf" in at.schema || "oneOf" in at.schema))) return [];
  const there = alternatives(certain(at.shape));
  if (there.length === 0 || there.some((each) => each.kind === "unknown")) return [];
  const allowed = typesOf(schema);
  if (allowed.length > 0 && there.every((each) => !isOf(each, allowed)))
    return [{ kind: "type", path: at.path, what: `is ${typeWords(schema, at.root)} and gets ${shapeWords(at.shape)}` }];
  const strange = strangeValue(there, schema);
  if (strange !== null) return [{ kind: "value", path: at.path, what: `cannot be '${strange.slice(0, 40)}'` }];
  const [only, ...more] = there;
  if (!only || more.length > 0) return [];
  if (only.kind === "array") return within({ ...at, shape: only.of, schema: schema.items, path: `${at.path}[]`, depth: at.depth + 1 });
  return only.kind === "object" ? inObject(only, schema, at) : [];
}

function inObject(shape: Extract<Shape, { kind: "object" }>, schema: Schema, { root, path, depth }: At): Misfit[] {
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  const properties = recordOf(schema.properties);
  const required = Array.isArray(schema.required) ? schema.required.filter((each) => typeof each === "string") : [];
  const found: Misfit[] = [];
  for (const name of required) {
    const given = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    if (given === undefined && !shape.open) found.push({ kind: "required", path: at(name), what: "is required and not given" });
    else if (shape.optional?.includes(name)) found.push({ kind: "required", path: at(name), what: "is required and may be missing" });
  }
  for (const [name, given] of Object.entries(shape.fields)) {
    if (Object.hasOwn(properties, name)) found.push(...within({ shape: given, schema: properties[name], root, path: at(name), depth: depth + 1 }));
    else if (schema.additionalProperties === false && !("patternProperties" in schema))
      found.push({ kind: "unknown", path: at(name), what: "is no field of it, and it takes no others" });
  }
  return found;
}

function isOf(shape: Shape, types: readonly string[]): boolean {
  switch (shape.kind) {
    case "string":
    case "date":
    case "datetime":
      return types.includes("string");
    case "number":
      return types.includes("number") || types.includes("integer");
    case "boolean":
    case "null":
    case "array":
    case "object":
      return types.includes(shape.kind);
    default:
      return true;
  }
}

/** Something that it is for sure, and may not be. */
function strangeValue(there: readonly Shape[], schema: Schema): string | null {
  const values = Array.isArray(schema.enum) ? schema.enum : schema.const === undefined ? null : [schema.const];
  if (values === null) return null;
  for (const each of there) {
    if (each.kind !== "string" || !each.values) continue;
    const strange = each.values.find((value) => !values.includes(value));
    if (strange !== undefined) return strange;
  }
  return null;
}
