import { Activity } from "lucide-react";
import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount, formatPercent } from "#components/ui/format.ts";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { OverviewData } from "./home-screen.tsx";

/** How each flow did, the worst first. Null: it is being read. */
export function FlowLevels({ flows, environment }: { flows: OverviewData["flows"] | null; environment: string }) {
  const sorted = flows?.toSorted((a, b) => shareFailed(b) - shareFailed(a) || b.runs24h - a.runs24h);
  return (
    <section aria-labelledby="levels" className="mt-6">
      <h2 id="levels" className="text-13 font-semibold">
        Flows <span className="font-normal text-ink-3">last 24 h, worst first</span>
      </h2>
      {!sorted && <SkeletonRows rows={3} label="Reading flows" />}
      {sorted?.length === 0 && (
        <EmptyState
          compact
          title="Nothing runs here yet"
          icon={<Activity size={18} aria-hidden />}
          action={<ButtonLink href={`/${environment}/flows`}>Open flows</ButtonLink>}
        >
          Deploy a flow to {environment}, and how it does appears here.
        </EmptyState>
      )}
      {sorted && sorted.length > 0 && (
        <Table label="Flows of the last day" className="-mx-2.5 mt-1">
          <thead>
            <tr>
              <Th>Flow</Th>
              <Th num>Runs</Th>
              <Th num>Failed</Th>
              <Th num>Within its promise</Th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((flow) => (
              <tr key={flow.key} className="hover:bg-surface-2">
                <Td strong>
                  <Link href={`/${environment}/flows/${flow.key}`} className="hover:underline">
                    {flow.name}
                  </Link>
                </Td>
                <Td num>
                  <Link
                    href={`/${environment}/runs?flow=${encodeURIComponent(flow.key)}&range=24h`}
                    aria-label={`${formatCount(flow.runs24h)} runs of ${flow.name}`}
                    className="hover:underline"
                  >
                    {formatCount(flow.runs24h)}
                  </Link>
                </Td>
                <Td num>
                  {flow.failed24h === 0 ? (
                    "0"
                  ) : (
                    <Link
                      href={`/${environment}/runs?flow=${encodeURIComponent(flow.key)}&status=technical,business&range=24h`}
                      aria-label={`${formatCount(flow.failed24h)} failed runs of ${flow.name}`}
                      className="text-technical-text hover:underline"
                    >
                      {formatCount(flow.failed24h)}
                    </Link>
                  )}
                </Td>
                <Td num>{flow.withinSlo === null ? <span className="text-ink-3">no promise</span> : formatPercent(flow.withinSlo)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}

function shareFailed(flow: OverviewData["flows"][number]): number {
  return flow.runs24h === 0 ? 0 : flow.failed24h / flow.runs24h;
}
