import Link from "next/link";
import { formatMoney, formatRelative } from "#components/ui/format.ts";
import { RunStatusLabel, runStateOf } from "#components/ui/run-status.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { RunSummary } from "#server/app.ts";

/** Failed runs that no replay has set right. Null: they are being read. */
export function FailingRuns({ runs, environment }: { runs: RunSummary[] | null; environment: string }) {
  return (
    <section aria-labelledby="failing" className="mt-6">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="failing" className="text-13 font-semibold">
          Failed <span className="font-normal text-ink-3">and not set right yet, newest first</span>
        </h2>
        {runs && runs.length > 0 && (
          <Link href={`/${environment}/runs?status=technical,business&range=7d`} className="shrink-0 text-12 text-accent-text hover:underline">
            All failed
          </Link>
        )}
      </div>
      {!runs && <SkeletonRows rows={3} label="Reading failed runs" />}
      {runs?.length === 0 && <p className="mt-1 text-12 text-ink-3">Nothing is failed. Runs that fail stand here until a replay of them succeeds.</p>}
      {runs && runs.length > 0 && (
        <Table label="Runs that failed and are not set right yet" className="-mx-2.5 mt-1">
          <thead>
            <tr>
              <Th className="max-md:hidden">State</Th>
              <Th>Business key</Th>
              <Th className="max-xl:hidden">Flow</Th>
              <Th className="max-md:hidden">Why</Th>
              <Th num className="max-md:hidden">
                Value
              </Th>
              <Th num>When</Th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.id} className="hover:bg-surface-2">
                <Td className="whitespace-nowrap max-md:hidden">
                  <RunStatusLabel state={runStateOf(run)} />
                </Td>
                <Td strong className="py-1.5 md:whitespace-nowrap">
                  <Link href={`/${environment}/runs/${run.id}`} className="hover:underline">
                    {run.businessKey ?? run.flow.name}
                  </Link>
                  {run.customer && <span className="block text-11 font-normal text-ink-3">{run.customer}</span>}
                  <span className="block pt-0.5 font-normal md:hidden">
                    <RunStatusLabel state={runStateOf(run)} />
                    <span className="block text-ink-2 [overflow-wrap:anywhere]">{run.failure?.message}</span>
                  </span>
                </Td>
                <Td className="max-w-[200px] truncate max-xl:hidden">{run.flow.name}</Td>
                <Td className="min-w-[200px] py-1.5 max-md:hidden">{run.failure?.message}</Td>
                <Td num className="whitespace-nowrap max-md:hidden">
                  {run.value === null ? "" : formatMoney(run.value, run.currency)}
                </Td>
                <Td num className="whitespace-nowrap">
                  {formatRelative(run.finishedAt ?? run.updatedAt)}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}
