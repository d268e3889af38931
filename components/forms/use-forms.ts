"use client";

import { useQuery } from "@tanstack/react-query";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";

/** Forms that this person may fill in; not asked for where the role may start nothing. */
export function useForms(environment: string) {
  const trpc = useTRPC();
  const mayStart = can(useActor(), "run.start");
  return { mayStart, list: useQuery(trpc.runs.forms.queryOptions({ environment }, { enabled: mayStart })) };
}
