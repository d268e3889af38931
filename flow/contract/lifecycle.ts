/**
 * The states that a business object goes through, as its contract says it: `x-lifecycle` names the field that holds the state and, for each
 * state, those that may follow. JSON Schema ignores the keyword; readers of the contract do not.
 */
import type { Json } from "../document.ts";
import { isSchema, recordOf, resolved } from "../schema-resolve.ts";

export const LIFECYCLE = "x-lifecycle";

export type Lifecycle = { field: string; states: { name: string; next: string[] }[] };

/** @returns null where the contract has none, or none that can be read */
export function lifecycleOf(schema: Json): Lifecycle | null {
  const said = recordOf(schema)[LIFECYCLE];
  if (!isSchema(said) || typeof said.field !== "string" || !isSchema(said.moves)) return null;
  const { field } = said;
  const values = statesIn(schema, field);
  const moves = said.moves;
  return { field, states: values.map((name) => ({ name, next: textsIn(moves[name]) })) };
}

/** What is wrong with it, in a sentence. */
export function lifecycleTrouble(schema: Json): string | null {
  const said = recordOf(schema)[LIFECYCLE];
  if (said === undefined) return null;
  if (!isSchema(said) || typeof said.field !== "string" || !isSchema(said.moves))
    return `${LIFECYCLE} must name a field and, under moves, the states that may follow each state.`;
  const states = statesIn(schema, said.field);
  if (states.length === 0) return `${LIFECYCLE} names the field ${said.field}, and the contract has no such field with an enum of its states.`;
  for (const [from, next] of Object.entries(said.moves)) {
    const strange = [from, ...textsIn(next)].find((state) => !states.includes(state));
    if (strange !== undefined) return `${LIFECYCLE} names the state ${strange}, which ${said.field} cannot have.`;
  }
  return null;
}

function statesIn(schema: Json, field: string): string[] {
  const whole = resolved(schema, schema);
  return textsIn(resolved(recordOf(whole?.properties)[field], schema)?.enum);
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
