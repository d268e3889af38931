import { describe, expect, test } from "vitest";
import { newStepRun } from "./active-run.ts";
import { brieflyOf, rowsOf } from "./trace.ts";
import type { StepRun } from "./types.ts";

const AT = Date.parse("2026-03-01T10:00:00.000Z");

function pure(seq: number, over: Partial<StepRun> = {}): StepRun {
  const begun = newStepRun({ seq, step: `s${seq}`, visit: 1, item: "", at: AT + seq });
  return { ...begun, status: "succeeded", port: "out", output: { seq }, finishedAt: AT + seq + 3, ...over };
}

const effect = (seq: number, over: Partial<StepRun> = {}): StepRun =>
  pure(seq, {
    effectKey: "key",
    attempts: [{ startedAt: new Date(AT + seq).toISOString(), finishedAt: new Date(AT + seq + 3).toISOString(), failure: null }],
    ...over,
  });

const shape = (steps: StepRun[]) => rowsOf(steps).map((row) => [row.step.step, row.ledBy.map(([seq]) => seq)]);

describe("what shares a row", () => {
  test("pure steps go with the effect that comes after them", () => {
    expect(rowsOf([pure(1, { output: null }), pure(2), effect(3)])).toMatchObject([
      {
        step: { step: "s3" },
        ledBy: [
          [1, "s1", 1, "", "out", -2, 3],
          [2, "s2", 1, "", "out", -1, 3, { seq: 2 }],
        ],
      },
    ]);
  });

  test("where nothing but pure steps is recorded, the last of them takes the others along", () => {
    expect(shape([pure(1), pure(2), pure(3)])).toEqual([["s3", [1, 2]]]);
  });

  test("what failed, waits, was copied or was recorded before has a row of its own", () => {
    const failed = pure(2, { status: "failed", failure: { class: "business", kind: "rule", code: "x", message: "no", retryable: false } });
    const waiting = pure(3, { status: "waiting", finishedAt: null });
    expect(shape([pure(1), failed, waiting, pure(4, { how: "copied" }), pure(5, { isRecorded: true })])).toEqual([
      ["s2", []],
      ["s3", []],
      ["s4", [1]],
      ["s5", []],
    ]);
  });

  test("nothing joins a row that is there already: it is written by whoever recorded it first", () => {
    expect(shape([effect(1, { isRecorded: true }), pure(2)])).toEqual([
      ["s1", []],
      ["s2", []],
    ]);
  });

  test("a large output and the fifty-first step have rows of their own", () => {
    expect(shape([pure(1, { output: "x".repeat(3_000) }), effect(2)])).toEqual([
      ["s1", []],
      ["s2", []],
    ]);
    expect(rowsOf(Array.from({ length: 60 }, (_, index) => pure(index + 1)))).toHaveLength(10);
  });
});

describe("what a row leaves out", () => {
  test("the response where it is the output itself, and the only attempt where it took as long as the step", () => {
    const answer = { status: 200 };
    expect(brieflyOf(effect(1, { output: answer, response: answer }))).toMatchObject({ brief: 3, kept: { response: null, attempts: [] } });
    expect(brieflyOf(effect(1, { output: answer, response: { status: 200 } })).brief).toBe(2);
    expect(brieflyOf(pure(1)).brief).toBe(0);
  });

  test("never an attempt that failed, took less than its step, or was one of several", () => {
    const [only] = effect(1).attempts;
    if (!only) throw new Error("it has one");
    expect(brieflyOf(effect(1, { attempts: [only, only] })).brief).toBe(0);
    expect(brieflyOf(effect(1, { attempts: [{ ...only, finishedAt: new Date(AT).toISOString() }] })).brief).toBe(0);
    expect(brieflyOf(effect(1, { status: "failed" })).brief).toBe(0);
  });

  test("the effect's key in the one header that carried it, and never where another header looks like its mark", () => {
    const request = { headers: { "idempotency-key": "key", accept: "*/*" }, body: "key" };
    expect(brieflyOf(effect(1, { request }))).toMatchObject({
      brief: 6,
      kept: { request: { headers: { "idempotency-key": "=", accept: "*/*" }, body: "key" } },
    });
    expect(brieflyOf(effect(1, { request: { headers: { a: "key", b: "=" } } })).brief).toBe(2);
    expect(brieflyOf(effect(1, { request: { headers: { a: "key", b: "key" } } })).brief).toBe(2);
    expect(brieflyOf(effect(1, { request: { body: "key" } })).brief).toBe(2);
  });
});
