"use client";

import { useQuery } from "@tanstack/react-query";
import type { FlowFact } from "#flow/called-flows.ts";
import { useTRPC } from "#components/trpc.tsx";
import { textIn } from "./json.ts";
import { usePanel } from "./panel-context.tsx";

type CalledFlows = { flows: readonly FlowFact[] | null; isReading: boolean; failure: string | null; retry: () => void };

/** The flows of the installation, as a step that calls one meets them in the environment. */
export function useCalledFlows(environment: string): CalledFlows {
  const trpc = useTRPC();
  const query = useQuery(trpc.flows.called.queryOptions({ environment }));
  return { flows: query.data ?? null, isReading: query.isPending, failure: query.error?.message ?? null, retry: () => void query.refetch() };
}

/** The flow that the open step calls, where it can be called. */
export function useCalledFlow(): Omit<CalledFlows, "flows"> & { called: FlowFact | null } {
  const { environment, step } = usePanel();
  const { flows, ...reading } = useCalledFlows(environment);
  const key = textIn(step.config, "flow");
  return { called: flows?.find((each) => each.key === key && each.isCallable) ?? null, ...reading };
}
