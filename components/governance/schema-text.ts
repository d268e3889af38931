/** A schema as a person types it. */
import { isSchema } from "#flow/schema-resolve.ts";
import type { Json } from "#flow/document.ts";

export type Typed = { ok: true; schema: { [key: string]: Json } } | { ok: false; message: string };

export function typedSchema(text: string): Typed {
  try {
    const value: Json = JSON.parse(text);
    return isSchema(value) ? { ok: true, schema: value } : { ok: false, message: "A JSON Schema is an object: it begins with { and ends with }." };
  } catch (error) {
    return { ok: false, message: `This is not JSON: ${error instanceof Error ? error.message : ""}` };
  }
}

/** Without its name, which the product gives. */
export function schemaText({ $id: _, ...schema }: { [key: string]: Json }): string {
  return JSON.stringify(schema, null, 2);
}

export const FIRST_SCHEMA = schemaText({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  required: ["id", "status"],
  additionalProperties: false,
  properties: {
    id: { type: "string", description: "The id that all systems share" },
    status: { enum: ["open", "closed"], description: "Where it stands" },
  },
  "x-lifecycle": { field: "status", moves: { open: ["closed"], closed: [] } },
});
