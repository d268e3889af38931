/** Checks values against JSON Schemas for steps: what is wrong, and where. */
import type { ErrorObject, ValidateFunction } from "ajv";
import type { Json } from "#flow/document.ts";
import { StepFailure, technical } from "#flow/failure.ts";
import type { SchemaPort } from "#flow/ports.ts";
import { compileSchema } from "./compile.ts";

const SHOWN = 50;

export function createSchemaPort(): SchemaPort {
  // versions never change, so the same schema object comes again with every run of one
  const known = new WeakMap<object, ValidateFunction>();
  return {
    check: ({ schema, value }) => {
      if (typeof schema !== "object" || schema === null || Array.isArray(schema)) throw unreadable("it is not an object");
      const validate = known.get(schema) ?? compiled(schema);
      known.set(schema, validate);
      return validate(value) ? [] : (validate.errors ?? []).slice(0, SHOWN).map(shown);
    },
  };
}

function compiled(schema: { [key: string]: Json }): ValidateFunction {
  try {
    return compileSchema(schema);
  } catch (error) {
    if (error instanceof StepFailure) throw error;
    throw unreadable(error instanceof Error ? error.message : "it cannot be read");
  }
}

function unreadable(why: string): StepFailure {
  return technical("configuration", "schema.invalid", `The JSON Schema cannot be used: ${why.slice(0, 300)}.`, {
    fix: "Correct the schema in the designer, publish and deploy again.",
  });
}

function shown(error: ErrorObject): { place: string; message: string } {
  const more = error.keyword === "additionalProperties" ? `: ${String(error.params.additionalProperty)}` : "";
  const allowed = error.keyword === "enum" ? `: ${JSON.stringify(error.params.allowedValues).slice(0, 200)}` : "";
  return { place: error.instancePath.slice(1).replaceAll("/", "."), message: `${error.message ?? "is not valid"}${more}${allowed}` };
}
