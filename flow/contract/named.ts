/** Contracts that steps name in their settings, and what a version keeps of them so that its runs need no look. */
import type { FlowDocument, Json, Step } from "../document.ts";
import { allSteps } from "../nested.ts";
import { recordOf } from "../schema-resolve.ts";
import type { ContractFact } from "./facts.ts";
import { contractRef } from "./reference.ts";

/** Schemas by the name of the contract's version: project@1. */
export type KeptContracts = { [ref: string]: Json };

/** What a step makes in the name of a contract; null: it names none. */
export function contractNamedBy({ type, config }: Pick<Step, "type" | "config">): string | null {
  const named = type === "event.publish" ? config.contract : type === "map" ? recordOf(config.target).contract : undefined;
  return typeof named === "string" && named !== "" ? named : null;
}

/** Those that are not there are left out: nobody can keep to them. */
export function keptContracts(document: Pick<FlowDocument, "steps" | "edges">, contracts: readonly ContractFact[]): KeptContracts {
  const named = new Set(allSteps(document).flatMap((step) => contractNamedBy(step) ?? []));
  return Object.fromEntries(contracts.flatMap((fact) => (named.has(contractRef(fact)) ? [[contractRef(fact), fact.schema]] : [])).toSorted(byName));
}

function byName([a]: (string | Json)[], [b]: (string | Json)[]): number {
  return String(a) < String(b) ? -1 : 1;
}
