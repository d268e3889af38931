"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc.tsx";
import type { RunView } from "#server/app.ts";
import { CancelDialog } from "./cancel-dialog.tsx";

export function CancelRun({ run, onClose }: { run: RunView; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const cancel = useMutation(trpc.runs.cancel.mutationOptions());
  return (
    <CancelDialog
      title={`Cancel run ${run.businessKey ?? run.id.slice(-8)}?`}
      action="Cancel run"
      onClose={onClose}
      onConfirm={async (reason) => {
        await cancel.mutateAsync({ runId: run.id, reason });
        await client.invalidateQueries({ queryKey: trpc.runs.pathKey() });
        onClose();
      }}
    />
  );
}
