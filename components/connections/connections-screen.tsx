"use client";

import { useQuery } from "@tanstack/react-query";
import { Plug, Plus } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useRef, useState } from "react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { can, useActor } from "#components/shell/actor.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/format.ts";
import { HealthLabel } from "#components/ui/health.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { useKeys } from "#components/ui/use-keys.ts";
import { useNow } from "#components/ui/use-now.ts";
import type { ConnectionView } from "#server/app.ts";
import { ConnectionDetail } from "./connection-detail.tsx";
import { ConnectionDialog } from "./connection-dialog.tsx";
import { KeyTag } from "./key-tag.tsx";
import { keyState } from "./key-words.ts";
import { KIND_WORDS } from "./kinds.ts";

/** Connections of an environment: a list, and the chosen one beside it. */
export function ConnectionsScreen({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const actor = useActor();
  const router = useRouter();
  const address = useSearchParams();
  const [isNew, setNew] = useState(false);
  const now = useNow(3_600_000);
  const rows = useRef<HTMLUListElement>(null);
  const list = useQuery({
    ...trpc.connections.list.queryOptions({ environment }),
    // a breaker opens and closes by itself
    refetchInterval: (query) => (query.state.data?.some((connection) => connection.breaker) ? 3_000 : 30_000),
  });
  const connections = (list.data ?? []) as ConnectionView[];
  const chosen = connections.find((connection) => connection.key === address.get("key")) ?? connections[0];
  const mayEdit = can(actor, "connection.edit");
  const choose = (connection: ConnectionView) => router.replace(`/${environment}/connections?key=${encodeURIComponent(connection.key)}`, { scroll: false });
  const move = (by: number) => {
    const index = chosen ? connections.indexOf(chosen) : -1;
    const next = connections[Math.min(connections.length - 1, Math.max(0, index + by))];
    if (!next) return;
    choose(next);
    rows.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`)?.focus();
  };
  useKeys({ j: () => move(1), k: () => move(-1), ...(mayEdit ? { n: () => setNew(true) } : {}) });

  return (
    <>
      <PageHeader title="Connections" meta={list.data && formatCount(list.data.length)}>
        <Button
          variant="primary"
          icon={<Plus size={14} aria-hidden />}
          disabled={!mayEdit}
          title={mayEdit ? undefined : "Administrators make connections"}
          onClick={() => setNew(true)}
        >
          New connection
        </Button>
      </PageHeader>
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        <nav
          aria-label="Connections"
          className="w-[236px] shrink-0 overflow-y-auto border-r border-line bg-surface max-md:max-h-52 max-md:w-full max-md:border-r-0 max-md:border-b"
        >
          {list.isPending && <SkeletonRows rows={4} label="Reading connections" />}
          <ul ref={rows}>
            {connections.map((connection) => (
              <li key={connection.key}>
                <button
                  type="button"
                  data-key={connection.key}
                  aria-current={connection === chosen || undefined}
                  onClick={() => choose(connection)}
                  className={cx(
                    "flex w-full items-center gap-2 border-b border-line px-4 py-2 text-left hover:bg-surface-3 focus-visible:shadow-(--focus-inset)",
                    connection === chosen && "bg-accent-soft shadow-[inset_2px_0_0_var(--accent)]",
                  )}
                >
                  <span className="min-w-0 flex-1">
                    <span className="block truncate text-13 font-medium text-ink">{connection.name}</span>
                    <span className="flex flex-wrap items-center gap-x-1.5 gap-y-1 text-11 text-ink-3">
                      {KIND_WORDS[connection.kind]} {connection.practice && <Tag>practice</Tag>}{" "}
                      {connection.breaker && <Tag>breaker {connection.breaker.state}</Tag>}
                      <KeyTag state={keyState(connection.keyExpiry, now)} />
                    </span>
                  </span>
                  <HealthLabel ok={connection.health?.ok ?? null} />
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">
          <CouldNotRead what="The connections" query={list} />
          {list.isPending && <SkeletonRows rows={8} label="Reading the connection" rowClassName="h-(--row-roomy)" />}
          {list.data && !chosen && (
            <EmptyState
              title="No connections yet"
              icon={<Plug size={18} aria-hidden />}
              action={
                mayEdit && (
                  <Button variant="primary" onClick={() => setNew(true)}>
                    New connection
                  </Button>
                )
              }
            >
              A connection holds the address, credentials and health of one outside system in {environment}.
            </EmptyState>
          )}
          {chosen && <ConnectionDetail key={`${environment} ${chosen.key}`} connection={chosen} />}
        </div>
      </div>
      {isNew && (
        <ConnectionDialog environment={environment} taken={connections.map((connection) => connection.key)} onClose={() => setNew(false)} onSaved={choose} />
      )}
    </>
  );
}
