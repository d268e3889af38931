/** The queue's names: one task per latency class, so that batch work never stands in the way of real-time work. */
import type { LatencyClass } from "#flow/document.ts";

export const LATENCIES: LatencyClass[] = ["real-time", "near-real-time", "batch"];
export const TASKS = LATENCIES.map((latency) => taskOf(latency));

export function taskOf(latency: string): string {
  return `advance ${latency}`;
}

/** The key of a run's own job: there is never more than one that is not being worked on. */
export function jobKeyOf(runId: string): string {
  return `run:${runId}`;
}
