import { expect, test } from "vitest";
import { technical } from "#flow/failure.ts";
import { childRunOf } from "./child-run.ts";

const record = { type: "subflow", request: { flow: "make-customer", input: {}, runId: "one" }, failure: null };

test("a sub-flow step names the run that it started, and the one that it failed of", () => {
  expect(childRunOf(record)).toBe("one");
  const { failure } = technical("unavailable", "odoo.unavailable", "No answer.", { detail: { runId: "two", cause: null } });
  expect(childRunOf({ ...record, failure })).toBe("two");
  expect(childRunOf({ ...record, request: null })).toBeNull();
});

test("another step's request may hold a run's id without having started it", () => {
  expect(childRunOf({ ...record, type: "http" })).toBeNull();
});
