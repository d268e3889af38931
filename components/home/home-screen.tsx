"use client";

import { useQuery } from "@tanstack/react-query";
import { Activity, ArrowRight, Unplug } from "lucide-react";
import Link from "next/link";
import { PageHeader } from "#components/shell/page-header.tsx";
import { LiveNote } from "#components/shell/live-note.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { formatCount, formatMoney, formatPercent, formatPlural, formatRelative } from "#components/ui/format.ts";
import { HealthLabel } from "#components/ui/health.tsx";
import { RunStatusLabel, runStateOf } from "#components/ui/run-status.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { OverviewRoom } from "#server/app.ts";
import { HourChart } from "./hour-chart.tsx";

export type OverviewData = Awaited<ReturnType<OverviewRoom["get"]>>;

/** How the last day went, what fails now, and whether the other systems answer. */
export function HomeScreen({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const overview = useQuery(trpc.overview.get.queryOptions({ environment }));
  const data = overview.data as OverviewData | undefined;
  return (
    <>
      <PageHeader title="Overview" meta={<LiveNote />} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {overview.isPending && <SkeletonRows rows={10} label="Reading the overview" rowClassName="h-(--row-roomy)" />}
        {overview.error && !data && (
          <ErrorState
            title="The overview could not be read"
            message={overview.error.message}
            fix={fixOf(overview.error)}
            onRetry={() => void overview.refetch()}
          />
        )}
        {data && <Overview data={data} environment={environment} />}
      </div>
    </>
  );
}

function Overview({ data, environment }: { data: OverviewData; environment: string }) {
  const { counts } = data;
  const finished = counts.succeeded24h + counts.failed24h;
  const silent = data.connections.filter((connection) => connection.ok === false);
  return (
    <>
      {silent.length > 0 && (
        <div role="status" className="flex flex-wrap items-center gap-2 border-b border-technical-line bg-technical-bg px-4 py-2 text-13 text-technical-text">
          <Unplug size={16} aria-hidden className="text-technical" />
          <b>
            {silent.map((connection) => connection.name).join(", ")} {silent.length === 1 ? "does" : "do"} not answer.
          </b>
          <span>{silent[0]?.message}</span>
          <Link href={`/${environment}/connections?key=${silent[0]?.key}`} className="ml-auto flex items-center gap-1 font-medium hover:underline">
            Open connections <ArrowRight size={14} aria-hidden />
          </Link>
        </div>
      )}
      <dl className="grid grid-cols-5 border-b border-line bg-surface max-lg:grid-cols-3 max-sm:grid-cols-2">
        <Figure label="Accepted, 24 h" value={formatCount(counts.accepted24h)} />
        <Figure
          label="Succeeded"
          value={finished === 0 ? "–" : formatPercent(counts.succeeded24h / finished)}
          note={finished === 0 ? "nothing finished yet" : `${formatCount(counts.succeeded24h)} of ${formatCount(finished)} finished`}
        />
        <Figure label="Failed, 24 h" value={formatCount(counts.failed24h)} href={`/${environment}/runs?status=technical,business`} />
        <Figure
          label="Waiting"
          value={formatCount(counts.waiting)}
          note={counts.parked > 0 ? `${formatCount(counts.parked)} parked` : undefined}
          href={`/${environment}/runs?status=waiting`}
        />
        <Figure label="Open approvals" value={formatCount(counts.openApprovals)} href={`/${environment}/inbox`} />
      </dl>
      <div className="flex max-lg:flex-col">
        <div className="min-w-0 flex-1 px-4 py-4">
          <HourChart hours={data.perHour} />
          <Failing data={data} environment={environment} />
          <Flows data={data} environment={environment} />
        </div>
        <aside aria-labelledby="connections" className="w-[360px] shrink-0 border-l border-line px-4 py-4 max-lg:w-full max-lg:border-t max-lg:border-l-0">
          <div className="flex items-baseline justify-between">
            <h2 id="connections" className="text-13 font-semibold">
              Connections
            </h2>
            <Link href={`/${environment}/connections`} className="text-12 text-accent-text hover:underline">
              All
            </Link>
          </div>
          <ul className="mt-1">
            {data.connections.map((connection) => (
              <li key={connection.key} className="flex items-center gap-2 border-b border-line py-2 text-13">
                <Link href={`/${environment}/connections?key=${connection.key}`} className="min-w-0 flex-1 truncate font-medium text-ink hover:underline">
                  {connection.name}
                </Link>
                {connection.practice && <Tag>practice</Tag>}
                <HealthLabel ok={connection.ok} />
              </li>
            ))}
          </ul>
        </aside>
      </div>
    </>
  );
}

function Figure({ label, value, note, href }: { label: string; value: string; note?: string | undefined; href?: string }) {
  const number = <span className="text-28 leading-8 font-semibold tabular-nums text-ink">{value}</span>;
  return (
    <div className="border-r border-line px-4 py-3 last:border-r-0">
      <dt className="text-12 text-ink-2">{label}</dt>
      <dd className="mt-0.5 text-[26px]/8">
        {href ? (
          <Link href={href} className="hover:underline">
            {number}
          </Link>
        ) : (
          number
        )}
        <span className="block min-h-4 text-11 text-ink-3">{note}</span>
      </dd>
    </div>
  );
}

function Failing({ data, environment }: { data: OverviewData; environment: string }) {
  return (
    <section aria-labelledby="failing" className="mt-5">
      <h2 id="failing" className="text-13 font-semibold">
        Failed lately
      </h2>
      {data.failing.length === 0 ? (
        <p className="mt-1 text-12 text-ink-3">Nothing failed.</p>
      ) : (
        <Table label="Runs that failed lately">
          <thead>
            <tr>
              <Th>State</Th>
              <Th>Business key</Th>
              <Th>Why</Th>
              <Th num>Value</Th>
              <Th num>When</Th>
            </tr>
          </thead>
          <tbody>
            {data.failing.map((run) => (
              <tr key={run.id}>
                <Td>
                  <RunStatusLabel state={runStateOf(run)} />
                </Td>
                <Td strong>
                  <Link href={`/${environment}/runs/${run.id}`} className="hover:underline">
                    {run.businessKey ?? run.flow.name}
                  </Link>
                </Td>
                <Td className="max-w-[380px] truncate">{run.failureMessage}</Td>
                <Td num>{run.value === null ? "" : formatMoney(run.value, run.currency)}</Td>
                <Td num>{formatRelative(run.finishedAt ?? run.updatedAt)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}

function Flows({ data, environment }: { data: OverviewData; environment: string }) {
  return (
    <section aria-labelledby="levels" className="mt-5">
      <h2 id="levels" className="text-13 font-semibold">
        Flows <span className="font-normal text-ink-3">last 24 h</span>
      </h2>
      {data.flows.length === 0 ? (
        <EmptyState
          compact
          title="Nothing runs here yet"
          icon={<Activity size={18} aria-hidden />}
          action={<ButtonLink href={`/${environment}/flows`}>Open flows</ButtonLink>}
        >
          Deploy a flow to {environment}, and how it does appears here.
        </EmptyState>
      ) : (
        <Table label="Flows of the last day">
          <thead>
            <tr>
              <Th>Flow</Th>
              <Th num>Runs</Th>
              <Th num>Failed</Th>
              <Th num>Within its promise</Th>
            </tr>
          </thead>
          <tbody>
            {data.flows.map((flow) => (
              <tr key={flow.key}>
                <Td strong>
                  <Link href={`/${environment}/flows/${flow.key}`} className="hover:underline">
                    {flow.name}
                  </Link>
                </Td>
                <Td num>{formatPlural(flow.runs24h, "run")}</Td>
                <Td num>{formatCount(flow.failed24h)}</Td>
                <Td num>{flow.withinSlo === null ? "no promise" : formatPercent(flow.withinSlo)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}
