"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { can, useActor } from "#components/shell/actor.tsx";
import { useEnvironments } from "#components/shell/environment-switcher.tsx";
import { useListKeys } from "#components/shell/list-keys.ts";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Th } from "#components/ui/table.tsx";
import type { AuditEntry } from "#server/app.ts";
import { AuditRow } from "./audit-row.tsx";
import { type AuditFilters, Filters, isFiltered, readFilters, writeFilters } from "./filters.tsx";

/** Who changed what, newest first, in every environment. Entries are never altered. */
export function AuditScreen({ environment }: { environment: string }) {
  const actor = useActor();
  if (can(actor, "audit.read")) return <AuditLog environment={environment} />;
  return (
    <>
      <PageHeader title="Audit" environment={false} />
      <EmptyState title="For administrators" icon={<ScrollText size={18} aria-hidden />}>
        The audit log shows who changed what. Ask an administrator what you want to know.
      </EmptyState>
    </>
  );
}

function AuditLog({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const address = useSearchParams();
  const filters = useMemo(() => readFilters(address), [address]);
  const environments = useEnvironments();
  const people = useQuery(trpc.access.people.queryOptions());
  const [open, setOpen] = useState<string | null>(null);
  const list = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(
      {
        ...(filters.kind === "all" ? {} : { subjectKind: filters.kind }),
        ...(filters.who === "all" ? {} : { actorId: filters.who }),
        ...(filters.where === "all" ? {} : { environment: filters.where }),
        ...(filters.subject ? { subjectId: filters.subject.id } : {}),
      },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const entries = list.data?.pages.flatMap((page) => page.items as AuditEntry[]) ?? [];
  const toggle = (entry: AuditEntry) => setOpen((held) => (held === entry.id ? null : entry.id));
  const { current } = useListKeys({ items: entries, keyOf: (entry) => entry.id, onOpen: toggle });
  const show = (next: AuditFilters) => window.history.replaceState(null, "", writeFilters(next));
  return (
    <>
      <PageHeader title="Audit" environment={false} meta={<span className="max-xl:hidden">Who changed what, everywhere. Entries are never altered.</span>}>
        <Filters filters={filters} people={people.data ?? []} environments={environments} onChange={show} />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {list.isPending && <SkeletonRows rows={12} label="Reading the audit log" />}
        <CouldNotRead what="The audit log" query={list} />
        {list.data && entries.length === 0 && <NothingThere filters={filters} onClear={() => show({ kind: "all", who: "all", where: "all", subject: null })} />}
        {entries.length > 0 && (
          <Table label="Audit log">
            <thead>
              <tr>
                <Th className="pl-4 max-md:hidden">When</Th>
                <Th className="max-md:pl-4">Who</Th>
                <Th>Did</Th>
                <Th>To</Th>
                <Th className="max-md:hidden">Where</Th>
                <Th>
                  <span className="sr-only">Detail</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <AuditRow
                  key={entry.id}
                  entry={entry}
                  environment={environment}
                  isOpen={open === entry.id}
                  isCurrent={current === entry.id}
                  onToggle={() => toggle(entry)}
                  onOnly={() => show({ ...filters, kind: entry.subjectKind, subject: { id: entry.subjectId, name: entry.subjectName } })}
                />
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

function NothingThere({ filters, onClear }: { filters: AuditFilters; onClear: () => void }) {
  if (!isFiltered(filters))
    return (
      <EmptyState title="Nothing yet" icon={<ScrollText size={18} aria-hidden />}>
        Every change of a flow, connection, deployment, approval or person is written down here.
      </EmptyState>
    );
  return (
    <EmptyState title="Nothing fits these filters" icon={<ScrollText size={18} aria-hidden />} action={<Button onClick={onClear}>Show everything</Button>}>
      Drop one of them to see more.
    </EmptyState>
  );
}
