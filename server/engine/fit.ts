/** What started a run, held against the schema that its trigger takes. Compiled once for each version: those never change. */
import type { Json, Step } from "#flow/document.ts";
import type { SchemaPort } from "#flow/ports.ts";
import { recordOf } from "#flow/schema-resolve.ts";
import { contractRef, readContractId } from "#flow/contract/reference.ts";

const TOLD = 3;

export type Unfit = { told: string /** whose schema it is, where it says so */; takes: string; places: { place: string; message: string }[] };

/** @returns null where it fits, or where the trigger takes anything */
export function unfit(schemas: SchemaPort, q: { step: Step; trigger: Json }): Unfit | null {
  const { schema } = q.step.config;
  if (schema === undefined) return null;
  const places = schemas.check({ schema, value: recordOf(q.trigger).body ?? null });
  if (places.length === 0) return null;
  const told = places.slice(0, TOLD).map(({ place, message }) => `${place || "the whole"} ${message}`);
  const contract = readContractId(recordOf(schema).$id);
  return {
    told: `${told.join("; ")}${places.length > TOLD ? ` and ${places.length - TOLD} more` : ""}`,
    takes: contract === null ? "" : ` ${contractRef(contract)}`,
    places,
  };
}
