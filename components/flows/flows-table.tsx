"use client";

import { CircleCheck, OctagonX, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { cx } from "#components/ui/cx.ts";
import { EnvironmentBadge, environmentName } from "#components/ui/environment-badge.tsx";
import { formatCount, formatDateTime, formatPlural, formatRelative } from "#components/ui/format.ts";
import { StepTile } from "#components/ui/step-tile.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { useNow } from "#components/ui/use-now.ts";
import type { FlowSummary } from "#server/app.ts";
import { latencyWord, words } from "./words.ts";

/** How many step tiles fit beside a name before they are counted. */
const TILES = 6;

export function FlowsTable({
  flows,
  environment,
  current,
  onOpen,
}: {
  flows: FlowSummary[];
  environment: string;
  current: string | null;
  onOpen: (flow: FlowSummary) => void;
}) {
  const now = useNow(60_000);
  return (
    <Table label="Flows">
      <thead className="sticky top-0 z-10 bg-surface">
        <tr>
          <Th className="pl-4">Flow</Th>
          <Th className="max-lg:hidden">Domain</Th>
          <Th className="max-xl:hidden">Latency</Th>
          <Th className="max-lg:hidden">Owner</Th>
          <Th>Draft</Th>
          <Th>Runs in</Th>
          <Th className="max-md:hidden">Problems</Th>
          <Th className="pr-4 max-md:hidden" num>
            Last 24 h in {environmentName(environment)}
          </Th>
        </tr>
      </thead>
      <tbody>
        {flows.map((flow) => (
          <tr
            key={flow.key}
            data-row={flow.key}
            onClick={(event) => {
              if (!(event.target instanceof Element && event.target.closest("a"))) onOpen(flow);
            }}
            className={cx(
              "group cursor-pointer hover:bg-surface-2",
              current === flow.key && "bg-accent-soft hover:bg-accent-soft [&>td:first-child]:shadow-[inset_2px_0_var(--accent)]",
            )}
          >
            <Td className="h-(--row-roomy) pl-4">
              <div className="flex items-center gap-2.5">
                <div className="min-w-0">
                  <Link href={`/${environment}/flows/${flow.key}`} className="text-13 font-[550] text-ink">
                    {flow.name}
                  </Link>
                  <div className="mono text-[11px]/4 text-ink-3">{flow.key}</div>
                </div>
                <Steps types={flow.stepTypes} />
              </div>
            </Td>
            <Td className="max-lg:hidden">{words(flow.domain)}</Td>
            <Td className="whitespace-nowrap max-xl:hidden">{latencyWord(flow.latency)}</Td>
            <Td className="max-lg:hidden">{flow.owner ?? <None />}</Td>
            <Td>
              <Draft flow={flow} now={now} />
            </Td>
            <Td>
              <Deployments flow={flow} />
            </Td>
            <Td className="max-md:hidden">
              <Problems errors={flow.problems.errors} warnings={flow.problems.warnings} />
            </Td>
            <Td num className="pr-4 whitespace-nowrap max-md:hidden">
              <Recent recent={flow.recent} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Steps({ types }: { types: string[] }) {
  const distinct = [...new Set(types)];
  return (
    <span className="ml-auto hidden items-center gap-0.5 pl-3 2xl:flex" title={`${formatPlural(types.length, "step")}: ${distinct.join(", ")}`}>
      {distinct.slice(0, TILES).map((type) => (
        <StepTile key={type} type={type} size="sm" />
      ))}
      {distinct.length > TILES && <Tag>+{distinct.length - TILES}</Tag>}
    </span>
  );
}

function Draft({ flow, now }: { flow: FlowSummary; now: number }) {
  const from = flow.latestVersion === null ? "never published" : `from v${flow.latestVersion}`;
  return (
    <div className="whitespace-nowrap">
      <div className="flex items-center gap-1.5 text-ink">
        rev {flow.draftRevision}, {from}
        {flow.hasUnpublishedChanges && flow.latestVersion !== null && <Tag tone="warn">unpublished changes</Tag>}
      </div>
      <div className="text-11 text-ink-3" title={formatDateTime(flow.draftUpdatedAt)}>
        {flow.draftUpdatedBy}, {formatRelative(flow.draftUpdatedAt, now)}
      </div>
    </div>
  );
}

function Deployments({ flow }: { flow: FlowSummary }) {
  if (flow.deployments.length === 0) return <span className="text-ink-3">not deployed</span>;
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {flow.deployments.map((one) => (
        <li
          key={one.environment}
          className="flex items-center gap-1.5 whitespace-nowrap"
          title={`Deployed by ${one.deployedBy}, ${formatDateTime(one.deployedAt)}`}
        >
          <EnvironmentBadge environment={one.environment} /> v{one.version}
        </li>
      ))}
    </ul>
  );
}

function Problems({ errors, warnings }: { errors: number; warnings: number }) {
  if (errors + warnings === 0)
    return (
      <span className="inline-flex items-center gap-1.5 text-ink-3">
        <CircleCheck size={14} aria-hidden className="text-succeeded" /> none
      </span>
    );
  return (
    <span className="flex gap-2.5 whitespace-nowrap">
      {errors > 0 && (
        <span className="inline-flex items-center gap-1 font-medium text-technical-text">
          <OctagonX size={14} aria-hidden className="text-technical" /> {formatPlural(errors, "error")}
        </span>
      )}
      {warnings > 0 && (
        <span className="inline-flex items-center gap-1 font-medium text-warn-text">
          <TriangleAlert size={14} aria-hidden className="text-warn" /> {formatPlural(warnings, "warning")}
        </span>
      )}
    </span>
  );
}

function Recent({ recent }: { recent: FlowSummary["recent"] }) {
  const total = recent.succeeded + recent.failed + recent.open;
  if (total === 0) return <span className="text-ink-3">no runs</span>;
  return (
    <>
      <span className="font-[550] text-ink">{formatPlural(total, "run")}</span>
      <span className="block text-11">
        {recent.failed > 0 && <span className="font-medium text-technical-text">{formatCount(recent.failed)} failed</span>}
        {recent.failed > 0 && recent.open > 0 && " · "}
        {recent.open > 0 && `${formatCount(recent.open)} open`}
        {recent.failed + recent.open === 0 && <span className="text-ink-3">all succeeded</span>}
      </span>
    </>
  );
}

function None() {
  return <span className="text-ink-3">nobody</span>;
}
