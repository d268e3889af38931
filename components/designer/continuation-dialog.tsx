"use client";

import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { portOf } from "#flow/marks.ts";
import { continuations, stepName, stepOf } from "#flow/edit.ts";
import { useDesigner } from "./context.tsx";
import { uncovered } from "./uncovered.ts";

/** A step with several ways on is being deleted: which of them continues? */
export function ContinuationDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { store, actions } = useDesigner();
  const document = store.get().document;
  const step = stepOf(document, id);
  if (!step) return null;
  const before = document.edges.filter((edge) => edge.to === id && !edge.rework).flatMap((edge) => stepOf(document, edge.from) ?? []);
  const remove = (port: string) => {
    onClose();
    actions.remove([id], { [id]: port });
    // the step that the keyboard would go back to is gone
    uncovered(() => {
      const [next] = store.get().selection.steps;
      if (next !== undefined) actions.reveal(next, { focus: true });
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${stepName(step)}`}
      description={`It leads on in several ways. After ${before.map(stepName).join(", ") || "what comes before"}, which of them continues?`}
    >
      <div className="flex flex-col gap-2">
        {continuations(document, id).map((port) => (
          <Button key={port} onClick={() => remove(port)} className="justify-start!">
            {port}:{" "}
            {document.edges
              .filter((edge) => edge.from === id && portOf(edge) === port)
              .flatMap((edge) => stepOf(document, edge.to) ?? [])
              .map(stepName)
              .join(", ")}
          </Button>
        ))}
      </div>
      <DialogActions>
        <Button variant="ghost" onClick={onClose}>
          Keep the step
        </Button>
        <Button variant="danger" onClick={() => remove("")}>
          None: delete and leave a gap
        </Button>
      </DialogActions>
    </Dialog>
  );
}
