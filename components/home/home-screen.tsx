"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Unplug } from "lucide-react";
import Link from "next/link";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useTRPC } from "#components/trpc.tsx";
import type { OverviewRoom } from "#server/app.ts";
import { ConnectionList } from "./connection-list.tsx";
import { FailingRuns } from "./failing-runs.tsx";
import { Figures } from "./figures.tsx";
import { Findings } from "./findings.tsx";
import { FlowLevels } from "./flow-levels.tsx";
import { HourChart } from "./hour-chart.tsx";
import { ParkedBanner } from "./parked-banner.tsx";
import { LiveDot } from "./live-dot.tsx";

export type OverviewData = Awaited<ReturnType<OverviewRoom["get"]>>;

/** How the last day went, what fails now, and whether the other systems answer. While it is read the frame stands, with dashes for numbers. */
export function HomeScreen({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const overview = useQuery(trpc.overview.get.queryOptions({ environment }));
  const data = (overview.data as OverviewData | undefined) ?? null;
  return (
    <>
      <PageHeader title="Overview" meta={<LiveDot updatedAt={data ? overview.dataUpdatedAt : null} />} />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto" aria-busy={overview.isPending}>
        {overview.error && !data ? <CouldNotRead what="The overview" query={overview} /> : <Overview data={data} environment={environment} />}
      </div>
    </>
  );
}

function Overview({ data, environment }: { data: OverviewData | null; environment: string }) {
  return (
    <>
      <Incident data={data} environment={environment} />
      <ParkedBanner environment={environment} />
      <Figures data={data} environment={environment} />
      <div className="flex flex-1 max-lg:flex-col">
        <div className="min-w-0 flex-1 px-4 py-4">
          <HourChart hours={data?.perHour ?? []} environment={environment} />
          <FailingRuns runs={data?.failing ?? null} environment={environment} />
          <Findings findings={data?.findings ?? null} environment={environment} />
          <FlowLevels flows={data?.flows ?? null} environment={environment} />
        </div>
        <ConnectionList connections={data?.connections ?? null} environment={environment} />
      </div>
    </>
  );
}

/** Only while there is one. */
function Incident({ data, environment }: { data: OverviewData | null; environment: string }) {
  const silent = data?.connections.filter((connection) => connection.ok === false) ?? [];
  const [first] = silent;
  return (
    <div role="status">
      {first && (
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-technical-line bg-technical-bg px-4 py-2 text-13 text-technical-text [&_b]:text-inherit">
          <Unplug size={16} aria-hidden className="shrink-0 text-technical" />
          <b>
            {silent.map((connection) => connection.name).join(", ")} {silent.length === 1 ? "does" : "do"} not answer.
          </b>
          <span className="min-w-0 [overflow-wrap:anywhere]">{first.message}</span>
          <Link
            href={`/${environment}/connections?key=${encodeURIComponent(first.key)}`}
            className="ml-auto flex items-center gap-1 font-medium hover:underline max-md:ml-0"
          >
            Open connections <ArrowRight size={14} aria-hidden />
          </Link>
        </div>
      )}
    </div>
  );
}
