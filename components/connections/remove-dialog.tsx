"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { environmentName } from "#components/ui/environment-badge.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ConnectionView } from "#server/app.ts";

/** Says what goes with a connection before it goes. The server alone decides, and its refusal is shown where the question was asked. */
export function RemoveDialog({ connection, onClose }: { connection: ConnectionView; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.connections.remove.mutationOptions({
      onSuccess: () => {
        toast.success(`${connection.name} is removed.`);
        void queries.invalidateQueries({ queryKey: trpc.connections.pathKey() });
        onClose();
      },
    }),
  );
  const uses = connection.usedBy;
  return (
    <ConfirmDialog
      title={`Remove ${connection.name}?`}
      description={`Its settings and secrets go from ${environmentName(connection.environment)}. Nobody can bring the secrets back.`}
      action="Remove"
      doing={remove}
      onConfirm={() => remove.mutate({ environment: connection.environment, key: connection.key })}
      onClose={onClose}
    >
      {uses.length > 0 && (
        <Note tone="warn">
          <b>{formatPlural(uses.length, "flow uses", "flows use")} it:</b> {uses.map((use) => use.name).join(", ")}. A flow that is deployed here keeps it from
          being removed; drafts would be left with a connection that is missing.
        </Note>
      )}
    </ConfirmDialog>
  );
}
