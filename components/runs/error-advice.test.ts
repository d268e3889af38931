import { expect, test } from "vitest";
import type { Failure } from "#flow/failure.ts";
import { adviceFor } from "./error-advice.ts";

const timeout: Failure = {
  class: "technical",
  kind: "timeout",
  code: "odoo.timeout",
  message: "Odoo took too long to answer. It accepted the request and gave no answer within 30 s.",
  retryable: true,
  where: { connection: "odoo" },
};
const step = {
  name: "Create project",
  status: "failed" as const,
  delivery: "exactly-once" as const,
  attempts: [
    { startedAt: "", finishedAt: null, failure: null },
    { startedAt: "", finishedAt: null, failure: null },
    { startedAt: "", finishedAt: null, failure: null },
  ],
  failure: null,
};

test("the first sentence is the title, and tries are counted", () => {
  expect(adviceFor(step, timeout)).toMatchObject({
    title: "Odoo took too long to answer",
    text: "It accepted the request and gave no answer within 30 s. It was tried 3 times. The data itself is not the cause: nothing in it needs to change.",
  });
});

test("what is delivered exactly once is safe to replay", () => {
  expect(adviceFor(step, timeout).safety).toMatchObject({ tone: "safe", title: "Safe to replay." });
});

test("an unknown outcome is never called safe, whatever the delivery", () => {
  const unknown: Failure = { ...timeout, class: "business", kind: "outcome-unknown", code: "effect.outcome_unknown", retryable: false };
  for (const delivery of ["at-most-once", "exactly-once", null] as const) expect(adviceFor({ ...step, delivery }, unknown).safety.tone).toBe("unknown");
});

test("the failure's own fix comes first in what to do", () => {
  expect(adviceFor(step, { ...timeout, fix: "Give the user the group Sales / Administrator." }).todo[0]).toBe("Give the user the group Sales / Administrator.");
});

test("a step that has given up does not promise another try", () => {
  const fix = "It is tried again by itself. If it lasts, look whether Odoo is well.";
  expect(adviceFor(step, { ...timeout, fix }).todo[0]).toBe("Look whether Odoo is well.");
  expect(adviceFor({ ...step, status: "running" }, { ...timeout, fix }).todo[0]).toBe(fix);
});
