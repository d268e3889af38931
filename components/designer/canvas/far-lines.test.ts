import { pathOf } from "./line.ts";
import { expect, test } from "vitest";
import type { FlowDocument, Step } from "#flow/document.ts";
import type { Spot } from "#flow/placement.ts";
import { farLines } from "./far-lines.ts";
import { geometryOf } from "./geometry.ts";

const step = (id: string): Step => ({ id, type: "map", config: { fields: [] } });
const layout: Record<string, Spot> = { a: [0, 0], b: [0, 200], c: [0, 400], d: [4_000, 0], e: [4_000, 200] };
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "far", name: "Far" },
  steps: Object.keys(layout).map(step),
  edges: [
    { from: "a", to: "b" },
    { from: "b", to: "c" },
    { from: "d", to: "e" },
  ],
  layout,
};

const { lines } = geometryOf(document, layout);
const far = (chosen: string | null, taken: string[] = []) => farLines(lines, { taken: new Set(taken), chosen: [chosen, null] });

const count = (path: string | undefined, letter: string) => (path ?? "").split(letter).length - 1;

test("lines that begin near each other are one shape, each with its arrow", () => {
  const [near, away, ...others] = far(null);
  expect(others).toEqual([]);
  // a line and its arrow begin anew: two for each edge
  expect([count(near?.path, "M"), count(away?.path, "M")]).toEqual([4, 2]);
  for (const line of lines) expect([near, away].some((shape) => shape?.path.includes(pathOf(line)))).toBe(true);
});

test("the arrow points where the line leads", () => {
  const [first] = far(null);
  const [, end] = lines[0]?.points ?? [];
  // downwards: both its sides lie above the tip, left and right of it
  expect(first?.path).toContain(`M${(end?.[0] ?? 0) - 6} ${(end?.[1] ?? 0) - 10}L${end?.[0]} ${end?.[1]}L${(end?.[0] ?? 0) + 6} ${(end?.[1] ?? 0) - 10}`);
});

test("what is chosen and what was taken is told from the others", () => {
  const marks = far("a.out>b", ["d.out>e"]).map(({ mark, path }) => [mark, count(path, "M")]);
  expect(marks).toEqual([
    ["chosen", 2],
    ["plain", 2],
    ["taken", 2],
  ]);
});
