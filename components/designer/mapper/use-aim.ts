"use client";

import { useMemo } from "react";
import { readContractRef } from "#flow/contract/reference.ts";
import type { Json, Step } from "#flow/document.ts";
import { updateStep } from "#flow/edit.ts";
import { targetsOfContract } from "#flow/mapping/contract-target.ts";
import type { Target } from "#flow/mapping/target.ts";
import { useDesigner } from "../context.tsx";
import { isRecord, textIn } from "../panel/json.ts";
import { useContracts } from "../panel/use-contracts.ts";

/** What a Map step is meant to make: a contract, what an Odoo takes, or whatever is added by name. */
export type Aim = { kind: "free" } | { kind: "contract"; ref: string } | { kind: "model"; connection: string; model: string };

export function aimOf(step: Step): Aim {
  const { target } = step.config;
  if (!isRecord(target)) return { kind: "free" };
  return "contract" in target
    ? { kind: "contract", ref: textIn(target, "contract") }
    : { kind: "model", connection: textIn(target, "connection"), model: textIn(target, "model") };
}

/** Said in the step's own settings, so that it is one step back like everything else here. */
export function useSetAim(step: Step): (aim: Aim) => void {
  const { store } = useDesigner();
  return (aim) => {
    const { target: _, ...rest } = step.config;
    const target: Json | undefined =
      aim.kind === "contract" ? { contract: aim.ref } : aim.kind === "model" ? { connection: aim.connection, model: aim.model } : undefined;
    store.settle();
    store.edit((document) => updateStep(document, { ...step, config: target === undefined ? rest : { ...rest, target } }));
    store.settle();
  };
}

/** The fields that the contract says; nothing for a version that is not there. */
export function useContractTargets(aim: Aim): { targets: Target[]; isReading: boolean; failure: string | null; retry: () => void } {
  const ref = aim.kind === "contract" ? readContractRef(aim.ref) : null;
  const { contracts, ...reading } = useContracts(aim.kind === "contract" ? aim.ref : null);
  const fact = ref === null ? undefined : contracts.find((each) => each.key === ref.key && each.version === ref.version);
  const targets = useMemo(() => (fact ? targetsOfContract(fact.schema) : []), [fact]);
  return { targets, ...reading, isReading: reading.isReading && aim.kind === "contract" };
}
