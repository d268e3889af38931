/** One reading of everything that can go wrong behind a door: what tRPC and REST answer is derived from it. */
import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import type { Failure, FailureKind } from "#flow/failure.ts";
import type { Problem } from "#flow/validate.ts";
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

const TRPC_OF_STATUS = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  503: "SERVICE_UNAVAILABLE",
} as const satisfies Record<UseCaseError["status"], TRPCError["code"]>;

export function refusalOf(error: unknown): Refusal {
  if (error instanceof UseCaseError)
    return { status: error.status, code: error.code, message: error.message, ...(error.fix === undefined ? {} : { fix: error.fix }) };
  if (error instanceof StepFailure) return ofFailure(error.failure, error);
  if (error instanceof FlowProblems) return { status: 422, code: "flow.problems", message: error.message, problems: error.problems };
  if (error instanceof z.ZodError) return ofIssues(error);
  if (error instanceof TRPCError) return ofTrpc(error);
  return internal(error);
}

export function toTrpcError(error: unknown): TRPCError {
  const refusal = refusalOf(error);
  return new TRPCError({ code: codeOfStatus(refusal.status), message: refusal.message, cause: error });
}

function codeOfStatus(status: number): TRPCError["code"] {
  for (const [known, code] of Object.entries(TRPC_OF_STATUS)) if (Number(known) === status) return code;
  return "INTERNAL_SERVER_ERROR";
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

function ofIssues(error: z.ZodError): Refusal {
  const issues = error.issues.slice(0, 20).map((issue) => ({ path: issue.path.map(String).join("."), message: issue.message }));
  const [first] = issues;
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : "";
  const message = first ? `${first.path ? `${first.path}: ` : ""}${first.message}${more}` : "The question is not valid.";
  return { status: 400, code: "request.invalid", message, issues };
}

/** tRPC wraps what a procedure threw; its own errors (no such procedure, wrong method, not JSON) are for programmers and safe to show. */
function ofTrpc(error: TRPCError): Refusal {
  if (error.cause instanceof UseCaseError || error.cause instanceof StepFailure || error.cause instanceof z.ZodError) return refusalOf(error.cause);
  if (error.code === "INTERNAL_SERVER_ERROR") return internal(error.cause ?? error);
  const known = Object.entries(TRPC_OF_STATUS).find(([, code]) => code === error.code);
  return { status: known ? Number(known[0]) : 400, code: `request.${error.code.toLowerCase()}`, message: error.message };
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
