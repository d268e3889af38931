"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { pageQueue } from "#components/ui/later-queue.ts";
import type { DraftView } from "#server/app.ts";
import { CanvasProvider } from "./canvas/canvas-provider.tsx";
import { RestoreDialog } from "./dialogs/lazy.tsx";
import { DesignerStudio } from "./designer-studio.tsx";
import { useDraft } from "./use-draft.ts";
import styles from "./designer.module.css";

/** Draws a flow: its draft, or one of its versions to look at. */
export function DesignerScreen({ environment, flow }: { environment: string; flow: string }) {
  const trpc = useTRPC();
  const number = numberIn(useSearchParams().get("version"));
  // drawing must not begin on what an earlier visit left in the cache
  const draft = useQuery(trpc.flows.draft.queryOptions({ flow }, { refetchOnMount: "always", structuralSharing: withSameDocument }));
  const version = useQuery(trpc.flows.version.queryOptions({ flow, version: number ?? 0 }, { enabled: number !== null, staleTime: Number.POSITIVE_INFINITY }));
  const error = draft.data ? null : draft.error;
  const missing = number !== null && !version.data ? version.error : null;
  const isRefused = error !== null || missing !== null;
  useEffect(() => {
    if (isRefused) pageQueue.fetchAll();
  }, [isRefused]);
  if (error || missing)
    return (
      <ErrorState
        title={missing ? `Version ${number} could not be read` : "This flow could not be read"}
        message={(missing ?? error)?.message ?? ""}
        fix={fixOf(missing ?? error)}
        onRetry={() => void (missing ? version : draft).refetch()}
      />
    );
  if (!draft.data || !draft.isFetchedAfterMount || (number !== null && !version.data)) return <LoadingDesigner />;
  // a version is looked at as if it were a draft that nobody may change
  const shown: DraftView = version.data && number !== null ? { ...draft.data, document: version.data.document } : draft.data;
  return (
    <CanvasProvider>
      <Draft key={`${flow} ${number ?? "draft"}`} environment={environment} draft={shown} version={number} />
    </CanvasProvider>
  );
}

/** Asked again, as the stream has it asked when it opens again, a draft is mostly the one that it was: a thousand steps need not be compared. */
function withSameDocument(before: unknown, now: unknown): unknown {
  if (!isDraft(before) || !isDraft(now) || before.revision !== now.revision || before.flow.id !== now.flow.id) return now;
  const { document } = before;
  const known = { ...now, document };
  // also what stands around it
  return JSON.stringify({ ...before, document: null }) === JSON.stringify({ ...known, document: null }) ? before : known;
}

function isDraft(value: unknown): value is DraftView {
  return typeof value === "object" && value !== null && "document" in value && "revision" in value && "flow" in value;
}

function Draft({ environment, draft, version }: { environment: string; draft: DraftView; version: number | null }) {
  const actor = useActor();
  // a phone shows the flow; drawing it needs room
  const isNarrow = useIsNarrow();
  const canEdit = version === null && can(actor, "flow.edit") && !isNarrow;
  const { store, save } = useDraft({ draft, canEdit, isVersion: version !== null });
  const flow = draft.flow.key;
  const router = useRouter();
  const wanted = numberIn(useSearchParams().get("restore"));
  return (
    <>
      <DesignerStudio key={String(canEdit)} environment={environment} draft={draft} version={version} store={store} canEdit={canEdit} onSave={save} />
      {canEdit && wanted !== null && (
        <RestoreDialog
          key={wanted}
          flow={flow}
          version={wanted}
          store={store}
          onSave={save}
          onClose={() => router.replace(`/${environment}/flows/${encodeURIComponent(flow)}`)}
        />
      )}
    </>
  );
}

function numberIn(text: string | null): number | null {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : null;
}

const NARROW = "(max-width: 767px)";

function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(NARROW);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => window.matchMedia(NARROW).matches,
    () => false,
  );
}

/** The frame with outlines of steps: what comes stands where it will stand. */
function LoadingDesigner() {
  return (
    <div className={styles.screen} aria-busy>
      <div className={styles.topbar} role="status" aria-label="Reading the flow">
        <span className={styles.bone} style={{ width: 280, height: 14 }} />
      </div>
      <div className={styles.body}>
        <aside className={styles.left} />
        <div className={styles.mid} style={{ background: "var(--bg)", alignItems: "center", paddingTop: 40, gap: 38 }}>
          {[0, 1, 2, 3].map((row) => (
            <span key={row} style={{ width: 228, height: 62, borderRadius: 10, boxShadow: "0 0 0 1px var(--line)", background: "var(--surface-2)" }} />
          ))}
        </div>
        <aside className={styles.right} data-idle />
      </div>
    </div>
  );
}
