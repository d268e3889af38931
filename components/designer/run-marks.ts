/** What the last test run says about each step and edge of the canvas. */
import type { Edge } from "#flow/document.ts";
import { portOf } from "#flow/document.ts";
import { edgeKey } from "#flow/edit.ts";
import type { RunState } from "#components/ui/run-status.tsx";
import type { TestRunView } from "#server/app.ts";

export type RunMarks = { steps: Map<string, RunState>; taken: Set<string> };

export const NO_MARKS: RunMarks = { steps: new Map(), taken: new Set() };

export function runMarks(run: TestRunView | null, edges: readonly Edge[]): RunMarks {
  if (!run) return NO_MARKS;
  const steps = new Map<string, RunState>();
  const left = new Set<string>();
  for (const record of run.steps) {
    steps.set(record.step, stateOf(record));
    if (record.status === "succeeded" || record.status === "simulated") left.add(`${record.step}.${record.port ?? "out"}`);
  }
  const taken = new Set(edges.filter((edge) => left.has(`${edge.from}.${portOf(edge)}`) && steps.has(edge.to)).map(edgeKey));
  return { steps, taken };
}

function stateOf(record: TestRunView["steps"][number]): RunState {
  switch (record.status) {
    case "succeeded":
    case "simulated":
      return "succeeded";
    case "failed":
      return record.failure?.class ?? "technical";
    case "waiting":
      return "waiting";
    case "skipped":
      return "skipped";
  }
}
