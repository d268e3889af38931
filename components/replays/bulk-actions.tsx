"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, Pause, Play } from "lucide-react";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { toast } from "#components/ui/toast.tsx";
import type { BulkReplayView } from "#server/app.ts";

/** What can be done with a bulk replay that goes on. What cannot apply stays in place and says why. */
export function BulkActions({ bulk }: { bulk: BulkReplayView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const actor = useActor();
  const [isCancelling, setCancelling] = useState(false);
  const again = () => client.invalidateQueries({ queryKey: trpc.replays.pathKey() });
  // somebody else may have been faster: what stands now is shown either way
  const told = { onSettled: again, onError: (error: { message: string }) => void toast.error(error.message) };
  const pause = useMutation(trpc.replays.pause.mutationOptions(told));
  const resume = useMutation(trpc.replays.resume.mutationOptions(told));
  const cancel = useMutation(trpc.replays.cancel.mutationOptions({ onSettled: again, onSuccess: () => setCancelling(false) }));
  const why = !can(actor, "run.replay")
    ? "Your role may not replay runs"
    : bulk.state === "finished" || bulk.state === "cancelled"
      ? `This bulk replay is ${bulk.state}`
      : undefined;
  const common = { disabled: why !== undefined, title: why };
  return (
    <div role="toolbar" aria-label="Actions of this bulk replay" className="flex gap-2">
      <Button {...common} icon={<Ban size={14} aria-hidden />} variant="ghost" onClick={() => setCancelling(true)}>
        Cancel the rest
      </Button>
      {bulk.state === "paused" ? (
        <Button {...common} variant="primary" icon={<Play size={14} aria-hidden />} loading={resume.isPending} onClick={() => resume.mutate({ id: bulk.id })}>
          Resume
        </Button>
      ) : (
        <Button {...common} icon={<Pause size={14} aria-hidden />} loading={pause.isPending} onClick={() => pause.mutate({ id: bulk.id })}>
          Pause
        </Button>
      )}
      {isCancelling && (
        <ConfirmDialog
          title="Cancel the rest of this bulk replay?"
          description={`${formatPlural(bulk.counts.pending, "run")} that had no turn yet will not be replayed. Replays that have begun go on.`}
          action="Cancel the rest"
          doing={cancel}
          onConfirm={() => cancel.mutate({ id: bulk.id })}
          onClose={() => setCancelling(false)}
        />
      )}
    </div>
  );
}
