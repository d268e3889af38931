"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/input.tsx";

/** Cancelling is told with a reason, which stays with the run. */
export function CancelDialog({
  title,
  action,
  onClose,
  onConfirm,
}: {
  title: string;
  action: string;
  onClose: () => void;
  onConfirm: (reason: string) => Promise<void>;
}) {
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    if (reason.trim() === "") return setProblem("Say why it is cancelled: the reason stays with the run.");
    setBusy(true);
    try {
      await onConfirm(reason.trim());
    } catch (error) {
      setProblem(`Not cancelled: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title}>
      <form
        className="grid gap-3 text-ink-2"
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <p>It stops at the next step boundary; a call that is under way is aborted. What was written already stays.</p>
        <Field label="Reason">
          {(ids) => (
            <Textarea
              {...ids}
              value={reason}
              maxLength={2000}
              aria-invalid={problem !== null}
              aria-describedby={problem ? "cancel-problem" : undefined}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {problem && (
          <p id="cancel-problem" role="alert" className="text-12 text-danger-text">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            Keep running
          </Button>
          <Button type="submit" variant="danger" disabled={isBusy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
