"use client";

import { useMutation } from "@tanstack/react-query";
import { EyeOff } from "lucide-react";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/input.tsx";
import type { RevealedRun, RunView } from "#server/app.ts";
import { Trouble } from "#components/ui/trouble.tsx";

/** The run with its hidden values, for as long as the page is open. */
export function withRevealed(run: RunView, revealed: RevealedRun | null): RunView {
  if (revealed === null) return run;
  return { ...run, trigger: revealed.trigger, steps: run.steps.map((step) => ({ ...step, ...revealed.steps[String(step.seq)] })) };
}

/** Says that values are hidden, and lets whoever may see them say why they look. */
export function RevealBar({ run, onRevealed }: { run: RunView; onRevealed: (revealed: RevealedRun) => void }) {
  const mayReveal = can(useActor(), "run.reveal");
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="flex items-center gap-2 border-b border-line bg-surface-2 px-4 py-1.5 text-12 text-ink-2">
      <EyeOff size={14} aria-hidden className="shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1">Sensitive values are shown as dots.</span>
      <Button
        size="sm"
        variant="ghost"
        disabled={!mayReveal}
        title={mayReveal ? undefined : "Operators and administrators may"}
        onClick={() => setAsking(true)}
      >
        Show them
      </Button>
      {isAsking && <RevealDialog runId={run.id} onRevealed={onRevealed} onClose={() => setAsking(false)} />}
    </div>
  );
}

function RevealDialog({ runId, onRevealed, onClose }: { runId: string; onRevealed: (revealed: RevealedRun) => void; onClose: () => void }) {
  const trpc = useTRPC();
  const [purpose, setPurpose] = useState("");
  const reveal = useMutation(
    trpc.runs.reveal.mutationOptions({
      onSuccess: (revealed) => {
        onRevealed(revealed);
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Show sensitive values?"
      description="That you looked, and why, is kept in the audit log. They are hidden again when you leave this page."
    >
      <Field label="Why do you need them?" required>
        {(ids) => (
          <Textarea
            {...ids}
            rows={2}
            value={purpose}
            placeholder="Bank asks which account the payment went to"
            onChange={(event) => setPurpose(event.currentTarget.value)}
          />
        )}
      </Field>
      <Trouble error={reveal.error} />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" disabled={purpose.trim() === ""} loading={reveal.isPending} onClick={() => reveal.mutate({ runId, purpose })}>
          Show them
        </Button>
      </DialogActions>
    </Dialog>
  );
}
