"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
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
    <ConfirmDialog
      title={`Disable ${person.name}?`}
      description="They are signed out everywhere at once and cannot sign in again until somebody enables them. What they did stays in the history."
      action="Disable"
      doing={disable}
      onConfirm={() => disable.mutate({ id: person.id, disabled: true })}
      onClose={onClose}
    />
  );
}
