import { describe, expect, test } from "vitest";
import type { StepRunView } from "#server/app.ts";
import { layoutWaterfall, waitLabel, type StepRow, type WaterfallRun } from "./waterfall.ts";

const T0 = Date.parse("2026-11-23T09:00:00.000Z");
const at = (ms: number) => new Date(T0 + ms).toISOString();

function stepRun(step: string, from: number, to: number | null, more: Partial<StepRunView> = {}): StepRunView {
  return {
    seq: 1,
    step,
    name: step,
    type: "map",
    visit: 1,
    item: null,
    status: "succeeded",
    how: "executed",
    port: "out",
    attempts: [{ startedAt: at(from), finishedAt: to === null ? null : at(to), failure: null }],
    startedAt: at(from),
    finishedAt: to === null ? null : at(to),
    output: null,
    request: null,
    response: null,
    failure: null,
    delivery: null,
    waitingFor: null,
    note: null,
    ...more,
  };
}

function run(steps: StepRunView[], more: Partial<WaterfallRun> & { ids?: string[] } = {}): WaterfallRun {
  const ids = more.ids ?? [...new Set(steps.map((step) => step.step))];
  return {
    status: "succeeded",
    createdAt: at(0),
    startedAt: at(0),
    finishedAt: at(10_000),
    skipped: [],
    steps,
    document: {
      throughline: 1,
      flow: { key: "f", name: "F" },
      steps: ids.map((id) => ({ id, type: steps.find((s) => s.step === id)?.type ?? "map", config: {} })),
      edges: [],
    },
    ...more,
  };
}

const stepRows = (rows: ReturnType<typeof layoutWaterfall>["rows"]) => rows.filter((row): row is StepRow => row.kind === "step");
const failure = { class: "technical" as const, kind: "timeout" as const, code: "odoo.timeout", message: "Odoo took too long", retryable: true };

