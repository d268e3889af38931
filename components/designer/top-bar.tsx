"use client";

import { CircleCheck, CircleDashed, CircleHelp, History, OctagonX, Play, Redo2, Rocket, TriangleAlert, Undo2 } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { EnvironmentSwitcher } from "#components/shell/environment-switcher.tsx";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { formatPlural } from "#components/ui/format.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { Problem } from "#flow/problem.ts";
import { useKeyWords } from "./commands/key-hints.tsx";
import { useDesigner, useLaterState } from "./context.tsx";
import { FlowName } from "./flow-name.tsx";
import type { Checking } from "./use-problems.ts";
import styles from "./designer.module.css";

type TopBarProps = {
  problems: readonly Problem[];
  checking: Checking;
  /** what is being looked at: draft revision and the version it came from, or a frozen version */
  state: ReactNode;
  saveNote: ReactNode;
  samples: ReactNode;
  menu: ReactNode;
  isRunning: boolean;
  latestVersion: number | null;
  /** why a draft cannot be published or run now; null when it can */
  frozen: string | null;
  onProblems: () => void;
  onTestRun: () => void;
  onPublish: () => void;
  onDeploy: () => void;
  onBacktest: () => void;
};

export function TopBar(q: TopBarProps) {
  "use memo";
  const { environment, actions, canEdit } = useDesigner();
  const actor = useActor();
  const canUndo = useLaterState((state) => state.past.length > 0);
  const canRedo = useLaterState((state) => state.future.length > 0);
  const isEmpty = useLaterState((state) => state.document.steps.length === 0);
  const keyOf = useKeyWords();
  const noRun = !can(actor, "flow.edit") ? "Your role may not test flows" : isEmpty ? "There is nothing to run yet" : null;
  const noBacktest = noRun ?? (q.latestVersion === null ? "Nothing has run yet: publish and deploy a version first" : null);
  const noPublish = q.frozen ?? (!can(actor, "flow.publish") ? "Your role may not publish flows" : isEmpty ? "There is nothing to publish yet" : null);
  const noDeploy = !can(actor, "flow.deploy")
    ? "Your role may not deploy flows"
    : q.latestVersion === null
      ? "Publish a version first: only versions are deployed"
      : null;

  return (
    <header className={styles.topbar}>
      <nav className={styles.crumbs} aria-label="Breadcrumb">
        <Link href={`/${environment}/flows`}>Flows</Link>
        <span aria-hidden>/</span>
        <FlowName />
      </nav>
      {q.state}
      {q.saveNote}
      <span className="flex-1" />
      <div className={styles.actions}>
        {canEdit && (
          <div className={styles.group}>
            <IconButton label="Undo" shortcut={keyOf("history.undo")} disabled={!canUndo} onClick={actions.undo}>
              <Undo2 size={16} aria-hidden />
            </IconButton>
            <IconButton label="Redo" shortcut={keyOf("history.redo")} disabled={!canRedo} onClick={actions.redo}>
              <Redo2 size={16} aria-hidden />
            </IconButton>
          </div>
        )}
        <EnvironmentSwitcher />
        <ProblemsBadge problems={q.problems} checking={q.checking} onOpen={q.onProblems} />
        {/* where the flow is only read, there is nothing to do with it */}
        <div className={styles.work}>
          {q.samples}
          <Button
            icon={<Play size={14} aria-hidden />}
            loading={q.isRunning}
            disabled={noRun !== null}
            title={noRun ?? "Run the draft with the sample; nothing is written anywhere"}
            aria-keyshortcuts="Control+Enter Meta+Enter"
            onClick={q.onTestRun}
          >
            Test run
          </Button>
          <Button
            icon={<History size={14} aria-hidden />}
            disabled={noBacktest !== null}
            title={noBacktest ?? "What the draft would write otherwise than the runs that happened"}
            onClick={q.onBacktest}
          >
            Backtest
          </Button>
          <Button icon={<Rocket size={14} aria-hidden />} disabled={noDeploy !== null} title={noDeploy ?? undefined} onClick={q.onDeploy}>
            Deploy
          </Button>
          <Button variant="primary" disabled={noPublish !== null} title={noPublish ?? undefined} onClick={q.onPublish}>
            Publish…
          </Button>
        </div>
        {q.menu}
      </div>
    </header>
  );
}

function ProblemsBadge({ problems, checking, onOpen }: { problems: readonly Problem[]; checking: Checking; onOpen: () => void }) {
  "use memo";
  if (checking.kind === "looking")
    return (
      <span className={cx(styles.problems, "s-queued")}>
        <CircleDashed size={14} strokeWidth={2} aria-hidden />
        Checking
      </span>
    );
  if (checking.kind === "failed")
    return (
      <button type="button" title="This flow could not be checked here" className={cx(styles.problems, "s-waiting")} onClick={onOpen}>
        <CircleHelp size={14} strokeWidth={2} aria-hidden />
        Not checked
      </button>
    );
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  const Icon = errors > 0 ? OctagonX : warnings > 0 ? TriangleAlert : CircleCheck;
  const words = errors > 0 ? formatPlural(errors, "error") : warnings > 0 ? formatPlural(warnings, "warning") : "No problems";
  const all = problems.length === 0 ? words : `${formatPlural(errors, "error")}, ${formatPlural(warnings, "warning")}`;
  return (
    <button
      type="button"
      aria-label={`Problems: ${all}`}
      title={all}
      className={cx(styles.problems, errors > 0 ? "s-technical" : warnings > 0 ? "s-waiting" : "s-succeeded")}
      onClick={onOpen}
    >
      <Icon size={14} strokeWidth={2} aria-hidden />
      {words}
    </button>
  );
}
