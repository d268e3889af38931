import Link from "next/link";
import { formatPlural, formatRelative } from "#components/ui/format.ts";
import { keyed } from "#components/ui/keyed.ts";
import type { OverviewData } from "./home-screen.tsx";

/** Runs whose state and job disagreed, found and repaired. Only while there are any: mostly a worker was killed. */
export function Findings({ findings, environment }: { findings: OverviewData["findings"] | null; environment: string }) {
  if (findings === null || findings.items.length === 0) return null;
  return (
    <section aria-labelledby="findings" className="mt-6">
      <h2 id="findings" className="text-13 font-semibold">
        Set right by the watchdog <span className="font-normal text-ink-3">{formatPlural(findings.total, "finding")} in the last 24 hours</span>
      </h2>
      <ul className="mt-1 divide-y divide-line">
        {keyed(findings.items, (each) => `${each.at} ${each.run.id}`).map(({ key, item: { at, text, run } }) => (
          <li key={key} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-1.5 text-12">
            <Link href={`/${environment}/runs/${run.id}`} className="font-medium text-ink hover:underline">
              {run.businessKey ?? run.flow.name}
            </Link>
            <span className="min-w-0 flex-1 basis-64 text-ink-2">{text}</span>
            <time dateTime={at} className="whitespace-nowrap text-ink-3">
              {formatRelative(at)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
