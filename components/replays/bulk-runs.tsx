"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatTime } from "#components/ui/format.ts";
import { RunStatusIcon, runStateWord } from "#components/ui/run-status.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { RunStatus } from "#flow/run.ts";
import type { BulkReplayRun, BulkReplayView } from "#server/app.ts";

type State = BulkReplayRun["state"] | "all";

/** The runs in their turn, each with its replay or with why it was refused. Read again until what was read is all there will be. */
export function BulkRuns({ bulk, isCurrent, refetchMs }: { bulk: BulkReplayView; isCurrent: (readAt: number) => boolean; refetchMs: number }) {
  const trpc = useTRPC();
  const [state, setState] = useState<State>("all");
  const list = useInfiniteQuery(
    trpc.replays.runs.infiniteQueryOptions(
      { id: bulk.id, ...(state === "all" ? {} : { state }) },
      { getNextPageParam: (page) => page.nextCursor, refetchInterval: (query) => (isCurrent(query.state.dataUpdatedAt) ? false : refetchMs) },
    ),
  );
  const runs = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="bulk-runs" className="mt-6">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="bulk-runs" className="text-13 font-semibold">
          Runs <span className="font-normal text-ink-3">oldest first</span>
        </h2>
        <Segmented
          label="Which runs"
          value={state}
          onChange={setState}
          options={[
            { value: "all", label: "All" },
            { value: "started", label: "Replayed" },
            { value: "refused", label: "Refused" },
            { value: "pending", label: "To go" },
          ]}
        />
      </div>
      {list.isPending && <SkeletonRows rows={6} label="Reading the runs" />}
      <CouldNotRead what="The runs" query={list} />
      {list.data && runs.length === 0 && <p className="mt-2 text-12 text-ink-3">None.</p>}
      {runs.length > 0 && (
        <Table label="Runs of this bulk replay" className="-mx-2.5 mt-1">
          <thead>
            <tr>
              <Th>Run</Th>
              <Th className="max-md:hidden">Flow</Th>
              <Th>What became of it</Th>
              <Th num className="max-md:hidden">
                Turn
              </Th>
            </tr>
          </thead>
          <tbody>
            {runs.map((item) => (
              <Row key={item.position} item={item} bulk={bulk} />
            ))}
          </tbody>
        </Table>
      )}
      {list.hasNextPage && (
        <Button size="sm" variant="ghost" className="mt-2" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more runs
        </Button>
      )}
    </section>
  );
}

function Row({ item, bulk }: { item: BulkReplayRun; bulk: BulkReplayView }) {
  const { run, replay, refusal } = item;
  const name = run.businessKey ?? run.id.slice(-8);
  return (
    <tr className="hover:bg-surface-2">
      <Td strong className="whitespace-nowrap">
        {run.status === null ? (
          <span className="font-normal text-ink-3">{name}</span>
        ) : (
          <Link href={`/${bulk.environment}/runs/${run.id}`} className={run.businessKey ? "hover:underline" : "font-mono hover:underline"}>
            {name}
          </Link>
        )}
      </Td>
      <Td className="max-w-[240px] truncate max-md:hidden">{run.flow}</Td>
      <Td className="py-1.5">
        {replay && (
          <Link href={`/${bulk.environment}/runs/${replay.id}`} className="inline-flex items-center gap-1.5 font-medium text-accent-text hover:underline">
            {replay.status ? <Status status={replay.status} /> : "Replay"}
          </Link>
        )}
        {refusal && <span className="text-business-text [overflow-wrap:anywhere]">{refusal.message}</span>}
        {item.state === "pending" && <span className="text-ink-3">{bulk.state === "cancelled" ? "Not replayed" : "To go"}</span>}
      </Td>
      <Td num className="whitespace-nowrap max-md:hidden">
        {item.at && <time dateTime={item.at}>{formatTime(item.at)}</time>}
      </Td>
    </tr>
  );
}

/** The list does not know why a replay failed; its own page does. */
function Status({ status }: { status: RunStatus }) {
  const state = status === "failed" ? "technical" : status;
  return (
    <>
      <RunStatusIcon state={state} /> Replay {status === "failed" ? "failed" : runStateWord(state).toLowerCase()}
    </>
  );
}
