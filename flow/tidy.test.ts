import fc from "fast-check";
import { expect, test } from "vitest";
import type { FlowDocument } from "./document.ts";
import { sizeOf } from "./placement.ts";
import { scopeAt } from "./shape-at.ts";
import { placed, tidyLayout, tidyPart } from "./tidy.ts";

const flow = (steps: string[], edges: [string, string, string?][]): FlowDocument => ({
  throughline: 1,
  flow: { key: "x", name: "X" },
  steps: steps.map((id) => ({
    id,
    type: id === "won" ? "trigger.webhook" : id.startsWith("no") ? "stop" : id.startsWith("size") ? "branch" : id === "ask" ? "approve" : "map",
    config: {},
  })),
  edges: edges.map(([from, to, port]) => ({ from, to, ...(port ? { port } : {}), ...(port === "changes" ? { rework: true } : {}) })),
});

test("the design's example is laid out as in its picture", () => {
  const layout = tidyLayout(
    flow(
      ["won", "map", "size", "ask", "cust", "proj", "no"],
      [
        ["won", "map"],
        ["map", "size"],
        ["size", "ask", "large"],
        ["size", "cust", "normal"],
        ["ask", "cust", "approved"],
        ["ask", "map", "changes"],
        ["ask", "no", "rejected"],
        ["cust", "proj"],
      ],
    ),
  );
  expect(layout).toEqual({ won: [0, 0], map: [0, 100], size: [0, 200], ask: [340, 200], no: [440, 300], cust: [0, 300], proj: [0, 400] });
});

test("the longest way goes straight down and the others stand aside", () => {
  const layout = tidyLayout(
    flow(
      ["won", "size", "no", "a", "b"],
      [
        ["won", "size"],
        ["size", "no", "yes"],
        ["size", "a", "no"],
        ["a", "b"],
      ],
    ),
  );
  expect([layout.size, layout.a, layout.b, layout.no]).toEqual([
    [0, 100],
    [0, 200],
    [0, 300],
    [380, 100],
  ]);
});

test("a step may have the name of something that every object has", () => {
  const drawn = flow(
    ["won", "constructor", "after"],
    [
      ["won", "constructor"],
      ["constructor", "after"],
    ],
  );
  const layout = { won: [0, 0], after: [0, 400] } satisfies FlowDocument["layout"];
  expect(placed({ ...drawn, layout }).layout).toEqual({ ...layout, constructor: [0, 100] });
  expect(placed({ ...drawn, layout: { won: [0, 0], constructor: [0, 100] as [number, number] } }).layout).toMatchObject({ after: [0, 200] });
  const seen = (id: string) => JSON.stringify(scopeAt(flow([id, "after"], [[id, "after"]]), "after", { steps: {} })).replaceAll(id, "it");
  expect(seen("constructor")).toBe(seen("another"));
});

test("no two steps overlap, whatever the graph", () => {
  const graph = fc.integer({ min: 1, max: 14 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      edges: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1), fc.constantFrom("yes", "no", undefined)), { maxLength: 24 }),
    }),
  );
  fc.assert(
    fc.property(graph, ({ count, edges }) => {
      const document = flow(
        Array.from({ length: count }, (_, index) => `s${index}`),
        edges.map(([from, to, port]) => [`s${from}`, `s${to}`, port]),
      );
      const layout = placed(document).layout ?? {};
      const boxes = document.steps.map((step) => ({ at: layout[step.id] ?? [Number.NaN, 0], size: sizeOf(step) }));
      for (const [index, a] of boxes.entries()) {
        for (const b of boxes.slice(index + 1)) {
          expect(
            a.at[0] + a.size.width <= b.at[0] || b.at[0] + b.size.width <= a.at[0] || a.at[1] + a.size.height <= b.at[1] || b.at[1] + b.size.height <= a.at[1],
          ).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("a step that never had a place stands below what leads to it, and the others stay", () => {
  const document = { ...flow(["won", "map"], [["won", "map"]]), layout: { won: [60, 80] as [number, number] } };
  expect(placed(document).layout).toEqual({ won: [60, 80], map: [60, 180] });
  expect(placed(placed(document))).toEqual(placed(document));
});

test("some steps are tidied where they stand, and the others stay", () => {
  const document = {
    ...flow(
      ["won", "map", "a", "b"],
      [
        ["won", "map"],
        ["map", "a"],
        ["a", "b"],
      ],
    ),
    layout: { won: [0, 0], map: [0, 100], a: [700, 220], b: [420, 180] } satisfies FlowDocument["layout"],
  };
  expect(tidyPart(document, ["a", "b"])).toEqual({ a: [420, 180], b: [420, 280] });
});
