"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { formatDateTime, formatPlural } from "#components/ui/format.ts";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import type { BulkReplayView } from "#server/app.ts";
import { BulkActions } from "./bulk-actions.tsx";
import { BulkProgress } from "./bulk-progress.tsx";
import { BulkRuns } from "./bulk-runs.tsx";
import { chosenWords, stateSentence } from "./words.ts";

/** while it goes on; refusals are heard by nobody, so the page looks by itself */
const REFETCH_MS = 2_000;

/** One bulk replay: how far it is, what became of each run, and what can be done about the rest. */
export function BulkScreen({ environment, id }: { environment: string; id: string }) {
  const trpc = useTRPC();
  const bulk = useQuery(trpc.replays.get.queryOptions({ id }, { refetchInterval: (query) => (goesOn(query.state.data) ? REFETCH_MS : false) }));
  return (
    <>
      <PageHeader title="Bulk replay" meta={bulk.data && formatPlural(bulk.data.counts.runs, "run")} search={false}>
        {bulk.data && <BulkActions bulk={bulk.data} />}
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {bulk.isPending && <SkeletonRows rows={6} label="Reading the bulk replay" />}
        <CouldNotRead what="The bulk replay" query={bulk} />
        {bulk.data && (
          <div className="max-w-[1040px] px-4 py-4">
            <nav aria-label="Breadcrumb" className="mb-2 flex gap-1.5 text-12 text-ink-3">
              <Link href={`/${environment}/runs`} className="hover:underline">
                Runs
              </Link>
              <span aria-hidden>/</span>
              <Link href={`/${environment}/replays`} className="hover:underline">
                Bulk replays
              </Link>
            </nav>
            <p role="status" className="text-14 font-medium text-ink">
              {stateSentence(bulk.data)}
            </p>
            <BulkProgress bulk={bulk.data} className="mt-3" />
            <Facts bulk={bulk.data} />
            <BulkRuns bulk={bulk.data} isCurrent={(readAt) => !goesOn(bulk.data) && readAt >= bulk.dataUpdatedAt} refetchMs={REFETCH_MS} />
          </div>
        )}
      </div>
    </>
  );
}

function goesOn(bulk: BulkReplayView | undefined): boolean {
  return bulk !== undefined && (bulk.state === "running" || bulk.replays.open > 0);
}

function Facts({ bulk }: { bulk: BulkReplayView }) {
  const facts = [
    ["Chosen", chosenWords(bulk.filter)],
    ["Each begins", bulk.beginAt === "failure" ? "where it failed" : "at its start"],
    ["On version", bulk.version === "recorded" ? "that it ran on" : "deployed when its turn comes"],
    ["Rate", `${bulk.ratePerMinute} a minute`],
    ["Begun", `${formatDateTime(bulk.createdAt)} by ${bulk.createdBy}`],
    ...(bulk.finishedAt ? [["Ended", formatDateTime(bulk.finishedAt)]] : []),
  ];
  return (
    <dl className="mt-4 flex flex-wrap gap-x-6 gap-y-2 border-t border-line pt-3 text-12">
      {facts.map(([name, text]) => (
        <div key={name}>
          <dt className="text-11 text-ink-3">{name}</dt>
          <dd className="text-ink">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
