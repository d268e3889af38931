"use client";

import { ChevronDown, ChevronUp, CircleX, PencilLine, RotateCcw, Undo2, Workflow } from "lucide-react";
import Link from "next/link";
import { can, useActor } from "#components/shell/actor.tsx";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import type { RunView } from "#server/app.ts";
import type { ReplayMode } from "./replay-dialog.tsx";
import type { Neighbours } from "./use-failed-neighbours.ts";
import frame from "./run.module.css";
import styles from "./run-actions.module.css";
import { useRouter } from "next/navigation";

type ActionsProps = {
  run: RunView;
  environment: string;
  replayFrom: { id: string; name: string } | null;
  neighbours: Neighbours;
  designer: string;
  onOpen: (dialog: ReplayMode | "cancel") => void;
};

/** Actions that cannot apply stay where they are and say why. */
export function RunActions({ run, environment, replayFrom, neighbours, designer, onOpen }: ActionsProps) {
  const router = useRouter();
  const actor = useActor();
  const noReplay = !can(actor, "run.replay")
    ? "Your role may not replay runs"
    : run.can.replay.ok
      ? null
      : (run.can.replay.why ?? "This run cannot be replayed");
  const noCancel = !can(actor, "run.cancel")
    ? "Your role may not cancel runs"
    : run.can.cancel.ok
      ? null
      : (run.can.cancel.why ?? "This run cannot be cancelled");
  return (
    <header className={frame.topbar}>
      <nav className={styles.crumbs} aria-label="Breadcrumb">
        <Link href={`/${environment}/runs`}>Runs</Link>
        <span aria-hidden>/</span>
        <Link href={`/${environment}/runs?flow=${encodeURIComponent(run.flow.key)}`} className={styles.crumbFlow}>
          {run.flow.name}
        </Link>
        <span aria-hidden>/</span>
        <b className="mono" title={run.id}>
          {run.id.slice(-8)}
        </b>
      </nav>
      <span className="flex-1" />
      {neighbours.place !== null && (
        <div className={styles.neighbours}>
          <IconButton
            label="Previous failed run"
            disabled={!neighbours.previous}
            onClick={() => neighbours.previous && router.push(`/${environment}/runs/${neighbours.previous}`)}
          >
            <ChevronUp size={16} aria-hidden />
          </IconButton>
          <IconButton
            label="Next failed run"
            disabled={!neighbours.next}
            onClick={() => neighbours.next && router.push(`/${environment}/runs/${neighbours.next}`)}
          >
            <ChevronDown size={16} aria-hidden />
          </IconButton>
          <span>
            {neighbours.place} of {neighbours.total} failed runs
          </span>
        </div>
      )}
      <div className={styles.actions} role="toolbar" aria-label="Actions of this run">
        <Button variant="ghost" onClick={() => router.push(designer)} aria-keyshortcuts="o">
          <Workflow size={14} aria-hidden /> Open in designer
        </Button>
        <Button variant="ghost" disabled={noCancel !== null} title={noCancel ?? undefined} onClick={() => onOpen("cancel")}>
          <CircleX size={14} aria-hidden /> Cancel run
        </Button>
        <Button disabled={noReplay !== null} title={noReplay ?? undefined} onClick={() => onOpen("edited")} aria-keyshortcuts="e">
          <PencilLine size={14} aria-hidden /> Replay with edited input
        </Button>
        {replayFrom && (
          <Button disabled={noReplay !== null} title={noReplay ?? undefined} onClick={() => onOpen("whole")}>
            <Undo2 size={14} aria-hidden /> Replay whole run
          </Button>
        )}
        <Button
          variant="primary"
          disabled={noReplay !== null}
          title={noReplay ?? undefined}
          onClick={() => onOpen(replayFrom ? "from" : "whole")}
          aria-keyshortcuts="r"
        >
          <RotateCcw size={14} aria-hidden /> {replayFrom ? `Replay from ${replayFrom.name}` : "Replay whole run"} <Kbd>R</Kbd>
        </Button>
      </div>
    </header>
  );
}
