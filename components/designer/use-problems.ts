/** Problems as they arise: the rules of the server, run here, with what is known of this environment. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import type { FlowDocument } from "#flow/document.ts";
import type { Problem } from "#flow/problem.ts";
import { validate } from "#flow/validate.ts";

export function useProblems({ document, environment }: { document: FlowDocument; environment: string }): Problem[] {
  const trpc = useTRPC();
  const actor = useActor();
  const connections = useQuery(trpc.connections.list.queryOptions({ environment }, { enabled: can(actor, "connection.read") }));
  const secrets = useQuery(trpc.connections.secrets.queryOptions({ environment }, { enabled: can(actor, "settings.read") }));
  const settled = useDeferredValue(document);
  return useMemo(
    () =>
      validate(settled, {
        ...(connections.data ? { connections: connections.data.map(({ key, kind }) => ({ key, kind })) } : {}),
        ...(secrets.data ? { secrets: secrets.data.map((secret) => secret.name) } : {}),
      }),
    [settled, connections.data, secrets.data],
  );
}
