/** What started a run, held against the schema that its trigger takes. Compiled once for each version: those never change. */
import type { Json, Step } from "#flow/document.ts";
import type { SchemaPort } from "#flow/ports.ts";
import { recordOf } from "#flow/schema-resolve.ts";
import { contractRef, readContractId } from "#flow/contract/reference.ts";
import { misfit } from "#flow/steps/fitting.ts";

export type Unfit = { told: string /** whose schema it is, where it says so */; takes: string; places: { place: string; message: string }[] };

/** @returns null where it fits, or where the trigger takes anything */
export function unfit(schemas: SchemaPort, q: { step: Step; trigger: Json }): Unfit | null {
  const { schema } = q.step.config;
  if (schema === undefined) return null;
  const found = misfit(schemas, { schema, value: recordOf(q.trigger).body ?? null });
  if (found === null) return null;
  const contract = readContractId(recordOf(schema).$id);
  return { ...found, takes: contract === null ? "" : ` ${contractRef(contract)}` };
}
