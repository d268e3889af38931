import type { LucideIcon } from "lucide-react";
import { Ban, CircleCheck, CircleDashed, CircleParking, FileWarning, Hourglass, LoaderCircle, OctagonX, SkipForward } from "lucide-react";
import type { Failure } from "#flow/failure.ts";
import type { RunStatus } from "#flow/run.ts";
import { cx } from "./cx.ts";

/** The nine states people see: a failed run is technical or business. */
export type RunState = Exclude<RunStatus, "failed"> | "technical" | "business";

const STATES: Record<RunState, { icon: LucideIcon; word: string }> = {
  queued: { icon: CircleDashed, word: "Queued" },
  running: { icon: LoaderCircle, word: "Running" },
  waiting: { icon: Hourglass, word: "Waiting" },
  succeeded: { icon: CircleCheck, word: "Succeeded" },
  technical: { icon: OctagonX, word: "Failed · technical" },
  business: { icon: FileWarning, word: "Failed · business" },
  parked: { icon: CircleParking, word: "Parked" },
  cancelled: { icon: Ban, word: "Cancelled" },
  skipped: { icon: SkipForward, word: "Skipped" },
};

/** A failure without a class is ours to explain: technical. */
export function runStateOf(q: { status: RunStatus; failure: Pick<Failure, "class"> | null }): RunState {
  return q.status === "failed" ? (q.failure?.class ?? "technical") : q.status;
}

export function runStateWord(state: RunState): string {
  return STATES[state].word;
}

/** The icon alone, for where its word stands beside it already. */
export function RunStatusIcon({ state, size = 14 }: { state: RunState; size?: number }) {
  const Icon = STATES[state].icon;
  return <Icon size={size} strokeWidth={2} aria-hidden className={cx(`s-${state}`, "shrink-0 text-(--st)", state === "running" && "turning")} />;
}

/** Icon and word, for rows. */
export function RunStatusLabel({ state, className }: { state: RunState; className?: string }) {
  return (
    <span className={cx(`s-${state}`, "inline-flex items-center gap-[5px] align-middle text-12 font-medium whitespace-nowrap text-(--st-text)", className)}>
      <RunStatusIcon state={state} />
      {STATES[state].word}
    </span>
  );
}

/** Icon and word on its colour, for headers. */
export function RunStatusChip({ state, className }: { state: RunState; className?: string }) {
  return (
    <span
      className={cx(
        `s-${state}`,
        "inline-flex h-[22px] items-center gap-[5px] rounded-full bg-(--st-bg) pr-2 pl-1.5 text-12 font-medium whitespace-nowrap text-(--st-text) shadow-[inset_0_0_0_1px_var(--st-line)]",
        className,
      )}
    >
      <RunStatusIcon state={state} />
      {STATES[state].word}
    </span>
  );
}
