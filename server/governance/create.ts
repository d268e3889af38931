/** The room of contracts and ownership: what business objects look like, and which system has the say over them. */
import type { Governance } from "#server/app.ts";
import { addVersion, createContract, setState } from "./contracts.ts";
import type { GovernanceDeps } from "./deps.ts";
import { listContracts, readContract } from "./read.ts";
import { listRules, removeRule, saveRule } from "./rules.ts";

export function createGovernance(deps: GovernanceDeps): Governance {
  return {
    contracts: () => listContracts(deps),
    contract: (q) => readContract(deps, q.key),
    createContract: (actor, q) => createContract(deps, actor, q),
    addVersion: (actor, q) => addVersion(deps, actor, q),
    setState: (actor, q) => setState(deps, actor, q),
    rules: () => listRules(deps),
    saveRule: (actor, q) => saveRule(deps, actor, q),
    removeRule: (actor, q) => removeRule(deps, actor, q),
  };
}
