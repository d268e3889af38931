import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc.tsx";

/** After a change here: this screen, and what an open designer checks its flow against. */
export function useRefresh(): () => void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: trpc.governance.pathKey() });
    void queries.invalidateQueries({ queryKey: trpc.flows.governed.queryKey() });
  };
}
