import type { StepState } from "./waterfall.ts";

const WORDS: Record<StepState, string> = {
  succeeded: "Succeeded",
  running: "Running",
  waiting: "Waiting",
  parked: "Parked",
  technical: "Failed · technical",
  business: "Failed · business",
  cancelled: "Cancelled",
  skipped: "Skipped",
  queued: "Not yet reached",
};

export function stepStateWords(state: StepState): string {
  return WORDS[state];
}
