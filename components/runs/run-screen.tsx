"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { RevealedRun, RunView } from "#server/app.ts";
import { Activity } from "./activity.tsx";
import { CancelRun } from "./cancel-run.tsx";
import { PartsOfRun } from "./parts-of-run.tsx";
import { PathTaken } from "./path-taken.tsx";
import { RelatedRuns } from "./related-runs.tsx";
import { ReplayDialog, type ReplayMode } from "./replay-dialog.tsx";
import { RunActions } from "./run-actions.tsx";
import { RunHeader } from "./run-header.tsx";
import { isOver } from "./run-words.ts";
import { firstSelection, PANEL_ID, PANEL_TABS, type PanelTab, type Selection } from "./selection.ts";
import { withRevealed } from "./reveal.tsx";
import { StepPanel } from "./step-panel.tsx";
import { Timeline } from "./timeline.tsx";
import { useFailedNeighbours } from "./use-failed-neighbours.ts";
import { useKeys } from "#components/ui/use-keys.ts";
import { useNow } from "#components/ui/use-now.ts";
import { layoutWaterfall } from "./waterfall.ts";
import { Bone } from "#components/ui/skeleton.tsx";
import empty from "#components/ui/empty-pane.module.css";
import styles from "./run.module.css";

/** One run: what it is about, how it went step by step, and what can be done about it. */
export function RunScreen({ environment, runId }: { environment: string; runId: string }) {
  const trpc = useTRPC();
  const run = useQuery(trpc.runs.get.queryOptions({ runId }));
  if (run.data) return <Run key={runId} run={run.data} environment={environment} isStale={run.error !== null} />;
  if (run.error) {
    return (
      <div className={styles.screen}>
        <div className={empty.pane} role="alert">
          <h1>This run could not be read</h1>
          <p>{run.error.message}</p>
          <Button onClick={() => void run.refetch()}>Read again</Button>
        </div>
      </div>
    );
  }
  return <LoadingRun />;
}

