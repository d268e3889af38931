"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { EntryForm } from "#flow/mapping/entries.ts";
import type { EarlierMapping } from "#flow/mapping/suggest.ts";
import type { Target } from "#flow/mapping/target.ts";
import { targetsOfModel } from "#flow/mapping/target.ts";
import { useTRPC } from "#components/trpc.tsx";
import { textIn } from "../panel/json.ts";
import { usePanel } from "../panel/panel-context.tsx";
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

/** What is to be filled: at the step itself, or inside an object or a line of it. `whose`: a model, or a version of a contract; null where nobody says. */
export function useTargets({ form, aim, into }: { form: EntryForm; aim: Aim; into: Target | undefined }): Targets & { whose: string | null } {
  const { step, environment } = usePanel();
  const isOdoo = form === "record";
  const aimed = aim.kind === "model" ? aim : { connection: "", model: null };
  const { connection, model } = isOdoo ? { connection: textIn(step.config, "connection"), model: textIn(step.config, "model") } : aimed;
  const fields = useModelTargets({ environment, connection, model: into?.inner ? null : into === undefined ? model : into.relation });
  const contract = useContractTargets(isOdoo ? { kind: "free" } : aim);
  const whose = isOdoo || aim.kind === "model" ? (into?.relation ?? model) : aim.kind === "contract" && aim.ref !== "" ? aim.ref : null;
  // a line belongs to its record by itself
  // and of a record that is there nothing is required
  const isThere = step.type === "odoo.update" && into === undefined;
  const ofModel = useMemo(
    () => fields.targets.filter((field) => field.name !== into?.inverse).map((field) => (isThere && field.required ? { ...field, required: false } : field)),
    [fields.targets, into, isThere],
  );
  if (into?.inner) return { ...contract, targets: [...into.inner], isReading: false, failure: null, whose };
  if (!isOdoo && aim.kind === "contract") return { ...contract, whose };
  return { ...fields, targets: ofModel, whose };
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
