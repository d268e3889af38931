"use client";

import { useQuery } from "@tanstack/react-query";
import { OctagonX, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { environmentName } from "#components/ui/environment-badge.tsx";
import { formatPlural } from "#components/ui/format.ts";
import type { FlowDocument } from "#flow/document.ts";
import { validate } from "#flow/validate.ts";

const MOST = 6;

/** What would have to be solved after a file is taken in, before anything is written. */
export function FileProblems({ document, environment }: { document: FlowDocument; environment: string }) {
  const trpc = useTRPC();
  const actor = useActor();
  const connections = useQuery(trpc.connections.list.queryOptions({ environment }, { enabled: can(actor, "connection.read") }));
  const problems = useMemo(() => {
    const found = validate(document, connections.data ? { connections: connections.data.map(({ key, kind }) => ({ key, kind })) } : {});
    // what stands in the way comes first: the list is cut
    return found.toSorted((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  }, [document, connections.data]);
  if (problems.length === 0) return <p className="mt-2 text-12 text-ink-2">It has no problems in {environmentName(environment)}.</p>;
  const errors = problems.filter((problem) => problem.severity === "error").length;
  return (
    <section className="mt-3 text-12" aria-label="Problems of the file">
      <p className="font-medium">
        {[errors > 0 ? formatPlural(errors, "error") : null, problems.length > errors ? formatPlural(problems.length - errors, "warning") : null]
          .filter(Boolean)
          .join(" and ")}{" "}
        to solve before it can be published
      </p>
      <ul className="mt-1 flex max-h-36 flex-col gap-1 overflow-y-auto">
        {problems.slice(0, MOST).map((problem) => (
          <li key={`${problem.code} ${problem.step} ${problem.field} ${problem.message}`} className="flex gap-1.5">
            {problem.severity === "error" ? (
              <OctagonX size={13} aria-label="Error" className="mt-0.5 shrink-0 text-technical" />
            ) : (
              <TriangleAlert size={13} aria-label="Warning" className="mt-0.5 shrink-0 text-warn" />
            )}
            <span>
              {problem.message} <span className="text-ink-3">{problem.fix}</span>
            </span>
          </li>
        ))}
        {problems.length > MOST && <li className="text-ink-3">and {problems.length - MOST} more</li>}
      </ul>
    </section>
  );
}
