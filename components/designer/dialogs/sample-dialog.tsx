"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import type { SampleView } from "#server/app.ts";
import { SampleForm, type SampleStart } from "./sample-form.tsx";

type SampleDialogProps = { flow: string; start: SampleStart | null; isFirst: boolean; onClose: () => void; onSaved: (sample: SampleView) => void };

/** One sample, new or edited. */
export function SampleDialog({ flow, start, isFirst, onClose, onSaved }: SampleDialogProps) {
  return (
    <Dialog
      wide
      open={start !== null}
      onOpenChange={(open) => !open && onClose()}
      title={start?.sample ? "Edit sample" : "New sample"}
      description="What the trigger may get. Samples are for trying; they never reach a deployed flow."
    >
      {start !== null && (
        <SampleForm
          flow={flow}
          start={start}
          isFirst={isFirst}
          onClose={onClose}
          onSaved={(sample) => {
            onClose();
            onSaved(sample);
          }}
        />
      )}
    </Dialog>
  );
}
