"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useMemo } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { RunStatusLabel, runStateOf } from "#components/ui/run-status.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { compare } from "#flow/compare.ts";
import { stepName } from "#flow/edit.ts";
import type { Problem } from "#flow/problem.ts";
import type { TestRunView } from "#server/app.ts";
import { placeOf } from "#flow/nested.ts";
import { ChangeList } from "./change-list.tsx";
import { useDesigner, useDesignerState } from "./context.tsx";
import { ProblemList } from "./problem-list.tsx";
import { authorsOf, contributionWords } from "./together/authors.ts";
import styles from "./designer.module.css";

export type DrawerTab = "run" | "problems" | "samples" | "changes";

/** Below the canvas: the last test run, the problems, and what changed since the last version. */
export function Drawer({
  tab,
  onTab,
  problems,
  run,
  only,
  sample,
  testRun,
  samples,
  latestVersion,
  onProblem,
  onRepair,
}: {
  /** null: only its tabs are seen */
  tab: DrawerTab | null;
  onTab: (tab: DrawerTab | null) => void;
  problems: readonly Problem[];
  run: TestRunView | null;
  /** the one step that was run last, where the rest is of an earlier run */
  only: string | null;
  sample: string | null;
  testRun: ReactNode;
  samples: ReactNode;
  latestVersion: number | null;
  onProblem: (problem: Problem) => void;
  onRepair: ((problem: Problem) => void) | null;
}) {
  const document = useDesignerState((state) => state.whole);
  const alone = only === null ? undefined : placeOf(document, only)?.step;
  return (
    <section data-own-keys aria-label="Test run, problems, samples and changes" className={styles.drawer} data-closed={tab === null || undefined}>
      <div className={styles.drawerHead}>
        <Tabs<DrawerTab | "none">
          label="Below the canvas"
          className="border-b-0!"
          value={tab ?? "none"}
          onChange={(next) => next !== "none" && onTab(next)}
          tabs={[
            { value: "run", label: "Test run" },
            { value: "problems", label: "Problems", count: problems.length },
            { value: "samples", label: "Samples" },
            { value: "changes", label: latestVersion === null ? "Changes" : `Changes since v${latestVersion}` },
          ]}
        />
        <span className="flex-1" />
        {run && (
          <span className="flex items-center gap-2 text-12 text-ink-3 max-lg:hidden">
            <RunStatusLabel state={runStateOf(run)} />
            {formatDuration(run.milliseconds)}
            {alone && ` · only ${stepName(alone)}`}
            {sample && ` · sample ${sample}`}
          </span>
        )}
        <IconButton
          label={tab === null ? "Open this pane" : "Close this pane"}
          aria-expanded={tab !== null}
          onClick={() => onTab(tab === null ? (run ? "run" : "problems") : null)}
        >
          {tab === null ? <ChevronUp size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
        </IconButton>
      </div>
      {tab !== null && (
        <div className={styles.drawerBody}>
          {tab === "problems" && <ProblemList problems={problems} document={document} onSelect={onProblem} onRepair={onRepair} />}
          {tab === "changes" && <Changes latestVersion={latestVersion} />}
          {tab === "samples" && samples}
          {tab === "run" && testRun}
        </div>
      )}
    </section>
  );
}

function Changes({ latestVersion }: { latestVersion: number | null }) {
  const { environment, flow, store, actions } = useDesigner();
  const trpc = useTRPC();
  const document = useDesignerState((state) => state.whole);
  const version = useQuery(
    trpc.flows.version.queryOptions({ flow, version: latestVersion ?? 0 }, { enabled: latestVersion !== null, staleTime: Number.POSITIVE_INFINITY }),
  );
  const log = useQuery(trpc.flows.draftChanges.queryOptions({ flow }));
  const changes = useMemo(() => (version.data ? compare(version.data.document, document) : []), [version.data, document]);
  if (latestVersion === null) return <ChangeList changes={[]} empty="No version is published yet: all of it is new" />;
  if (version.error) return <ChangeList changes={[]} empty={`Version ${latestVersion} could not be read: ${version.error.message}`} />;
  if (!version.data) return <ChangeList changes={[]} empty={`Reading version ${latestVersion}…`} />;
  const people = contributionWords(changes, log.data ?? []);
  return (
    <>
      {changes.length > 0 && (
        <p className="flex items-center gap-3 border-b border-line px-3.5 py-2 text-12 text-ink-2">
          <span className="min-w-0 flex-1">{people}</span>
          <Link href={`/${environment}/flows/${encodeURIComponent(flow)}/versions`} className="shrink-0 text-accent-text hover:underline">
            Compare on the canvas
          </Link>
        </p>
      )}
      <ChangeList
        changes={changes}
        empty={`Nothing but positions differs from version ${latestVersion}`}
        authorsOf={authorsOf(log.data ?? [])}
        onSelect={(change) => {
          if (change.what !== "step" || !placeOf(document, change.id)) return;
          store.enter(change.frame ?? null);
          store.select([change.id]);
          requestAnimationFrame(() => actions.reveal(change.id));
        }}
      />
    </>
  );
}