describe("the timeline of a run", () => {
  test("a step that its connection's breaker holds back is parked, and that time is not work", () => {
    const waitingFor = { kind: "breaker" as const, step: "send", since: at(10), until: null, text: "Connection erp does not answer." };
    const held = stepRun("send", 10, null, { status: "waiting", port: null, attempts: [], waitingFor });
    const layout = layoutWaterfall(run([stepRun("hook", 0, 10), held], { status: "parked", finishedAt: null }), { now: T0 + 20_000, fold: true });
    expect(stepRows(layout.rows)[1]).toMatchObject({ state: "parked", bars: [{ kind: "wait", label: "parked" }] });
    expect(layout.working).toBe(10);
  });

  test("rows come in document order, reached or not", () => {
    const layout = layoutWaterfall(run([stepRun("b", 5, 10), stepRun("a", 0, 5)], { ids: ["a", "b", "c"], status: "failed", finishedAt: at(10) }), {
      now: T0,
      fold: true,
    });
    expect(stepRows(layout.rows).map((row) => [row.step, row.state])).toEqual([
      ["a", "succeeded"],
      ["b", "succeeded"],
      ["c", "skipped"],
    ]);
  });

  test("a step that a live run has not reached yet is not called skipped", () => {
    const layout = layoutWaterfall(run([stepRun("a", 0, 5)], { ids: ["a", "b", "c"], status: "running", finishedAt: null, skipped: ["c"] }), {
      now: T0 + 50,
      fold: true,
    });
    expect(stepRows(layout.rows).map((row) => row.state)).toEqual(["succeeded", "queued", "skipped"]);
  });

  test("every bar stays inside the axis and bars keep the order of time", () => {
    const steps = [
      stepRun("a", 0, 5),
      stepRun("b", 5, 9),
      stepRun("ask", 9, 3_600_009, { type: "approve", port: "approved" }),
      stepRun("c", 3_600_010, 3_601_000),
    ];
    for (const fold of [true, false]) {
      const bars = stepRows(layoutWaterfall(run(steps, { finishedAt: at(3_601_000) }), { now: T0, fold }).rows).flatMap((row) => row.bars);
      for (const bar of bars) expect(bar.left >= 0 && bar.left + bar.width <= 1.000_001).toBe(true);
      const lefts = bars.map((bar) => bar.left);
      expect(lefts).toEqual([...lefts].sort((a, b) => a - b));
    }
  });

  test("waiting for a person folds, and the fold states its real length", () => {
    const steps = [stepRun("a", 0, 400), stepRun("ask", 400, 3_600_400, { type: "approve", port: "approved" }), stepRun("c", 3_600_400, 3_601_000)];
    const folded = layoutWaterfall(run(steps, { finishedAt: at(3_601_000) }), { now: T0, fold: true });
    expect(folded.folds).toHaveLength(1);
    expect(folded.folds[0]?.milliseconds).toBe(3_600_000);
    expect(folded.folds[0]?.width).toBeCloseTo(0.42);
    expect(folded.ticks.map((tick) => tick.time - T0)).toEqual([0, 3_600_400, 3_601_000]);
    expect(layoutWaterfall(run(steps, { finishedAt: at(3_601_000) }), { now: T0, fold: false }).folds).toEqual([]);
  });

  test("working time counts no wait and no overlap twice", () => {
    const steps = [stepRun("a", 0, 400), stepRun("b", 200, 600), stepRun("ask", 600, 900_000, { type: "approve" })];
    expect(layoutWaterfall(run(steps, { finishedAt: at(900_000) }), { now: T0, fold: true }).working).toBe(600);
  });

  test("each pass over a step is its own bar", () => {
    const steps = [stepRun("map", 0, 5), stepRun("ask", 5, 60_000, { type: "approve", port: "changes" }), stepRun("map", 60_000, 60_004, { visit: 2, seq: 3 })];
    const row = stepRows(layoutWaterfall(run(steps, { finishedAt: at(60_004) }), { now: T0, fold: true }).rows)[0];
    expect(row?.bars.map((bar) => bar.label)).toEqual(["pass 1", "pass 2"]);
  });

  test("attempts unfold under their step with the pause between them", () => {
    const attempts = [
      [0, 300],
      [800, 1_100],
      [3_100, 3_400],
    ].map(([from = 0, to = 0]) => ({ startedAt: at(from), finishedAt: at(to), failure }));
    const layout = layoutWaterfall(run([stepRun("create", 0, 3_400, { status: "failed", failure, attempts })], { status: "failed", finishedAt: at(3_400) }), {
      now: T0,
      fold: true,
    });
    const tries = layout.rows.filter((row) => row.kind === "attempt");
    expect(tries.map((row) => [row.number, row.of, row.state, row.milliseconds, row.backoff?.milliseconds ?? null])).toEqual([
      [1, 3, "technical", 300, null],
      [2, 3, "technical", 300, 500],
      [3, 3, "technical", 300, 2_000],
    ]);
    expect(layout.folds).toEqual([]);
  });

  test("the last try of a step that succeeded in the end is not shown as failed", () => {
    const attempts = [
      { startedAt: at(0), finishedAt: at(5), failure },
      { startedAt: at(50), finishedAt: at(60), failure: null },
    ];
    const layout = layoutWaterfall(run([stepRun("create", 0, 60, { attempts })]), { now: T0, fold: true });
    expect(layout.rows.filter((row) => row.kind === "attempt").map((row) => row.state)).toEqual(["technical", "succeeded"]);
  });

  test("a copied step takes no time of the replay, however long ago it ran", () => {
    const layout = layoutWaterfall(run([stepRun("a", -86_400_000, -86_399_000, { how: "copied" }), stepRun("b", 0, 10)], { finishedAt: at(10) }), {
      now: T0,
      fold: true,
    });
    expect(layout.start).toBe(T0);
    expect(layout.folds).toEqual([]);
    expect(stepRows(layout.rows)[0]?.bars[0]).toMatchObject({ kind: "copied", left: 0 });
  });

  test("a live wait grows to the moment of looking", () => {
    const layout = layoutWaterfall(
      run([stepRun("a", 0, 10), stepRun("ask", 10, null, { type: "approve", status: "waiting", attempts: [] })], { status: "waiting", finishedAt: null }),
      { now: T0 + 120_010, fold: true },
    );
    expect(layout.end).toBe(T0 + 120_010);
    expect(layout.folds[0]?.milliseconds).toBe(120_000);
    const bar = stepRows(layout.rows)[1]?.bars[0];
    expect((bar?.left ?? 0) + (bar?.width ?? 0)).toBeCloseTo(1);
  });

  test("a run without any step yet has an axis and no bars", () => {
    const layout = layoutWaterfall(run([], { ids: ["a"], status: "queued", startedAt: null, finishedAt: null }), { now: T0, fold: true });
    expect(layout.end).toBeGreaterThan(layout.start);
    expect(stepRows(layout.rows)[0]?.bars).toEqual([]);
  });
});

test("a decision is told with the person who made it", () => {
  expect(waitLabel(stepRun("ask", 0, 5, { type: "approve", port: "changes", output: { by: "Priya Raman" } }))).toBe("Priya Raman · changes requested");
  expect(waitLabel(stepRun("ask", 0, 5, { type: "approve", port: "approved", output: { by: [{ name: "A" }, { name: "B" }] } }))).toBe("A, B · approved");
  expect(waitLabel(stepRun("ask", 0, 5, { type: "approve", port: "expired", output: null }))).toBe("nobody decided in time");
});
