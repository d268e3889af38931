/** The fields of a contract, each on a line: what a person reads instead of its schema. */
import type { Json } from "../document.ts";
import type { Schema } from "../schema-resolve.ts";
import { recordOf, resolved } from "../schema-resolve.ts";

export type ContractField = {
  /** where it stands: address.city, lines[].hours */
  path: string;
  name: string;
  /** how many objects and lists are around it */
  depth: number;
  /** string, date, integer, list of objects … */
  type: string;
  isRequired: boolean;
  description: string;
  /** all that it can be; null where it may be more */
  values: string[] | null;
};

const DEEPEST = 6;

export function fieldsOf(schema: Json): ContractField[] {
  const whole = resolved(schema, schema);
  return whole === null ? [] : within(whole, { root: schema, at: "", depth: 0 });
}

function within(schema: Schema, q: { root: Json; at: string; depth: number }): ContractField[] {
  if (q.depth > DEEPEST) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(recordOf(schema.properties)).flatMap(([name, inner]): ContractField[] => {
    const field = resolved(inner, q.root) ?? {};
    const path = q.at === "" ? name : `${q.at}.${name}`;
    const items = resolved(field.items, q.root);
    const own: ContractField = {
      path,
      name,
      depth: q.depth,
      type: typeWords(field, q.root),
      isRequired: required.includes(name),
      description: textOf(field.description) || textOf(field.title),
      values: valuesOf(field) ?? (items === null ? null : valuesOf(items)),
    };
    const inside = items === null ? within(field, { ...q, at: path, depth: q.depth + 1 }) : within(items, { ...q, at: `${path}[]`, depth: q.depth + 1 });
    return [own, ...inside];
  });
}

export function typeWords(schema: Schema, root: Json): string {
  const types = typesOf(schema);
  const words = types.filter((type) => type !== "null").map((type) => wordOf(type, schema, root));
  return `${words.join(" or ") || (types.length > 0 ? "null" : "any")}${words.length > 0 && types.includes("null") ? " or null" : ""}`;
}

/** Said by `type`, or by the keywords that only one type has. */
export function typesOf(schema: Schema): string[] {
  if (typeof schema.type === "string") return [schema.type];
  if (Array.isArray(schema.type)) return schema.type.filter((each) => typeof each === "string");
  if ("properties" in schema) return ["object"];
  if ("items" in schema) return ["array"];
  const values = Array.isArray(schema.enum) ? schema.enum : "const" in schema ? [schema.const] : [];
  return [...new Set(values.map((value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value)))];
}

function wordOf(type: string, schema: Schema, root: Json): string {
  if (type === "array") {
    const items = resolved(schema.items, root);
    return items === null || typesOf(items).length === 0 ? "list" : `list of ${typeWords(items, root)}`;
  }
  return type === "string" && typeof schema.format === "string" ? schema.format : type;
}

function valuesOf(schema: Schema): string[] | null {
  if (Array.isArray(schema.enum)) return schema.enum.map((each) => (typeof each === "string" ? each : JSON.stringify(each)));
  return schema.const === undefined ? null : [typeof schema.const === "string" ? schema.const : JSON.stringify(schema.const)];
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
