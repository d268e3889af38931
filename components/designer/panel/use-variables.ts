/** What `vars` holds in an environment; undefined until it is known. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Json } from "#flow/document.ts";
import { useTRPC } from "#components/trpc.tsx";

export function useVariables(environment: string): Record<string, Json> | undefined {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.connections.variables.queryOptions({ environment }));
  return useMemo(() => data && (Object.fromEntries(data.map(({ name, value }) => [name, value])) as Record<string, Json>), [data]);
}
