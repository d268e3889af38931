/** The fields of a contract as a mapping fills them: nested objects and lists with what is in them. */
import type { Json } from "../document.ts";
import { typesOf, typeWords } from "../contract/fields.ts";
import type { Schema } from "../schema-resolve.ts";
import { recordOf, resolved } from "../schema-resolve.ts";
import type { Target, TargetType } from "./target.ts";

const DEEPEST = 5;

export function targetsOfContract(schema: Json): Target[] {
  const whole = resolved(schema, schema);
  return whole === null ? [] : targetsIn(whole, schema, 0);
}

function targetsIn(schema: Schema, root: Json, depth: number): Target[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(recordOf(schema.properties)).map(([name, given]): Target => {
    const field = resolved(given, root) ?? {};
    const items = resolved(field.items, root);
    const type = typeIn(field, items);
    const within = type === "object" ? field : type === "lines" ? items : null;
    const inner = within === null || depth >= DEEPEST ? [] : targetsIn(within, root, depth + 1);
    return {
      name,
      label: textOf(field.title) || name,
      type,
      calls: typeWords(field, root),
      required: required.includes(name),
      readonly: false,
      help: textOf(field.description) || null,
      relation: null,
      inverse: null,
      choices: type === "choice" ? textsIn(field.enum).map((value) => [value, value]) : null,
      ...(inner.length > 0 ? { inner } : {}),
    };
  });
}

function typeIn(field: Schema, items: Schema | null): TargetType {
  const [type, ...more] = typesOf(field).filter((each) => each !== "null");
  if (more.length > 0) return "any";
  switch (type) {
    case "string":
      if (Array.isArray(field.enum) && textsIn(field.enum).length === field.enum.filter((each) => each !== null).length) return "choice";
      return field.format === "date" ? "date" : field.format === "date-time" ? "datetime" : "text";
    case "number":
    case "integer":
    case "boolean":
    case "object":
      return type;
    case "array":
      return items !== null && typesOf(items).includes("object") ? "lines" : "list";
    default:
      return "any";
  }
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
