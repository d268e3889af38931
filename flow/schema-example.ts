/** An example that fits a JSON Schema: the same schema always gives the same one. What a schema cannot be read as is left out, not guessed at. */
import type { Json } from "./document.ts";
import { isSchema, resolved } from "./schema-resolve.ts";
import type { Schema } from "./schema-resolve.ts";

const DEEPEST = 8;

/** @param name what the value is called: plain texts are made of it */
export function exampleOf(schema: Json, name = "text"): Json {
  return example({ schema, root: schema, name, depth: 0 });
}

type Place = { schema: Json; root: Json; name: string; depth: number };

function example(place: Place): Json {
  const schema = resolved(place.schema, place.root);
  if (schema === null) return null;
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (Array.isArray(schema.examples) && schema.examples[0] !== undefined) return schema.examples[0];
  if (Array.isArray(schema.enum) && schema.enum[0] !== undefined) return schema.enum[0];
  switch (typeOf(schema)) {
    case "object":
      return objectOf(schema, place);
    case "array":
      return listOf(schema, place);
    case "string":
      return textOf(schema, place.name);
    case "integer":
    case "number":
      return numberOf(schema);
    case "boolean":
      return true;
    default:
      return null;
  }
}

function typeOf(schema: Schema): string {
  const given = Array.isArray(schema.type) ? (schema.type.find((each) => each !== "null") ?? "null") : schema.type;
  if (typeof given === "string") return given;
  if (schema.properties !== undefined) return "object";
  if (schema.items !== undefined) return "array";
  if (schema.format !== undefined || schema.minLength !== undefined || schema.pattern !== undefined) return "string";
  return schema.minimum !== undefined || schema.maximum !== undefined ? "number" : "null";
}

function objectOf(schema: Schema, place: Place): Json {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = Object.entries(isSchema(schema.properties) ? schema.properties : {});
  // deep inside, only what must be there: a schema that holds itself comes to an end
  const kept = place.depth < DEEPEST ? properties : properties.filter(([key]) => place.depth < DEEPEST * 2 && required.includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, example({ ...place, schema: inner, name: key, depth: place.depth + 1 })]));
}

function listOf(schema: Schema, place: Place): Json {
  const least = numberIn(schema.minItems) ?? 0;
  const most = numberIn(schema.maxItems) ?? Number.POSITIVE_INFINITY;
  if (schema.items === undefined || (place.depth >= DEEPEST && least === 0)) return [];
  const inner = (each: Json) => example({ ...place, schema: each, depth: place.depth + 1 });
  return Array.from({ length: Math.min(Math.max(1, least), most) }, () => inner(schema.items ?? true));
}

const FORMATS: Record<string, string> = {
  date: "2026-01-15",
  "date-time": "2026-01-15T09:30:00Z",
  time: "09:30:00Z",
  duration: "PT1H",
  email: "name@example.com",
  uri: "https://example.com/",
  url: "https://example.com/",
  "uri-reference": "/path",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uuid: "00000000-0000-4000-8000-000000000001",
};

function textOf(schema: Schema, name: string): string {
  const formed = typeof schema.format === "string" ? FORMATS[schema.format] : undefined;
  if (formed !== undefined) return formed;
  const words = typeof schema.title === "string" ? schema.title : name.replaceAll(/[_-]+/g, " ").trim();
  const text = (words === "" ? "text" : words).padEnd(numberIn(schema.minLength) ?? 0, "x");
  const most = numberIn(schema.maxLength);
  return most === undefined ? text : text.slice(0, most);
}

function numberOf(schema: Schema): number {
  const isWhole = schema.type === "integer" || (Array.isArray(schema.type) && schema.type.includes("integer"));
  const step = numberIn(schema.multipleOf) ?? (isWhole ? 1 : undefined);
  const above = numberIn(schema.exclusiveMinimum);
  const below = numberIn(schema.exclusiveMaximum);
  const least = numberIn(schema.minimum) ?? (above === undefined ? undefined : above + (step ?? 1));
  const most = numberIn(schema.maximum) ?? (below === undefined ? undefined : below - (step ?? 1));
  const wanted = least !== undefined ? Math.max(least, most !== undefined && most < 1 ? least : 1) : most !== undefined ? Math.min(1, most) : 1;
  if (step === undefined) {
    if (above !== undefined && below !== undefined && (wanted <= above || wanted >= below)) return (above + below) / 2;
    return most !== undefined && wanted > most ? most : wanted;
  }
  const up = Math.ceil(wanted / step) * step;
  return most !== undefined && up > most ? Math.floor(most / step) * step : up;
}

function numberIn(value: Json | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}
