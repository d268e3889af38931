"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleX, RotateCcw } from "lucide-react";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatMoney } from "#components/ui/format.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import type { RunSummary } from "#server/app.ts";
import { CancelDialog } from "./cancel-dialog.tsx";
import { isOver } from "./run-words.ts";
import styles from "./selection-bar.module.css";

/** What can be done with the chosen runs. Each is done by itself: one that is refused stops none of the others. */
export function SelectionBar({ runs, onReplay, onClear }: { runs: RunSummary[]; onReplay: (runIds: string[]) => void; onClear: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const actor = useActor();
  const [result, setResult] = useState<string | null>(null);
  const [progress, setProgress] = useState<string | null>(null);
  const [isCancelling, setCancelling] = useState(false);
  const cancel = useMutation(trpc.runs.cancel.mutationOptions());
  const failed = runs.filter((run) => run.status === "failed");
  const ended = failed.length > 0 ? failed : runs.filter((run) => isOver(run.status));
  const live = runs.filter((run) => !isOver(run.status));

  const each = async (chosen: RunSummary[], words: { doing: string; done: string }, act: (run: RunSummary) => Promise<unknown>) => {
    const refused: string[] = [];
    for (const [index, run] of chosen.entries()) {
      setProgress(`${words.doing} ${index + 1} of ${chosen.length}`);
      await act(run).catch((error: unknown) => refused.push(`${run.businessKey ?? run.id}: ${error instanceof Error ? error.message : String(error)}`));
    }
    setProgress(null);
    setResult([`${words.done} ${chosen.length - refused.length}.`, ...refused].join(" "));
    await client.invalidateQueries({ queryKey: trpc.runs.pathKey() });
    if (refused.length === 0) onClear();
  };
  const busy = progress !== null;
  return (
    <div className={styles.bulk} role="toolbar" aria-label="Selected runs">
      <b>{runs.length} selected</b>
      <Money runs={runs} />
      <span className={styles.divider} />
      <Button
        size="sm"
        variant="primary"
        disabled={busy || ended.length === 0 || !can(actor, "run.replay")}
        title={!can(actor, "run.replay") ? "Your role may not replay runs" : ended.length === 0 ? "None of the selected runs has ended" : undefined}
        onClick={() => onReplay(ended.map((run) => run.id))}
      >
        <RotateCcw size={12} aria-hidden /> Replay {ended.length}
        {failed.length > 0 ? " failed" : ""}…
      </Button>
      <Button
        size="sm"
        variant="ghost"
        disabled={busy || live.length === 0 || !can(actor, "run.cancel")}
        title={!can(actor, "run.cancel") ? "Your role may not cancel runs" : live.length === 0 ? "The selected runs have ended already" : undefined}
        onClick={() => setCancelling(true)}
      >
        <CircleX size={12} aria-hidden /> Cancel {live.length}
      </Button>
      <span className={styles.divider} />
      <span role="status" className={styles.bulkResult}>
        {progress ?? result}
      </span>
      <Button size="sm" variant="ghost" onClick={onClear}>
        <Kbd>Esc</Kbd> clear
      </Button>
      {isCancelling && (
        <CancelDialog
          title={live.length === 1 ? `Cancel run ${live[0]?.businessKey ?? ""}?` : `Cancel ${live.length} runs?`}
          action={live.length === 1 ? "Cancel run" : `Cancel ${live.length} runs`}
          onClose={() => setCancelling(false)}
          onConfirm={async (reason) => {
            setCancelling(false);
            await each(live, { doing: "Cancelling", done: "Cancelled" }, (run) => cancel.mutateAsync({ runId: run.id, reason }));
          }}
        />
      )}
    </div>
  );
}

/** Money of different currencies is not added up. */
function Money({ runs }: { runs: RunSummary[] }) {
  const sums = new Map<string | null, number>();
  for (const run of runs) if (run.value !== null) sums.set(run.currency, (sums.get(run.currency) ?? 0) + run.value);
  if (sums.size === 0) return null;
  return <span>{[...sums].map(([currency, sum]) => formatMoney(sum, currency)).join(" + ")}</span>;
}
