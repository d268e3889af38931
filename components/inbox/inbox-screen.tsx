"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { useKeys } from "#components/ui/use-keys.ts";
import type { ApprovalSummary } from "#server/app.ts";
import { ApprovalDetail } from "./approval-detail.tsx";
import { ApprovalList, type InboxTab } from "./approval-list.tsx";
import { EmptyInbox } from "./empty-inbox.tsx";
import styles from "./inbox.module.css";

const TABS: readonly InboxTab[] = ["open", "waiting", "done"];

/** Everything that waits for a decision, and the one that is being read. The address holds which one, so that a link opens it. */
export function InboxScreen({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const address = useSearchParams();
  const chosen = address.get("approval");
  const tab = TABS.find((name) => name === address.get("show")) ?? "open";
  const [sort, setSort] = useState<"due" | "amount" | "newest">("due");
  const list = useInfiniteQuery(trpc.approvals.list.infiniteQueryOptions({ environment, state: tab }, { getNextPageParam: (page) => page.nextCursor }));
  const items = useMemo(() => sorted(list.data?.pages.flatMap((page) => page.items) ?? [], sort), [list.data, sort]);
  const counts = list.data?.pages[0]?.counts ?? null;
  const shown = chosen ?? items[0]?.id ?? null;
  const rows = useRef<HTMLDivElement>(null);

  const go = (next: { approval?: string | null; show?: InboxTab }) => {
    const query = new URLSearchParams(address);
    if (next.show) query.set("show", next.show);
    if (next.approval !== undefined) next.approval === null ? query.delete("approval") : query.set("approval", next.approval);
    window.history.replaceState(null, "", `?${query}`);
  };
  const move = (by: number) => {
    const index = items.findIndex((item) => item.id === shown);
    const next = items[Math.min(items.length - 1, Math.max(0, index + by))];
    if (!next) return;
    go({ approval: next.id });
    rows.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next.id)}"]`)?.focus();
  };
  useKeys({ j: () => move(1), k: () => move(-1), escape: () => chosen && go({ approval: null }) });

  return (
    <div className={styles.screen} data-pane={chosen ? "detail" : "list"}>
      <ApprovalList
        rowsRef={rows}
        query={{ isPending: list.isPending, error: list.error, hasMore: list.hasNextPage, isLoadingMore: list.isFetchingNextPage }}
        items={items}
        counts={counts}
        tab={tab}
        shown={shown}
        sort={sort}
        onSort={setSort}
        onTab={(next) => go({ show: next, approval: null })}
        onSelect={(id) => go({ approval: id })}
        onMove={move}
        onMore={() => void list.fetchNextPage()}
        onRetry={() => void list.refetch()}
      />
      {shown ? (
        <ApprovalDetail
          key={shown}
          id={shown}
          environment={environment}
          onBack={() => go({ approval: null })}
          onKeep={() => go({ approval: shown })}
          onNext={items.length > 1 && items.at(-1)?.id !== shown ? () => move(1) : null}
        />
      ) : (
        <EmptyInbox tab={tab} isPending={list.isPending} waiting={counts?.waiting ?? 0} onShowWaiting={() => go({ show: "waiting" })} />
      )}
    </div>
  );
}

function sorted(items: ApprovalSummary[], by: "due" | "amount" | "newest"): ApprovalSummary[] {
  const never = Number.POSITIVE_INFINITY;
  const due = (item: ApprovalSummary) => (item.dueAt ? Date.parse(item.dueAt) : never);
  if (by === "amount") return [...items].sort((a, b) => (b.value ?? -never) - (a.value ?? -never) || due(a) - due(b));
  if (by === "newest") return [...items].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return items;
}
