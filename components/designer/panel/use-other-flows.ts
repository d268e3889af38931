"use client";

import { useQuery } from "@tanstack/react-query";
import type { FlowFact } from "#flow/called-flows.ts";
import type { TopicFact } from "#flow/topics.ts";
import { useTRPC } from "#components/trpc.tsx";
import { textIn } from "./json.ts";
import { usePanel } from "./panel-context.tsx";

type Reading = { isReading: boolean; failure: string | null; retry: () => void };

/** The flows of the installation, as one meets the others in the environment: those that can be called, and the topics of events. */
export function useOtherFlows(environment: string): Reading & { flows: readonly FlowFact[] | null; topics: readonly TopicFact[] | null } {
  const trpc = useTRPC();
  const { data, isPending, error, refetch } = useQuery(trpc.flows.others.queryOptions({ environment }));
  return { flows: data?.flows ?? null, topics: data?.topics ?? null, isReading: isPending, failure: error?.message ?? null, retry: () => void refetch() };
}

/** The flow that the open step calls, where it can be called. */
export function useCalledFlow(): Reading & { called: FlowFact | null } {
  const { environment, step } = usePanel();
  const { flows, topics: _, ...reading } = useOtherFlows(environment);
  const key = textIn(step.config, "flow");
  return { called: flows?.find((each) => each.key === key && each.isCallable) ?? null, ...reading };
}
