"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { EarlierMapping } from "#flow/mapping/suggest.ts";
import type { Target } from "#flow/mapping/target.ts";
import { targetsOfModel } from "#flow/mapping/target.ts";
import { useTRPC } from "#components/trpc.tsx";

type Targets = { targets: Target[]; isReading: boolean; failure: string | null; retry: () => void };

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
  return { targets, isReading: query.isFetching && query.data === undefined, failure: query.error?.message ?? null, retry: () => void query.refetch() };
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
