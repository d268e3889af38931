import { describe, expect, test } from "vitest";
import { milliseconds } from "../duration.ts";
import { authoredExternalId, base32, createdExternalId } from "../effect-key.ts";
import { nextAttempt } from "../retry.ts";
import type { StepFace } from "../step.ts";
import { findStep, stepTypes } from "./index.ts";

describe.each(stepTypes.map((step) => [step.type, step] as const))("%s", (type, step) => {
  test("has defaults that parse, or that only miss what its form marks as required", () => {
    const result = step.config.safeParse(step.defaults);
    const required = new Set(step.fields.filter((field) => field.required).map((field) => field.key));
    for (const issue of result.error?.issues ?? []) expect(required, `${type}: ${issue.message}`).toContain(String(issue.path[0]));
  });
  test("is found by its type, and every form hint has a label", () => {
    expect(findStep(type)).toBe(step);
    for (const field of step.fields) expect(field.label).not.toBe("");
    for (const way of step.oneOf?.ways ?? []) expect(step.fields.map((field) => field.key)).toEqual(expect.arrayContaining([way.key, ...(way.without ?? [])]));
  });
  test("executes unless it is a trigger or a frame, and says of every effect how it is delivered", () => {
    expect(step.execute === undefined).toBe(step.trigger === true || step.frame === true);
    if (step.effect) expect(step.effect.allowed).toContain(step.effect.delivery);
    if (step.effect) expect(step.ports(step.defaults).map((port) => port.id)).toContain("error");
  });
  test("is what its face says, which is all that a canvas fetches of it", async () => {
    const { face }: { face: StepFace } = await import(`./${type.replace(".", "-")}/face.ts`);
    const { effect, ...looks } = face;
    expect(step).toMatchObject({ ...looks, ...(effect ? { effect } : {}) });
    expect(step.effect === undefined).toBe(effect === undefined);
  });
  test("looks the same as it is written and as it is read", () => {
    const read = step.config.safeParse(step.defaults);
    if (!read.success) return;
    expect(step.summary(step.defaults)).toBe(step.summary(read.data));
    expect(step.ports(step.defaults)).toEqual(step.ports(read.data));
  });
  test("summarises its defaults in one line", () => {
    expect(step.summary(step.defaults)).not.toMatch(/\n|undefined|\[object/);
  });
});

test("letters on the canvas are not given twice", () => {
  const letters = stepTypes.flatMap((step) => (step.letter ? [step.letter] : []));
  expect(new Set(letters).size).toBe(letters.length);
});

test("durations are milliseconds", () => {
  expect(milliseconds("PT4H")).toBe(14_400_000);
  expect(milliseconds("P1DT0.5S")).toBe(86_400_500);
  expect(() => milliseconds("4 hours")).toThrow("is not a duration");
});

test("only failures that may pass by themselves are tried again, with growing waits and the other side's own wish", () => {
  const failure = { class: "technical" as const, kind: "unavailable" as const, code: "x", message: "", retryable: true };
  expect(nextAttempt({ failure, attempt: 1, random: () => 1 })).toEqual({ retry: true, delayMs: 1000 });
  expect(nextAttempt({ failure, attempt: 2, random: () => 0 })).toEqual({ retry: true, delayMs: 1000 });
  expect(nextAttempt({ failure, attempt: 3, random: () => 0 })).toEqual({ retry: false });
  expect(nextAttempt({ failure: { ...failure, retryAfterMs: 9000 }, attempt: 1, random: () => 0 })).toEqual({ retry: true, delayMs: 9000 });
  expect(nextAttempt({ failure: { ...failure, class: "business", kind: "rule" }, attempt: 1, random: () => 0 })).toEqual({ retry: false });
});

test("external ids have no spaces and two keys never share one", () => {
  expect(base32(new TextEncoder().encode("foobar"))).toBe("mzxw6ytboi");
  expect(createdExternalId("res.partner", new Uint8Array([0]))).toBe("throughline.res_partner-aa");
  expect(authoredExternalId("res.partner", "crm 1")).toBe("throughline.res_partner-crm.201");
  expect(authoredExternalId("res.partner", "crm.201")).not.toBe(authoredExternalId("res.partner", "crm 1"));
});
