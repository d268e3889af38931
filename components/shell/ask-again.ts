/**
 * Asks again for what the stream told of. A draft is large: one that is here already, because this page saved it or has just read it, is left
 * out. Where it is on its way, its answer tells whether it is new enough.
 */
import type { Query, QueryClient, QueryKey } from "@tanstack/react-query";

type Heard = { queries: QueryClient; keys: readonly QueryKey[]; drafts: readonly { queryKey: QueryKey; revision: number }[] };

export function askAgain({ queries, keys, drafts }: Heard): void {
  const left = new Set<string>();
  for (const { queryKey, revision } of drafts) {
    const query = queries.getQueryCache().find({ queryKey });
    if (query === undefined) continue;
    const isHere = () => revisionIn(query) >= revision;
    if (isHere()) left.add(query.queryHash);
    else if (query.promise && query.state.fetchStatus === "fetching") {
      left.add(query.queryHash);
      query.promise.then(
        () => {
          if (!isHere()) void queries.invalidateQueries({ queryKey });
        },
        // it is shown where it was asked for
        () => undefined,
      );
    }
  }
  for (const queryKey of keys) void queries.invalidateQueries({ queryKey, predicate: ({ queryHash }) => !left.has(queryHash) });
}

function revisionIn({ state: { data } }: Query): number {
  return typeof data === "object" && data !== null && "revision" in data && typeof data.revision === "number" ? data.revision : 0;
}
