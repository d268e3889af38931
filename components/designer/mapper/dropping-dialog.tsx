"use client";

import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";

type DroppingProps = { label: string; what: string; onDrop: () => void; onClose: () => void };

/** Another form cannot keep what somebody has worked on. */
export function DroppingDialog({ label, what, onDrop, onClose }: DroppingProps) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Fill ${label} another way`}
      description={`This drops ${what}. Undo brings that back while the flow is open.`}
    >
      <DialogActions>
        <Button onClick={onClose}>Keep it</Button>
        <Button variant="danger" onClick={onDrop}>
          Drop {what}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
