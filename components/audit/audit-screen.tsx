"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { formatDateTime } from "#components/ui/format.ts";
import { JsonView } from "#components/ui/json-view.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { AuditEntry } from "#server/app.ts";
import { actionWords } from "./words.ts";

const SUBJECTS = [
  { value: "all", label: "Everything" },
  { value: "flow", label: "Flows" },
  { value: "connection", label: "Connections" },
  { value: "secret", label: "Secrets" },
  { value: "approval", label: "Approvals" },
  { value: "run", label: "Runs" },
  { value: "person", label: "People" },
];

/** Who changed what, newest first. Entries are never altered. */
export function AuditScreen(_: { environment: string }) {
  const trpc = useTRPC();
  const actor = useActor();
  const [subject, setSubject] = useState("all");
  const [open, setOpen] = useState<string | null>(null);
  const mayRead = can(actor, "audit.read");
  const list = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(subject === "all" ? {} : { subjectKind: subject }, {
      enabled: mayRead,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const entries = list.data?.pages.flatMap((page) => page.items as AuditEntry[]) ?? [];
  if (!mayRead)
    return (
      <>
        <PageHeader title="Audit" environment={false} />
        <EmptyState title="For administrators" icon={<ScrollText size={18} aria-hidden />}>
          The audit log shows who changed what. Ask an administrator what you want to know.
        </EmptyState>
      </>
    );
  return (
    <>
      <PageHeader title="Audit" environment={false}>
        <Select label="What was changed" className="!w-44" value={subject} options={SUBJECTS} onChange={setSubject} />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {list.isPending && <SkeletonRows rows={12} label="Reading the audit log" />}
        {list.error && !list.data && (
          <ErrorState title="The audit log could not be read" message={list.error.message} fix={fixOf(list.error)} onRetry={() => void list.refetch()} />
        )}
        {list.data && entries.length === 0 && (
          <EmptyState title="Nothing yet" icon={<ScrollText size={18} aria-hidden />}>
            Every change of a flow, connection, deployment, approval or person is written down here.
          </EmptyState>
        )}
        {entries.length > 0 && (
          <Table label="Audit log">
            <thead>
              <tr>
                <Th className="pl-4">When</Th>
                <Th>Who</Th>
                <Th>Did</Th>
                <Th>To</Th>
                <Th>Where</Th>
                <Th>
                  <span className="sr-only">Detail</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <AuditRow key={entry.id} entry={entry} isOpen={open === entry.id} onToggle={() => setOpen(open === entry.id ? null : entry.id)} />
              ))}
            </tbody>
          </Table>
        )}
        {list.hasNextPage && (
          <div className="p-4 text-center">
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show earlier
            </Button>
          </div>
        )}
      </div>
    </>
  );
}

function AuditRow({ entry, isOpen, onToggle }: { entry: AuditEntry; isOpen: boolean; onToggle: () => void }) {
  const hasDetail = typeof entry.detail === "object" && entry.detail !== null && Object.keys(entry.detail).length > 0;
  return (
    <>
      <tr>
        <Td className="pl-4 whitespace-nowrap tabular-nums">{formatDateTime(entry.at)}</Td>
        <Td strong>
          {entry.actor}
          {entry.actorKind !== "person" && <span className="font-normal text-ink-3"> {entry.actorKind === "api-key" ? "API key" : "product"}</span>}
        </Td>
        <Td>{actionWords(entry.action)}</Td>
        <Td>
          {entry.subjectName} <span className="text-ink-3">{entry.subjectKind}</span>
        </Td>
        <Td>{entry.environment ?? ""}</Td>
        <Td num>
          {hasDetail && (
            <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={onToggle}>
              {isOpen ? "Hide" : "Detail"}
            </Button>
          )}
        </Td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={6} className="border-b border-line px-4 py-2">
            <JsonView value={entry.detail} label="Detail" />
          </td>
        </tr>
      )}
    </>
  );
}
