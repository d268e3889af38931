import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc.tsx";
import type { RunView } from "#server/app.ts";

export type Neighbours = { previous: string | null; next: string | null; place: number | null; total: number };

/** The failed runs around this one, newest first, for stepping from one to the next. */
export function useFailedNeighbours(environment: string, run: RunView): Neighbours {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.runs.list.queryOptions({ environment, status: ["failed"], limit: 100 }, { enabled: run.status === "failed" }));
  const ids = data?.items.map((item) => item.id) ?? [];
  const index = ids.indexOf(run.id);
  if (index === -1) return { previous: null, next: null, place: null, total: 0 };
  return { previous: ids[index - 1] ?? null, next: ids[index + 1] ?? null, place: index + 1, total: ids.length };
}
