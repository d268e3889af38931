/** What a JSON Schema says of a value. Where it says nothing that shapes can say, anything is possible. */
import type { Json } from "./document.ts";
import type { Shape } from "./shape.ts";
import { booleanShape, bounded, either, missingShape, numberShape, objectOf, textShape, unknownShape } from "./shape.ts";

const DEEPEST = 10;

export function schemaShape(schema: Json | undefined, depth = 0): Shape {
  if (!isRecord(schema) || depth > DEEPEST || "$ref" in schema || "allOf" in schema || "if" in schema) return unknownShape;
  const any = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(any)) return "type" in schema || any.length === 0 ? unknownShape : either(...any.map((each) => schemaShape(each, depth + 1)));
  const values = Array.isArray(schema.enum) ? schema.enum : "const" in schema ? [schema.const] : null;
  if (values) return either(...values.map((value) => literalShape(value ?? null)));
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? ("properties" in schema ? "object" : undefined)];
  return bounded(either(...types.map((type) => ofType(type, schema, depth))));
}

function ofType(type: Json | undefined, schema: { [key: string]: Json }, depth: number): Shape {
  switch (type) {
    case "string":
      return schema.format === "date" ? { kind: "date" } : schema.format === "date-time" ? { kind: "datetime" } : textShape;
    case "number":
    case "integer":
      return numberShape;
    case "boolean":
      return booleanShape;
    case "null":
      return { kind: "null" };
    case "array":
      return { kind: "array", of: schemaShape(schema.items, depth + 1) };
    case "object": {
      const properties = isRecord(schema.properties) ? schema.properties : {};
      const required = Array.isArray(schema.required) ? schema.required : [];
      return objectOf(
        Object.entries(properties).map(([name, inner]): [string, Shape] => {
          const shape = schemaShape(inner, depth + 1);
          return [name, required.includes(name) ? shape : either(shape, missingShape)];
        }),
        schema.additionalProperties !== false || "patternProperties" in schema,
      );
    }
    default:
      return unknownShape;
  }
}

function literalShape(value: Json): Shape {
  if (typeof value === "string") return { kind: "string", values: [value] };
  if (typeof value === "number") return numberShape;
  if (typeof value === "boolean") return booleanShape;
  return value === null ? { kind: "null" } : unknownShape;
}

function isRecord(value: unknown): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
