import { expect, test } from "vitest";
import type { TestRunView } from "#server/app.ts";
import { runMarks, saidOf } from "./run-marks.ts";

type View = TestRunView["steps"][number];
const view = (step: string, more: Partial<View> = {}): View => ({
  ...{ step, output: null, visit: 1, status: "succeeded", port: "out", milliseconds: 4, failure: null, effects: [], note: null },
  ...more,
});
const marksOf = (...steps: View[]) => runMarks({ status: "succeeded", failure: null, milliseconds: 9, steps }, [{ from: "a", to: "b" }]);

test("a step says how long it took and how many items it gave", () => {
  const { steps, taken } = marksOf(view("a", { output: { records: [1, 2, 3] } }), view("b", { output: [1] }), view("c", { output: { id: 4 } }));
  expect([...steps.values()].map((mark) => mark.words)).toEqual(["4 ms · 3 items", "4 ms · 1 item", "4 ms"]);
  expect(steps.get("a")).toMatchObject({ state: "succeeded", isSent: false });
  expect(taken.size).toBe(1);
});

test("what stands inside a for each counts its items, and one that fails is what is shown", () => {
  const failure = { class: "business", kind: "rule", code: "x", message: "No.", retryable: false } as const;
  const { steps } = marksOf(view("a", { item: "1" }), view("a", { item: "2", status: "failed", port: null, failure }), view("a", { item: "3" }));
  expect(steps.get("a")).toEqual({ state: "business", words: "12 ms · 3 items", isSent: false });
});

test("what was sent, what was pinned and what was not reached is told apart", () => {
  const { steps } = marksOf(view("a", { sent: true }), view("b", { isPinned: true, milliseconds: 0 }), view("c", { status: "skipped", port: null }));
  expect([...steps.values()].map((mark) => [mark.words, mark.isSent])).toEqual([
    ["sent · 4 ms", true],
    ["pinned", false],
    ["", false],
  ]);
});

test("that an output is pinned is said under its step before a run and after it, and for the chosen sample alone", () => {
  const pins = { a: { port: "out", output: 1 } };
  expect(saidOf(runMarks(null, [], pins), "a")).toBe("pinned");
  expect(saidOf(runMarks(null, []), "a")).toBe("");
  const run = { status: "succeeded" as const, failure: null, milliseconds: 9, steps: [view("a"), view("b")] };
  expect(["a", "b"].map((id) => saidOf(runMarks(run, [], pins), id))).toEqual(["pinned", "4 ms"]);
  const later = { ...run, steps: [view("a", { isPinned: true, output: [1, 2] })] };
  expect(saidOf(runMarks(later, [], pins), "a")).toBe("pinned · 2 items");
});
