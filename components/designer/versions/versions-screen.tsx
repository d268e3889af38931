"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, SquarePen } from "lucide-react";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useMemo, useState, useSyncExternalStore } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { EnvironmentSwitcher } from "#components/shell/environment-switcher.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { compare, type FlowChange } from "#flow/compare.ts";
import type { FlowDocument } from "#flow/document.ts";
import { placed } from "#flow/tidy.ts";
import { unionOf } from "#flow/union.ts";
import { ChangeList } from "../change-list.tsx";
import designer from "../designer.module.css";
import { DiffCanvas } from "./diff-canvas.tsx";
import { VersionList } from "./version-list.tsx";
import styles from "./versions.module.css";

/** The history of a flow: any two states of it beside each other, on the canvas and field by field. */
export function VersionsScreen({ environment, flow }: { environment: string; flow: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const actor = useActor();
  const asked = useSearchParams();
  const versions = useQuery(trpc.flows.versions.queryOptions({ flow }));
  const draft = useQuery(trpc.flows.draft.queryOptions({ flow }));
  const drawn = useQuery(trpc.flows.draftChanges.queryOptions({ flow }));
  const to = numberIn(asked.get("to"));
  const latest = versions.data?.[0]?.number ?? null;
  // absent: what came before
  const from = asked.has("from") ? numberIn(asked.get("from")) : to === null ? latest : to > 1 ? to - 1 : null;
  const before = useQuery(trpc.flows.version.queryOptions({ flow, version: from ?? 0 }, { enabled: from !== null, staleTime: Number.POSITIVE_INFINITY }));
  const after = useQuery(trpc.flows.version.queryOptions({ flow, version: to ?? 0 }, { enabled: to !== null, staleTime: Number.POSITIVE_INFINITY }));
  const address = `/${environment}/flows/${encodeURIComponent(flow)}`;
  const go = (next: { from: number | null; to: number | null }) => router.replace(`${address}/versions?from=${next.from ?? 0}&to=${next.to ?? "draft"}`);
  const error = versions.error ?? draft.error ?? before.error ?? after.error;
  const isWide = useIsWide();
  const now = to === null ? draft.data?.document : after.data?.document;
  const first = useMemo(() => now && nothingOf(now), [now]);
  const was = from === null ? first : before.data?.document;
  const pair = useMemo(() => was && now && { before: placed(was), after: placed(now) }, [was, now]);
  const name = draft.data?.document.flow.name ?? flow;
  return (
    <div className={designer.screen}>
      <header className={designer.topbar}>
        <nav className={designer.crumbs} aria-label="Breadcrumb">
          <Link href={`/${environment}/flows`}>Flows</Link>
          <span aria-hidden>/</span>
          <Link href={address} className="max-w-[30vw] truncate">
            {name}
          </Link>
          <span aria-hidden>/</span>
        </nav>
        <h1 className="text-14 font-semibold">Versions</h1>
        <span className="flex-1" />
        <EnvironmentSwitcher />
        <Link
          href={address}
          className="inline-flex h-(--control) items-center gap-1.5 rounded-2 border border-line-strong px-2.5 text-13 font-medium hover:bg-surface-3 max-sm:hidden"
        >
          <SquarePen size={14} aria-hidden /> Designer
        </Link>
      </header>
      {error && <ErrorState title="The versions could not be read" message={error.message} fix={fixOf(error)} onRetry={() => void versions.refetch()} />}
      {!error && (
        <div className={styles.body}>
          <aside className={styles.list} aria-label="History">
            {versions.data && draft.data ? (
              <VersionList
                versions={versions.data}
                draft={draft.data}
                taken={(drawn.data ?? []).flatMap(({ note, by, at }) => (note === "" ? [] : [{ note, by: by.name, at }]))}
                to={to}
                address={address}
                canRestore={can(actor, "flow.edit") && isWide}
                onChoose={(next) => go({ from: next === null ? latest : next > 1 ? next - 1 : null, to: next })}
              />
            ) : (
              <SkeletonRows rows={6} label="Reading the versions" />
            )}
          </aside>
          {pair ? (
            <Compared
              key={`${from} ${to} ${to === null ? draft.data?.revision : ""}`}
              environment={environment}
              flow={flow}
              {...pair}
              head={
                <div className="flex flex-wrap items-center gap-2">
                  <Select
                    size="sm"
                    label="Compare from"
                    className="w-28"
                    value={String(from ?? 0)}
                    options={[
                      { value: "0", label: "Nothing" },
                      ...(versions.data ?? []).map(({ number }) => ({ value: String(number), label: `Version ${number}` })),
                    ]}
                    onChange={(value) => go({ from: numberIn(value), to })}
                  />
                  <ArrowRight size={14} aria-hidden className="text-ink-3" />
                  <Select
                    size="sm"
                    label="Compare to"
                    className="w-28"
                    value={String(to ?? "draft")}
                    options={[
                      { value: "draft", label: "Draft" },
                      ...(versions.data ?? []).map(({ number }) => ({ value: String(number), label: `Version ${number}` })),
                    ]}
                    onChange={(value) => go({ from, to: numberIn(value) })}
                  />
                </div>
              }
            />
          ) : (
            <SkeletonRows rows={6} label="Reading both states" className="col-span-2" />
          )}
        </div>
      )}
    </div>
  );
}

type ComparedProps = { environment: string; flow: string; before: FlowDocument; after: FlowDocument; head: ReactNode };

function Compared({ environment, flow, before, after, head }: ComparedProps) {
  const changes = useMemo(() => compare(before, after), [before, after]);
  const union = useMemo(() => unionOf(before, after), [before, after]);
  const [selected, setSelected] = useState<FlowChange | null>(null);
  const count = (kind: FlowChange["kind"]) => changes.filter((change) => change.kind === kind).length;
  return (
    <>
      <div className={styles.canvas}>
        <DiffCanvas
          environment={environment}
          flow={flow}
          union={union}
          selected={selected}
          onSelect={({ what, id }) =>
            setSelected((known) => (known?.id === id ? known : (changes.find((change) => change.what === what && change.id === id) ?? known)))
          }
        />
      </div>
      <section className={styles.changes} aria-label="Differences">
        <div className="sticky top-0 z-10 border-b border-line bg-surface px-3.5 py-2.5">
          {head}
          <p role="status" className="mt-1.5 text-12 text-ink-2">
            {changes.length === 0
              ? "Nothing but positions differs."
              : `${formatPlural(changes.length, "difference")}: ${count("added")} added, ${count("removed")} removed, ${count("changed")} changed.`}
          </p>
        </div>
        {changes.length > 0 && <ChangeList changes={changes} empty="" selected={selected} onSelect={setSelected} />}
      </section>
    </>
  );
}

function numberIn(text: string | null): number | null {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : null;
}

/** What there was before the first version. */
function nothingOf(document: FlowDocument): FlowDocument {
  const { groups: _, notes: __, ...rest } = document;
  return { ...rest, steps: [], edges: [], layout: {} };
}

const WIDE = "(min-width: 768px)";

function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(WIDE);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
}
