"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import Link from "next/link";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatDateTime, formatPlural } from "#components/ui/format.ts";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { BulkProgress } from "./bulk-progress.tsx";
import { stateSentence } from "./words.ts";

/** The latest bulk replays of an environment. */
export function BulkListScreen({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.replays.list.queryOptions({ environment }));
  return (
    <>
      <PageHeader title="Bulk replays" meta={list.data && list.data.length > 0 && `the latest ${list.data.length}`} search={false} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {list.isPending && <SkeletonRows rows={4} label="Reading bulk replays" rowClassName="h-(--row-roomy)" />}
        <CouldNotRead what="The bulk replays" query={list} />
        {list.data?.length === 0 && (
          <EmptyState
            title="No bulk replay yet"
            icon={<RotateCcw size={18} aria-hidden />}
            action={<ButtonLink href={`/${environment}/runs?status=technical,business&range=7d`}>Failed runs</ButtonLink>}
          >
            Choose failed runs in the list of runs and replay them together.
          </EmptyState>
        )}
        {list.data && list.data.length > 0 && (
          <ul className="max-w-[1040px] px-4 py-3">
            {list.data.map((bulk) => (
              <li key={bulk.id} className="border-b border-line py-3.5 last:border-b-0">
                <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                  <Link href={`/${environment}/replays/${bulk.id}`} className="text-13 font-[550] text-ink hover:underline">
                    Replay of {formatPlural(bulk.counts.runs, "run")}
                  </Link>
                  <span className="text-12 text-ink-3">
                    {formatDateTime(bulk.createdAt)} by {bulk.createdBy}
                  </span>
                </div>
                <p className="mt-0.5 mb-2 text-12 text-ink-2">{stateSentence(bulk)}</p>
                <BulkProgress bulk={bulk} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
