"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Note } from "#components/ui/note.tsx";
import type { PersonView } from "#server/app.ts";

/** What shutting somebody out means, before it happens. */
export function DisableDialog({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const disable = useMutation(
    trpc.access.updatePerson.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: trpc.access.pathKey() });
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Disable ${person.name}?`}
      description="They are signed out everywhere at once and cannot sign in again until somebody enables them. What they did stays in the history."
    >
      {disable.error && (
        <Note tone="danger" announce="alert">
          {disable.error.message} {fixOf(disable.error)}
        </Note>
      )}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="danger" loading={disable.isPending} onClick={() => disable.mutate({ id: person.id, disabled: true })}>
          Disable
        </Button>
      </DialogActions>
    </Dialog>
  );
}
