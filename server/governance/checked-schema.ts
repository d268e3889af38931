/** A contract's schema as it is kept: judged by what checks data in runs, so that whatever is kept can be used. */
import { lifecycleTrouble } from "#flow/contract/lifecycle.ts";
import { isSchema } from "#flow/schema-resolve.ts";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { SchemaPort } from "#flow/ports.ts";
import { UseCaseError } from "#server/deps.ts";

export const DIALECT = "https://json-schema.org/draft/2020-12/schema";
const MOST_CHARACTERS = 200_000;

/** @throws UseCaseError contract.schema */
export function checkedSchema(port: SchemaPort, given: { [key: string]: Json }): { [key: string]: Json } {
  const { $schema = DIALECT, $id: _, ...rest } = given;
  const schema = { $schema, ...rest };
  const why = troubleOf(port, schema);
  if (why !== null)
    throw new UseCaseError({
      code: "contract.schema",
      status: 422,
      message: `This cannot be a contract: ${why}`,
      fix: "Correct the schema and save it again.",
    });
  return schema;
}

function troubleOf(port: SchemaPort, schema: { [key: string]: Json }): string | null {
  if (schema.$schema !== DIALECT) return `contracts are written in JSON Schema 2020-12 ($schema: ${DIALECT}).`;
  if (JSON.stringify(schema).length > MOST_CHARACTERS) return "it is longer than 200 000 characters.";
  if (schema.type !== "object" || !isSchema(schema.properties) || Object.keys(schema.properties).length === 0)
    return "a business object has type object and properties with at least one field.";
  try {
    port.check({ schema, value: {} });
  } catch (error) {
    if (error instanceof StepFailure) return error.failure.message;
    throw error;
  }
  return lifecycleTrouble(schema);
}
