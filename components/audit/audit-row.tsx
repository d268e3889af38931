"use client";

import { Filter } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { formatDateTime } from "#components/ui/format.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { JsonView } from "#components/ui/json-view.tsx";
import { Td } from "#components/ui/table.tsx";
import type { AuditEntry } from "#server/app.ts";
import { actionWords, gistOf, linesOf, shown } from "./words.ts";

export function AuditRow({
  entry,
  environment,
  isOpen,
  isCurrent,
  onToggle,
  onOnly,
}: {
  entry: AuditEntry;
  environment: string;
  isOpen: boolean;
  isCurrent: boolean;
  onToggle: () => void;
  onOnly: () => void;
}) {
  const lines = linesOf(entry.detail);
  const gist = gistOf(entry);
  const href = placeOf(entry, entry.environment ?? environment);
  return (
    <>
      <tr data-row={entry.id} className={isCurrent ? "bg-accent-soft" : "hover:bg-surface-2"}>
        <Td className="pl-4 whitespace-nowrap tabular-nums max-md:hidden">{formatDateTime(entry.at)}</Td>
        <Td strong className="whitespace-nowrap max-md:py-1.5 max-md:pl-4 max-md:whitespace-normal">
          {entry.actor}
          {entry.actorKind !== "person" && <span className="font-normal text-ink-3"> {entry.actorKind === "api-key" ? "API key" : "product"}</span>}
          <span className="block text-11 font-normal text-ink-3 tabular-nums md:hidden">{formatDateTime(entry.at)}</span>
        </Td>
        <Td className="py-1.5">
          {actionWords(entry.action)}
          {gist && <span className="block max-w-[420px] truncate text-11 text-ink-3">{gist}</span>}
        </Td>
        <Td className="py-1.5">
          <span className="flex items-center gap-1">
            <span className="min-w-0">
              {href ? (
                <Link href={href} className="text-accent-text hover:underline">
                  {entry.subjectName}
                </Link>
              ) : (
                <span className="text-ink">{entry.subjectName}</span>
              )}{" "}
              <span className="text-ink-3">{entry.subjectKind === "api-key" ? "API key" : entry.subjectKind}</span>
            </span>
            <IconButton label={`Only what happened to ${entry.subjectName}`} size="sm" onClick={onOnly}>
              <Filter size={12} aria-hidden />
            </IconButton>
          </span>
        </Td>
        <Td className="max-md:hidden">{entry.environment && <EnvironmentBadge environment={entry.environment} />}</Td>
        <Td num>
          {lines.length > 0 && (
            <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={onToggle}>
              {isOpen ? "Hide" : "Detail"}
            </Button>
          )}
        </Td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={6} className="border-b border-line bg-surface-2 px-4 py-3">
            <Detail entry={entry} />
          </td>
        </tr>
      )}
    </>
  );
}

function Detail({ entry }: { entry: AuditEntry }) {
  const lines = linesOf(entry.detail);
  const changes = lines.filter((line) => line.isChange);
  const facts = lines.filter((line) => !line.isChange);
  return (
    <div className="flex max-w-[960px] flex-col gap-3 text-12">
      {changes.length > 0 && (
        <table className="w-full border-collapse">
          <caption className="sr-only">What changed</caption>
          <thead>
            <tr className="text-left text-11 text-ink-3">
              <th scope="col" className="w-44 py-1 font-medium">
                Field
              </th>
              <th scope="col" className="py-1 font-medium">
                Before
              </th>
              <th scope="col" className="py-1 font-medium">
                After
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map((line) => (
              <tr key={line.name} className="border-t border-line align-top">
                <th scope="row" className="mono py-1.5 text-left font-normal text-ink-2">
                  {line.name}
                </th>
                <td className="mono py-1.5 pr-3 text-ink-2 [overflow-wrap:anywhere]">{shown(line.before)}</td>
                <td className="mono py-1.5 text-ink [overflow-wrap:anywhere]">{shown(line.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {facts.length > 0 && (
        <dl>
          {facts.map((line) => (
            <div key={line.name} className="flex gap-3 border-t border-line py-1.5 first:border-0">
              <dt className="mono w-44 shrink-0 text-ink-2">{line.name}</dt>
              <dd className="min-w-0 flex-1 text-ink [overflow-wrap:anywhere]">
                {Array.isArray(line.after) && line.after.every((each) => typeof each === "string") ? (
                  <ul>
                    {[...new Set(line.after.map(String))].map((each) => (
                      <li key={each}>{each}</li>
                    ))}
                  </ul>
                ) : typeof line.after === "object" && line.after !== null ? (
                  <JsonView value={line.after} label={line.name} />
                ) : (
                  <span className="mono">{shown(line.after)}</span>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="text-11 text-ink-3">
        <span className="mono">{entry.action}</span> on <span className="mono">{entry.subjectId}</span>, entry <span className="mono">{entry.id}</span>
      </p>
    </div>
  );
}

/** Where the thing can be looked at; null where it has no page. */
function placeOf(entry: AuditEntry, environment: string): string | null {
  const id = encodeURIComponent(entry.subjectId);
  switch (entry.subjectKind) {
    case "flow":
      return `/${environment}/flows/${id}`;
    case "run":
      return `/${environment}/runs/${id}`;
    case "approval":
      return `/${environment}/inbox?approval=${id}`;
    case "connection":
      return entry.action === "connection.removed" ? null : `/${environment}/connections?key=${id}`;
    case "secret":
    case "variable":
      return `/${environment}/settings`;
    case "person":
      return `/${environment}/settings?tab=people`;
    case "api-key":
      return `/${environment}/settings?tab=keys`;
    default:
      return null;
  }
}
