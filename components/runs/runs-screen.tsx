"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { RotateCcw, Search } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import { BulkReplayDialog, type Chosen } from "#components/replays/bulk-dialog.tsx";
import { BulkLink } from "#components/replays/bulk-link.tsx";
import { FormsLink } from "#components/forms/forms-link.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { can, useActor } from "#components/shell/actor.tsx";
import { EnvironmentSwitcher } from "#components/shell/environment-switcher.tsx";
import type { RunFilter } from "#server/app.ts";
import { Facets } from "./facets.tsx";
import { Histogram } from "./histogram.tsx";
import { countOf, droppable, isNarrowed, readFilters, RUN_STATES, toQuery, writeFilters, type RunFilters, type RunState } from "./run-filters.ts";
import { NoRuns, RunsFailed } from "./runs-empty.tsx";
import { RunsTable } from "./runs-table.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { useKeys } from "#components/ui/use-keys.ts";
import { useSteady } from "#components/ui/use-steady.ts";
import styles from "./runs.module.css";

/** Every run of an environment: found by business key, correlation id or customer, narrowed by time and facets. */
export function RunsScreen({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const address = useSearchParams();
  const filters = useMemo(() => readFilters(new URLSearchParams(address)), [address]);
  // counted from when the page was opened or its range changed: a question that moved with the clock would never be answered from the cache
  const [now, setNow] = useState(() => Date.now());
  const query = useMemo(() => toQuery(filters, { environment, now }), [filters, environment, now]);
  const whole = useMemo(() => toQuery({ ...filters, window: null }, { environment, now }), [filters, environment, now]);
  const list = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions({ ...query, limit: 100 }, { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData }),
  );
  const around = useQuery(trpc.runs.list.queryOptions({ ...whole, limit: 1 }, { enabled: filters.window !== null, placeholderData: keepPreviousData }));
  const runs = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const first = list.data?.pages[0];
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [replaying, setReplaying] = useState<Chosen | null>(null);
  const search = useRef<HTMLInputElement>(null);

  const apply = (next: RunFilters) => {
    if (next.range !== filters.range) setNow(Date.now());
    window.history.replaceState(null, "", `?${writeFilters(next)}`);
  };
  useKeys({ "/": () => search.current?.focus(), escape: () => setSelected(new Set()) });

  const chosen = runs.filter((run) => selected.has(run.id));
  return (
    <div className={styles.screen}>
      <header className={styles.topbar}>
        <h1>Runs</h1>
        <SearchField inputRef={search} value={filters.search} onChange={(text) => apply({ ...filters, search: text })} />
        <span className="flex-1" />
        <Announcement text={first && filters.step === null ? `${matching(first.facets.status, filters)} runs match` : ""} />
        <BulkLink environment={environment} />
        <FormsLink environment={environment} />
        <EnvironmentSwitcher />
      </header>
      <Histogram
        buckets={(filters.window ? around.data?.histogram : undefined) ?? first?.histogram ?? null}
        total={first && filters.step === null ? matching(first.facets.status, filters) : null}
        filters={filters}
        onChange={apply}
        action={
          first &&
          isNarrowed(filters) && (
            // at one step nobody counts them: whether there are any is seen
            <ReplayMatching
              isAny={filters.step === null ? matching(first.facets.status, filters) > 0 : runs.length > 0}
              onReplay={() => setReplaying(chosenBy(query))}
            />
          )
        }
      />
      <div className={styles.body}>
        <Facets facets={first?.facets ?? null} filters={filters} onChange={apply} />
        <div className={styles.tablePane}>
          {list.error && runs.length === 0 ? (
            <RunsFailed message={list.error.message} onRetry={() => void list.refetch()} />
          ) : first && runs.length === 0 ? (
            <NoRuns droppable={droppable(filters, (key) => first.facets.flow.find((flow) => flow.key === key)?.name ?? key)} onDrop={apply} />
          ) : (
            <RunsTable
              runs={list.isPending ? null : runs}
              isStale={list.isPlaceholderData || list.error !== null}
              selected={selected}
              onSelect={setSelected}
              onOpen={(id) => router.push(`/${environment}/runs/${id}`)}
              environment={environment}
              more={list.hasNextPage ? { isLoading: list.isFetchingNextPage, load: () => void list.fetchNextPage() } : null}
            />
          )}
          {chosen.length > 0 && (
            <SelectionBar runs={chosen} onReplay={(runIds) => setReplaying({ environment, runIds })} onClear={() => setSelected(new Set())} />
          )}
        </div>
      </div>
      {replaying && <BulkReplayDialog chosen={replaying} onClose={() => setReplaying(null)} />}
    </div>
  );
}

function chosenBy({ environment, ...filter }: RunFilter): Chosen {
  return { environment, filter };
}

/** Everything that the filters leave, also what is not shown yet. */
function ReplayMatching({ isAny, onReplay }: { isAny: boolean; onReplay: () => void }) {
  const mayReplay = can(useActor(), "run.replay");
  return (
    <Button
      size="sm"
      variant="ghost"
      disabled={!mayReplay || !isAny}
      title={!mayReplay ? "Your role may not replay runs" : isAny ? undefined : "No run matches"}
      onClick={onReplay}
    >
      <RotateCcw size={12} aria-hidden /> Replay all that match…
    </Button>
  );
}

/** The counts of the chosen states, of all of them where none is chosen. */
function matching(counts: Record<string, number>, filters: RunFilters): number {
  const states: readonly RunState[] = filters.states.length > 0 ? filters.states : RUN_STATES;
  return states.reduce((sum, state) => sum + countOf(counts, state), 0);
}

const ANNOUNCE_EVERY_MS = 10_000;

/** A list that changes by itself is told politely, and not more than every ten seconds. */
function Announcement({ text }: { text: string }) {
  const [said, setSaid] = useState("");
  const last = useRef(0);
  useEffect(() => {
    const pause = setTimeout(
      () => {
        last.current = Date.now();
        setSaid(text);
      },
      Math.max(600, last.current + ANNOUNCE_EVERY_MS - Date.now()),
    );
    return () => clearTimeout(pause);
  }, [text]);
  return (
    <span className="sr-only" role="status">
      {said}
    </span>
  );
}

/** Types freely; the address, and with it the list, follows after a short pause, with Enter, or when the field is left. */
function SearchField({ inputRef, value, onChange }: { inputRef: React.RefObject<HTMLInputElement | null>; value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value);
  const asked = useRef(value);
  useEffect(() => {
    // somebody else changed the address: back, a dropped filter
    if (value !== asked.current) setText(value);
    asked.current = value;
  }, [value]);
  const ask = useSteady((wanted: string) => {
    if (wanted === asked.current) return;
    asked.current = wanted;
    onChange(wanted);
  });
  useEffect(() => {
    const pause = setTimeout(() => ask(text), 200);
    return () => clearTimeout(pause);
  }, [text, ask]);
  return (
    <label className={styles.search}>
      <Search size={14} aria-hidden />
      <span className="sr-only">Search runs</span>
      <input
        ref={inputRef}
        type="search"
        placeholder="Business key, correlation id or run id"
        value={text}
        spellCheck={false}
        autoComplete="off"
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") inputRef.current?.blur();
          if (event.key === "Enter") ask(text);
        }}
        // whoever goes on to a run has left the search: an address that followed later would call them back
        onBlur={() => ask(text)}
      />
      <Kbd>/</Kbd>
    </label>
  );
}
