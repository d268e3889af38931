import { expect, test } from "vitest";
import type { DeliveryMode } from "../../document.ts";
import { StepFailure } from "../../failure.ts";
import type { StepContext } from "../../step.ts";
import { step } from "./step.ts";

/** What the step makes of an answer: its output's status, or the failure. */
async function after(status: number, q: { method?: string; delivery?: DeliveryMode } = {}) {
  const input = {
    method: q.method ?? "POST",
    url: "https://crm.example/orders",
    headers: {},
    query: {},
    idempotencyHeader: "Idempotency-Key",
    expect: "2xx",
    body: { id: 1 },
  };
  const sent: Record<string, string>[] = [];
  const context = {
    input,
    now: 0,
    note: () => undefined,
    effect: { key: "the-key", delivery: q.delivery ?? "at-most-once" },
    ports: {
      http: {
        send: async (call: { headers: Record<string, string> }) => {
          sent.push(call.headers);
          return { status, headers: {}, body: null };
        },
      },
    },
  } as unknown as StepContext<Record<string, never>>;
  try {
    const result = await step.execute?.(context);
    return { sent, status: result?.kind === "done" ? status : null, failure: null };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    return { sent, status: null, failure: error.failure };
  }
}

test("a request carries the effect's key, so that a target which knows it does a thing once", async () => {
  const { sent, status } = await after(201);
  expect(status).toBe(201);
  expect(sent[0]).toMatchObject({ "Idempotency-Key": "the-key" });
});

test.each([500, 502, 504])("%d after a request that must not be repeated leaves open whether it was done: a person decides", async (status) => {
  expect((await after(status)).failure).toMatchObject({ class: "business", kind: "outcome-unknown", retryable: false });
});

test("503 says that it was not done, and what may be repeated is repeated", async () => {
  expect((await after(503)).failure).toMatchObject({ kind: "unavailable", retryable: true });
  expect((await after(502, { delivery: "exactly-once" })).failure).toMatchObject({ kind: "unavailable", retryable: true });
  expect((await after(502, { method: "GET" })).failure).toMatchObject({ kind: "unavailable", retryable: true });
});

test("a refusal is told as what it is", async () => {
  expect((await after(401)).failure).toMatchObject({ kind: "authorization" });
  expect((await after(422)).failure).toMatchObject({ class: "business", code: "http.unexpected_status" });
  expect((await after(429)).failure).toMatchObject({ kind: "rate-limited", retryable: true });
});
