/** One reading of everything that can go wrong behind a door: what tRPC and REST answer is derived from it. */
import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import type { Failure, FailureKind } from "#flow/failure.ts";
import type { Problem } from "#flow/problem.ts";
import { UseCaseError } from "#server/deps.ts";

/** A refusal for people, whatever door they came through. `cause` is set where it was a bug of ours. */
export type Refusal = {
  status: number;
  code: string;
  message: string;
  fix?: string;
  problems?: Problem[];
  issues?: { path: string; message: string }[];
  retryAfterMs?: number;
  cause?: unknown;
};

/** A REST answer that is a list of problems of a flow. */
export class FlowProblems extends Error {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super(problems.length === 1 ? "The flow has a problem." : `The flow has ${problems.length} problems.`);
    this.name = "FlowProblems";
    this.problems = problems;
  }
}

/** What was sent does not fit its schema. A schema's own error is not that: deeper inside it is a bug of ours. */
class InvalidInput extends Error {
  readonly issues: z.core.$ZodIssue[];
  constructor(issues: z.core.$ZodIssue[]) {
    super("The question is not valid.");
    this.name = "InvalidInput";
    this.issues = issues;
  }
}

/** @throws what is answered as 400, with every place that does not fit */
export function readInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new InvalidInput(result.error.issues);
  return result.data;
}

const STATUS_OF_KIND = {
  unavailable: 503,
  timeout: 503,
  "rate-limited": 429,
  contention: 503,
  authentication: 422,
  authorization: 422,
  configuration: 422,
  internal: 500,
  "not-found": 404,
  "invalid-data": 422,
  rule: 422,
  conflict: 409,
  "outcome-unknown": 409,
  limit: 422,
} as const satisfies Record<FailureKind, number>;

export function refusalOf(error: unknown): Refusal {
  if (error instanceof UseCaseError)
    return { status: error.status, code: error.code, message: error.message, ...(error.fix === undefined ? {} : { fix: error.fix }) };
  if (error instanceof StepFailure) return ofFailure(error.failure, error);
  if (error instanceof FlowProblems) return { status: 422, code: "flow.problems", message: error.message, problems: error.problems };
  if (error instanceof InvalidInput) return ofIssues(error.issues);
  if (error instanceof TRPCError) return ofTrpc(error);
  return internal(error);
}

function ofFailure(failure: Failure, error: StepFailure): Refusal {
  const status = STATUS_OF_KIND[failure.kind];
  if (status === 500) return internal(error);
  return {
    status,
    code: failure.code,
    message: failure.message,
    ...(failure.fix === undefined ? {} : { fix: failure.fix }),
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
  };
}

function ofIssues(all: z.core.$ZodIssue[]): Refusal {
  const issues = all.slice(0, 20).map((issue) => ({ path: issue.path.map(String).join("."), message: issue.message }));
  const [first] = issues;
  const more = all.length > 1 ? ` (and ${all.length - 1} more)` : "";
  const message = first ? `${first.path ? `${first.path}: ` : ""}${first.message}${more}` : "The question is not valid.";
  return { status: 400, code: "request.invalid", message, issues };
}

/** tRPC wraps what a procedure threw; its own errors (no such procedure, wrong method, not JSON) are for programmers and safe to show. */
function ofTrpc(error: TRPCError): Refusal {
  if (error.code === "INTERNAL_SERVER_ERROR") return error.cause === undefined ? internal(error) : refusalOf(error.cause);
  if (error.code === "BAD_REQUEST" && error.cause instanceof z.ZodError) return ofIssues(error.cause.issues);
  return { status: getHTTPStatusCodeFromError(error), code: `request.${error.code.toLowerCase()}`, message: error.message };
}

function internal(cause: unknown): Refusal {
  return {
    status: 500,
    code: "internal",
    message: "Throughline failed to answer this; nothing was changed by it beyond what is shown.",
    fix: "Try again. If it stays, the server's log holds the cause under the time of this answer.",
    cause,
  };
}
