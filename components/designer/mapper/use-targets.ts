"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { EntryForm } from "#flow/mapping/entries.ts";
import type { EarlierMapping } from "#flow/mapping/suggest.ts";
import type { Target } from "#flow/mapping/target.ts";
import { targetsOfContract } from "#flow/mapping/contract-target.ts";
import { targetsOfModel } from "#flow/mapping/target.ts";
import { useTRPC } from "#components/trpc.tsx";
import { textIn } from "../panel/json.ts";
import { usePanel } from "../panel/panel-context.tsx";
import { useCalledFlow } from "../panel/use-other-flows.ts";
import { type Aim, useContractTargets } from "./use-aim.ts";

export type Targets = { targets: Target[]; isReading: boolean; failure: string | null; retry: () => void };

const FIVE_MINUTES = 300_000;

/** The fields that the connected Odoo really has. */
export function useModelTargets(q: { environment: string; connection: string; model: string | null }): Targets {
  const trpc = useTRPC();
  const model = q.model ?? "";
  const query = useQuery(
    trpc.odoo.fields.queryOptions(
      { environment: q.environment, connection: q.connection, model },
      { enabled: q.connection !== "" && model !== "", staleTime: FIVE_MINUTES, retry: false },
    ),
  );
  const targets = useMemo(() => targetsOfModel(query.data ?? []), [query.data]);
  return {
    targets,
    isReading: query.isFetching && query.data === undefined,
    failure: query.error?.message ?? null,
    retry: () => void query.refetch(),
  };
}

type Asked = { form: EntryForm; aim: Aim; into: Target | undefined };
/** `whose`: a model, a version of a contract, or a flow; null where nobody says. `strange`: what a field is that they do not have. */
type Aimed = Targets & { whose: string | null; strange: string };

/** What is to be filled: at the step itself, or inside an object or a line of it. */
export function useTargets({ form, aim, into }: Asked): Aimed {
  const { step } = usePanel();
  const isInput = step.type === "subflow";
  const isOdoo = form === "record" && !isInput;
  const ofModel = useTargetsOfModel({ isOdoo, aim, into });
  const ofContract = useContractTargets(form === "record" ? { kind: "free" } : aim);
  const ofFlow = useInputTargets();
  const whose = isInput ? ofFlow.whose : isOdoo || aim.kind === "model" ? (into?.relation ?? ofModel.model) : aim.kind === "contract" ? aim.ref || null : null;
  const described = isInput
    ? { ...ofFlow, strange: "not in its input" }
    : !isOdoo && aim.kind === "contract"
      ? { ...ofContract, strange: "not in the contract" }
      : { ...ofModel, strange: "no such field in this Odoo" };
  return { ...described, whose, ...(into?.inner ? { targets: [...into.inner], isReading: false, failure: null } : {}) };
}

function useTargetsOfModel({ isOdoo, aim, into }: { isOdoo: boolean; aim: Aim; into: Target | undefined }): Targets & { model: string | null } {
  const { step, environment } = usePanel();
  const aimed = aim.kind === "model" ? aim : { connection: "", model: null };
  const { connection, model } = isOdoo ? { connection: textIn(step.config, "connection"), model: textIn(step.config, "model") } : aimed;
  const fields = useModelTargets({ environment, connection, model: into?.inner ? null : into === undefined ? model : into.relation });
  // a line belongs to its record by itself
  // and of a record that is there nothing is required
  const isThere = step.type === "odoo.update" && into === undefined;
  const targets = useMemo(
    () => fields.targets.filter((field) => field.name !== into?.inverse).map((field) => (isThere && field.required ? { ...field, required: false } : field)),
    [fields.targets, into, isThere],
  );
  return { ...fields, targets, model };
}

/** The input of the flow that the step calls. */
function useInputTargets(): Targets & { whose: string | null } {
  const { called, ...reading } = useCalledFlow();
  const targets = useMemo(() => targetsOfContract(called?.takes ?? null), [called]);
  return { ...reading, targets, whose: called?.key ?? null };
}

/** How other flows fill the same model; nothing where that is not known. */
export function useEarlier(q: { model: string | null; flow: string }): EarlierMapping[] {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.flows.mappings.queryOptions(
      { model: q.model ?? "", except: q.flow },
      { enabled: q.model !== null && q.model !== "", staleTime: FIVE_MINUTES, retry: false },
    ),
  );
  return query.data ?? NOTHING;
}

const NOTHING: EarlierMapping[] = [];
