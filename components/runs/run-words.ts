/** What a run is called in lists and headers. Pure. */
import type { RunStatus } from "#flow/run.ts";
import type { RunSummary } from "#server/app.ts";

export function isOver(status: RunStatus): boolean {
  return status === "succeeded" || status === "failed" || status === "cancelled" || status === "skipped";
}

export function durationOf(run: Pick<RunSummary, "startedAt" | "createdAt" | "finishedAt">, now: number): number {
  const from = Date.parse(run.startedAt ?? run.createdAt);
  return Math.max(0, (run.finishedAt ? Date.parse(run.finishedAt) : now) - from);
}

/** Where it stands: the step, what it waits for, or that it is over. */
export function stepWords(run: Pick<RunSummary, "status" | "step" | "waitingFor">): string {
  switch (run.status) {
    case "queued":
      return run.step?.name ?? "Not started";
    case "succeeded":
      return "Finished";
    case "skipped":
      return "Not needed";
    case "cancelled":
      return run.step?.name ?? "Cancelled";
    case "waiting":
      return run.waitingFor?.kind === "approval" && run.step ? `Approve: ${run.step.name}` : (run.step?.name ?? run.waitingFor?.text ?? "Waiting");
    default:
      return run.step?.name ?? "Starting";
  }
}
