"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ContractFact } from "#flow/contract/facts.ts";
import { contractRef } from "#flow/contract/reference.ts";
import { useTRPC } from "#components/trpc.tsx";

/** The contracts that may be chosen: their active versions, and the one that is chosen whatever its state. */
export function useContracts(chosen: string | null): { contracts: ContractFact[]; isReading: boolean; failure: string | null; retry: () => void } {
  const trpc = useTRPC();
  const known = useQuery(trpc.flows.governed.queryOptions());
  const contracts = useMemo(() => {
    const all = (known.data?.contracts ?? []) as ContractFact[];
    return all.filter((each) => each.state === "active" || contractRef(each) === chosen);
  }, [known.data, chosen]);
  return { contracts, isReading: known.isPending, failure: known.error?.message ?? null, retry: () => void known.refetch() };
}
