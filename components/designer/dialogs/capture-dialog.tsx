"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatTime } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import { RunStatusLabel, runStateOf } from "#components/ui/run-status.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { SampleView } from "#server/app.ts";
import { Trouble } from "#components/ui/trouble.tsx";

const MOST = 20;

/** What really came lately: each delivery that was accepted, and each other start, is a run. One of them becomes a sample. */
export function CaptureDialog(q: { flow: string; environment: string; open: boolean; onClose: () => void; onCaptured: (sample: SampleView) => void }) {
  const { flow, environment } = q;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const runs = useQuery(trpc.runs.list.queryOptions({ environment, flow, limit: MOST }, { enabled: q.open }));
  const capture = useMutation(
    trpc.flows.captureSample.mutationOptions({
      onSuccess: (saved) => {
        void queries.invalidateQueries({ queryKey: trpc.flows.samples.queryKey({ flow }) });
        q.onCaptured(saved as SampleView);
        q.onClose();
      },
    }),
  );
  return (
    <Dialog
      wide
      open={q.open}
      onOpenChange={(open) => !open && q.onClose()}
      title="Sample from what really came"
      description={`The last deliveries and other starts in ${environment}. What the flow calls sensitive becomes dots.`}
    >
      <Trouble error={capture.error} className="mb-3" />
      {runs.isPending && <Skeleton className="h-40" />}
      {runs.error && <Note tone="danger">The runs could not be read: {runs.error.message}</Note>}
      {runs.data?.items.length === 0 && (
        <EmptyState compact title="Nothing came yet">
          This flow has no run in {environment}. Paste a sample instead, or make one of a schema.
        </EmptyState>
      )}
      {(runs.data?.items.length ?? 0) > 0 && (
        <table className="w-full border-collapse text-12">
          <thead>
            <tr className="border-b border-line text-left text-11 text-ink-3">
              <th scope="col" className="py-1.5 font-medium">
                Came
              </th>
              <th scope="col" className="font-medium">
                Business key
              </th>
              <th scope="col" className="font-medium">
                Customer
              </th>
              <th scope="col" className="font-medium">
                Run
              </th>
              <th scope="col">
                <span className="sr-only">Take it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.data?.items.map((run) => (
              <tr key={run.id} className="border-b border-line">
                <td className="py-1.5 whitespace-nowrap tabular-nums">
                  {run.createdAt.slice(0, 10)} {formatTime(run.createdAt)}
                </td>
                <td className="mono">{run.businessKey ?? run.id.slice(-6)}</td>
                <td>{run.customer ?? ""}</td>
                <td>
                  <RunStatusLabel state={runStateOf(run)} />
                </td>
                <td className="text-right">
                  <Button
                    size="sm"
                    aria-label={`Take ${run.businessKey ?? run.id.slice(-6)} as a sample`}
                    disabled={capture.isPending}
                    onClick={() => capture.mutate({ flow, runId: run.id })}
                  >
                    Take
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
