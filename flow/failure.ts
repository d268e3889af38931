/** Failure is data: what happened, to which thing, what to do. Executors throw only StepFailure; anything else is a bug and says so. */
import { z } from "zod";
import { Json } from "./document.ts";

export const FailureClass = z.enum(["technical", "business"]);
export type FailureClass = z.infer<typeof FailureClass>;

/** What kind of trouble: retry policy and screens switch on it, exhaustively. */
export const FailureKind = z.enum([
  // technical
  "unavailable", // the other system cannot be reached, or answers 502/503/504
  "timeout",
  "rate-limited",
  "contention", // serialization failure, deadlock: the same call may pass a moment later
  "authentication",
  "authorization",
  "configuration", // the step or connection is set up wrongly
  "internal", // a bug of ours
  // business
  "not-found",
  "invalid-data",
  "rule", // a rule of the other system or of the flow says no
  "conflict",
  "outcome-unknown",
  "limit", // rework limit, hop limit
]);
export type FailureKind = z.infer<typeof FailureKind>;

export const Failure = z.object({
  class: FailureClass,
  kind: FailureKind,
  /** dotted and stable: odoo.access_denied, effect.outcome_unknown, expression.not_boolean */
  code: z.string(),
  /** a plain sentence: what happened, to which thing */
  message: z.string(),
  /** what to do about it */
  fix: z.string().optional(),
  /** whether the same call may succeed later without anybody changing anything */
  retryable: z.boolean(),
  retryAfterMs: z.number().optional(),
  where: z
    .object({
      step: z.string().optional(),
      connection: z.string().optional(),
      model: z.string().optional(),
      record: z.union([z.string(), z.number()]).optional(),
      field: z.string().optional(),
    })
    .optional(),
  /** raw cause for the person who looks deeper; never secrets, never a stack */
  detail: Json.optional(),
});
export type Failure = z.infer<typeof Failure>;

export class StepFailure extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(failure.message, options);
    this.name = "StepFailure";
    this.failure = failure;
  }
}

type Details = Omit<Failure, "class" | "kind" | "code" | "message" | "retryable"> & { retryable?: boolean };

export function technical(kind: FailureKind, code: string, message: string, details: Details = {}): StepFailure {
  return new StepFailure({ class: "technical", kind, code, message, retryable: false, ...details });
}

export function business(kind: FailureKind, code: string, message: string, details: Details = {}): StepFailure {
  return new StepFailure({ class: "business", kind, code, message, retryable: false, ...details });
}
