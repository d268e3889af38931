/**
 * How a run advances, as pure data: `decide` looks at a version's graph and the recorded history and says what is next.
 * No clock, no I/O: the same history always gives the same decision (docs/architecture.md).
 */
import type { FlowDocument, Json } from "./document.ts";
import type { Failure } from "./failure.ts";

export const RUN_STATUSES = ["queued", "running", "waiting", "parked", "succeeded", "failed", "cancelled", "skipped"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** One recorded execution of one step. The trigger's own record comes first (visit 1, port out, output = what `trigger` is). */
export type StepRecord = {
  step: string;
  /** 1, 2 … : raised when a rework edge sends the run back over this step */
  visit: number;
  status: "running" | "waiting" | "succeeded" | "failed" | "cancelled";
  /** where it left; only for succeeded (and failed with its error port wired: port = "error") */
  port?: string;
  output?: Json;
  failure?: Failure;
};

export type ReadyStep = { step: string; visit: number };

export type Decision = {
  /** running: `ready` is not empty, or something executes. waiting: nothing to execute, something waits. */
  status: "running" | "waiting" | "succeeded" | "failed";
  /** in document order */
  ready: ReadyStep[];
  waiting: ReadyStep[];
  /** live step runs that a rework made obsolete and that must be cancelled */
  cancel: ReadyStep[];
  /** steps that are out of reach (dead paths), in document order */
  skipped: string[];
  failure?: Failure;
};

export type DecideOptions = { /** visits that one step may reach, default 20 */ reworkLimit?: number };

/** Latest output per step, as expressions see it under `steps`. */
export type Outputs = Record<string, Json>;

/** What decide needs of a version. */
export type RunGraph = Pick<FlowDocument, "steps" | "edges">;
