/** Whether a failed attempt is tried again, and after how long. The step's own policy is the only one: the queue never retries by itself. */
import type { RetryPolicy } from "./document.ts";
import { milliseconds } from "./duration.ts";
import type { Failure } from "./failure.ts";

const DEFAULT: Required<RetryPolicy> = { attempts: 3, firstDelay: "PT1S", maxDelay: "PT1M" };

export type NextAttempt = { retry: false } | { retry: true /** ms from now */; delayMs: number };

/**
 * Exponential backoff with full jitter between half and all of the step, so that no retry comes at once.
 * @param q attempt: the one that failed, from 1. random: a number from 0 up to 1
 */
export function nextAttempt(q: { failure: Failure; attempt: number; policy?: RetryPolicy | undefined; random: () => number }): NextAttempt {
  const policy = { ...DEFAULT, ...q.policy };
  if (!canHelp(q.failure) || q.attempt >= policy.attempts) return { retry: false };
  const cap = milliseconds(policy.maxDelay);
  const step = Math.min(cap, milliseconds(policy.firstDelay) * 2 ** (q.attempt - 1));
  const jittered = step / 2 + (step / 2) * q.random();
  // the other system knows best when it can be asked again, within an hour
  const asked = Math.min(q.failure.retryAfterMs ?? 0, 3_600_000);
  return { retry: true, delayMs: Math.round(Math.max(jittered, asked)) };
}

/** Every kind is named: a new one does not compile before somebody decides. */
function canHelp(failure: Failure): boolean {
  switch (failure.kind) {
    case "unavailable":
    case "timeout":
    case "rate-limited":
    case "contention":
      return failure.retryable;
    case "authentication":
    case "authorization":
    case "configuration":
    case "internal":
    case "not-found":
    case "invalid-data":
    case "rule":
    case "conflict":
    case "outcome-unknown":
    case "limit":
      return false;
    default: {
      const unknown: never = failure.kind;
      return unknown;
    }
  }
}
