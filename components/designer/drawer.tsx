"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import type { ReactNode } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { RunStatusLabel, runStateOf } from "#components/ui/run-status.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { stepName } from "#flow/edit.ts";
import type { Problem } from "#flow/problem.ts";
import type { TestRunView } from "#server/app.ts";
import { placeOf } from "#flow/nested.ts";
import { useDesigner } from "./context.tsx";
import { usePacedDocument } from "./paced-document.ts";
import { ChangesPane, ProblemList } from "./panes.tsx";
import type { Checking } from "./use-problems.ts";
import styles from "./designer.module.css";

export type DrawerTab = "run" | "problems" | "samples" | "changes";

/** Below the canvas: the last test run, the problems, and what changed since the last version. */
export function Drawer({
  tab,
  onTab,
  problems,
  checking,
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
  checking: Checking;
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
  "use memo";
  const { flow, store } = useDesigner();
  const document = usePacedDocument(store, "whole");
  const trpc = useTRPC();
  const count = useQuery(trpc.flows.samples.queryOptions({ flow }));
  const alone = only === null ? undefined : placeOf(document, only)?.step;
  return (
    <section data-own-keys aria-label="Test run, problems, samples and changes" className={styles.drawer} data-closed={tab === null || undefined}>
      <div className={cx(styles.drawerHead, "@container")}>
        <Tabs<DrawerTab | "none">
          label="Below the canvas"
          className="border-b-0!"
          value={tab ?? "none"}
          onChange={(next) => next !== "none" && onTab(next)}
          tabs={[
            { value: "run", label: "Test run" },
            { value: "problems", label: "Problems", count: problems.length },
            { value: "samples", label: "Samples", ...(count.data === undefined ? {} : { count: count.data.length }) },
            { value: "changes", label: latestVersion === null ? "Changes" : `Changes since v${latestVersion}` },
          ]}
        />
        <span className="flex-1" />
        {run && (
          <span className="flex min-w-0 items-center gap-2 text-12 text-ink-3 @max-[460px]:hidden max-lg:hidden">
            <RunStatusLabel state={runStateOf(run)} />
            <span className="truncate @max-[620px]:hidden">
              {formatDuration(run.milliseconds)}
              {alone && ` · only ${stepName(alone)}`}
              {sample && ` · sample ${sample}`}
            </span>
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
          {tab === "problems" && <ProblemList problems={problems} checking={checking} document={document} onSelect={onProblem} onRepair={onRepair} />}
          {tab === "changes" && <ChangesPane latestVersion={latestVersion} />}
          {tab === "samples" && samples}
          {tab === "run" && testRun}
        </div>
      )}
    </section>
  );
}