function Run({ run, environment, isStale }: { run: RunView; environment: string; isStale: boolean }) {
  const router = useRouter();
  const now = useNow(isOver(run.status) ? null : 1_000);
  const [fold, setFold] = useState(true);
  const [revealed, setRevealed] = useState<RevealedRun | null>(null);
  const [chosen, setChosen] = useState<Selection | null>(null);
  const [panelTab, setPanelTab] = useState<PanelTab | null>(null);
  const [view, setView] = useState<"timeline" | "parts" | "related">("timeline");
  const [dialog, setDialog] = useState<ReplayMode | "cancel" | null>(null);
  const layout = useMemo(() => layoutWaterfall(run, { now, fold }), [run, now, fold]);
  const selection = chosen ?? firstSelection(run);
  const neighbours = useFailedNeighbours(environment, run);

  const select = (next: Selection) => {
    setChosen(next);
    setPanelTab(null);
    // one pane at a time: what was asked for comes into view
    if (window.matchMedia("(max-width: 1023px)").matches) document.getElementById(PANEL_ID)?.scrollIntoView({ block: "start" });
  };
  const moveRow = (by: number) => {
    const index = layout.rows.findIndex((row) =>
      row.kind === "step"
        ? selection?.step === row.step && selection.attempt === null
        : selection?.step === row.step && selection.seq === row.seq && selection.attempt === row.number,
    );
    const row = layout.rows[Math.min(layout.rows.length - 1, Math.max(0, index + by))];
    if (row)
      select(row.kind === "step" ? { step: row.step, seq: row.passes.at(-1)?.seq ?? 0, attempt: null } : { step: row.step, seq: row.seq, attempt: row.number });
  };
  const moveAttempt = (by: number) => {
    const record = run.steps.findLast((step) => step.step === selection?.step && step.seq === selection.seq);
    if (!selection || !record || record.attempts.length < 2) return;
    select({ ...selection, attempt: Math.min(record.attempts.length, Math.max(1, (selection.attempt ?? record.attempts.length) + by)) });
  };
  const replayFrom = replayStep(run, selection);
  const open = (mode: ReplayMode) => run.can.replay.ok && setDialog(mode);
  const goTo = (id: string | null) => id && router.push(`/${environment}/runs/${id}`);
  useKeys({
    j: () => goTo(neighbours.next),
    k: () => goTo(neighbours.previous),
    arrowdown: () => moveRow(1),
    arrowup: () => moveRow(-1),
    arrowright: () => moveAttempt(1),
    arrowleft: () => moveAttempt(-1),
    ...Object.fromEntries(PANEL_TABS.map((tab, index) => [String(index + 1), () => setPanelTab(tab)])),
    r: () => open(replayFrom ? "from" : "whole"),
    e: () => open("edited"),
    o: () => router.push(designerAddress(environment, run)),
    escape: () => router.push(`/${environment}/runs`),
  });

  return (
    <div className={styles.screen} data-stale={isStale || undefined}>
      <RunActions
        run={run}
        environment={environment}
        replayFrom={replayFrom}
        neighbours={neighbours}
        designer={designerAddress(environment, run)}
        onOpen={setDialog}
      />
      <div className={styles.page}>
        <RunHeader run={run} environment={environment} now={now} working={layout.working} />
        <div className={styles.body}>
          <section className={styles.main} aria-label="How it went">
            <Tabs
              label="Run"
              value={view}
              onChange={(value) => setView(value === "related" || value === "parts" ? value : "timeline")}
              tabs={[
                { value: "timeline", label: "Timeline" },
                ...(run.parts > 0 ? [{ value: "parts", label: "Parts", count: run.parts }] : []),
                { value: "related", label: "Related runs", count: run.related.length },
              ]}
            />
            {view === "parts" ? (
              <PartsOfRun run={run} environment={environment} />
            ) : view === "related" ? (
              <RelatedRuns runs={run.related} environment={environment} />
            ) : (
              <>
                <Timeline layout={layout} run={run} selection={selection} onSelect={select} fold={fold} onFold={setFold} />
                <PathTaken run={run} />
                <Activity entries={run.activity} />
              </>
            )}
          </section>
          <StepPanel
            run={withRevealed(run, revealed)}
            onRevealed={revealed === null ? setRevealed : null}
            environment={environment}
            selection={selection}
            tab={panelTab}
            onTab={setPanelTab}
            onSelect={select}
            now={now}
          />
        </div>
      </div>
      {dialog === "cancel" && <CancelRun run={run} onClose={() => setDialog(null)} />}
      {dialog !== null && dialog !== "cancel" && (
        <ReplayDialog
          mode={dialog}
          run={run}
          from={replayFrom}
          onClose={() => setDialog(null)}
          onReplayed={(id) => router.push(`/${environment}/runs/${id}`)}
        />
      )}
    </div>
  );
}

/** A replay starts at the step being looked at when it was reached, else at the one that failed. The trigger is the whole run. */
function replayStep(run: RunView, selection: Selection | null): { id: string; name: string } | null {
  const trigger = run.document.steps.find((step) => step.type.startsWith("trigger."))?.id;
  const failed = run.steps.findLast((step) => step.status === "failed" && step.port === null) ?? run.steps.findLast((step) => step.status === "failed");
  const looked = run.status === "failed" ? failed : run.steps.findLast((step) => step.step === selection?.step);
  const step = looked ?? failed;
  return step && step.step !== trigger ? { id: step.step, name: step.name } : null;
}

function designerAddress(environment: string, run: RunView): string {
  return `/${environment}/flows/${run.flow.key}?version=${run.version}`;
}

function LoadingRun() {
  return (
    <div className={styles.screen} aria-busy>
      <div className={styles.topbar} role="status" aria-label="Reading the run">
        <Bone style={{ width: 260, height: 14 }} />
      </div>
      <div className={styles.page}>
        <div className={styles.head}>
          <Bone style={{ width: 300, height: 26 }} />
          <Bone style={{ width: 640, maxWidth: "90%", height: 30, marginTop: 12 }} />
        </div>
        <div className={styles.body}>
          <section className={styles.main} style={{ padding: 20 }}>
            {["12%", "20%", "30%", "44%", "60%"].map((left) => (
              <Bone key={left} style={{ width: "18%", height: 12, margin: `12px 0 12px ${left}` }} />
            ))}
          </section>
          <aside className={styles.panel} />
        </div>
      </div>
    </div>
  );
}
