import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Dialog, DialogActions } from "./dialog.tsx";
import { Trouble } from "./trouble.tsx";

type ConfirmProps = {
  title: string;
  /** what goes, and whether it can come back */
  description: string;
  /** the verb on the button */
  action: string;
  /** the mutation that does it: its refusal is shown where the question was asked */
  doing: { isPending: boolean; error: { message: string } | null };
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
};

/** Before something is taken away: what that means, and the one button that does it. */
export function ConfirmDialog({ title, description, action, doing, onConfirm, onClose, children }: ConfirmProps) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      {!doing.error && children}
      <Trouble error={doing.error} />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="danger" loading={doing.isPending} onClick={onConfirm}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
