/** What a step made, held against a schema. */
import type { Json } from "../document.ts";
import type { SchemaPort } from "../ports.ts";

const TOLD = 3;

/** `told`: the first places in words; null: it fits */
export function misfit(schemas: SchemaPort, q: { schema: Json; value: Json }): { told: string; places: { place: string; message: string }[] } | null {
  const places = schemas.check(q);
  if (places.length === 0) return null;
  const told = places.slice(0, TOLD).map(({ place, message }) => `${place || "the whole"} ${message}`);
  return { told: `${told.join("; ")}${places.length > TOLD ? ` and ${places.length - TOLD} more` : ""}`, places };
}
