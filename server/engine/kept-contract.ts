/** The schema that a step's contract has in the version that runs, for its context: compiled once, for it is the same object in every run. */
import { contractNamedBy } from "#flow/contract/named.ts";
import type { KeptContracts } from "#flow/contract/named.ts";
import type { Json, Step } from "#flow/document.ts";

export function contractIn(kept: KeptContracts, step: Step): { contract?: Json } {
  const named = contractNamedBy(step);
  const contract = named !== null && Object.hasOwn(kept, named) ? kept[named] : undefined;
  return contract === undefined ? {} : { contract };
}
