import type { Json } from "#flow/document.ts";
import type { Failure } from "#flow/failure.ts";
import type { Pins } from "#server/app.ts";

/** A test run that is not of the whole flow: it ends after a step, or is that step alone. `pins` stand for steps that are not executed. */
export type RunPart =
  | { kind: "until"; step: string; pins?: Pins }
  | { kind: "only"; step: string; pins?: Pins; item?: { value: Json; index: number; path?: string } | undefined };

/** One step that could not run by itself, and why: what it reads is not known. */
export type Blocked = { step: string; failure: Failure };
