import { expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { placed } from "#flow/tidy.ts";
import { createGeometry, geometryOf } from "./geometry.ts";
import { lineAt, pathOf } from "./line.ts";

/*  won
     │
    map ◀──changes──┐
     │              │
    size ──large──▶ ask ─rejected─▶ no
     │ normal        │ approved
    cust ◀───────────┘                  */
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "won", name: "Won" },
  steps: [
    { id: "won", type: "trigger.webhook", config: { auth: { kind: "none" } } },
    { id: "map", type: "map", config: { fields: [] } },
    { id: "size", type: "branch", config: { cases: [{ port: "large", when: { $: "true" } }], else: "normal" } },
    { id: "ask", type: "approve", config: { title: "?", assignees: { roles: ["approver"] } } },
    { id: "cust", type: "odoo.upsert", config: { connection: "odoo", model: "res.partner", match: { kind: "external-id", key: "k" }, values: {} } },
    { id: "no", type: "stop", config: { outcome: "succeeded", reason: "No" } },
  ],
  edges: [
    { from: "won", to: "map" },
    { from: "map", to: "size" },
    { from: "size", port: "large", to: "ask" },
    { from: "size", port: "normal", to: "cust" },
    { from: "ask", port: "approved", to: "cust" },
    { from: "ask", port: "changes", to: "map", rework: true },
    { from: "ask", port: "rejected", to: "no" },
  ],
  layout: { won: [0, 0], map: [0, 100], size: [0, 200], ask: [340, 200], cust: [0, 300], no: [480, 300] },
};

test("ports face the steps they lead to, as in the design's picture", () => {
  const { shapes, lines } = geometryOf(document, document.layout ?? {});
  const side = (step: string, port: string) => shapes.get(step)?.ports.find((each) => each.id === port)?.side;
  expect([side("size", "large"), side("size", "normal")]).toEqual(["right", "bottom"]);
  expect([side("ask", "approved"), side("ask", "rejected"), side("ask", "changes")]).toEqual(["bottom", "bottom", "top"]);
  expect(shapes.get("cust")?.inputs.map((input) => input.side)).toEqual(["top", "right"]);
  expect(shapes.get("ask")?.inputs.map((input) => input.side)).toEqual(["left"]);
  expect(shapes.get("won")?.inputs).toEqual([]);
  expect(lines.find((line) => line.key === "map.out>size")?.points).toEqual([
    [114, 162],
    [114, 195],
  ]);
});

test("an end beside its step is reached by a straight line, though it is lower", () => {
  for (const y of [200, 220]) {
    const places = { ...document.layout, ask: [340, 100], no: [380, y] } satisfies Record<string, [number, number]>;
    const flow = { ...document, edges: [{ from: "size", port: "large", to: "no" }] };
    const line = geometryOf(flow, places).lines.find((each) => each.key === "size.large>no");
    expect(line?.points).toEqual([
      [228, y + 14],
      [375, y + 14],
    ]);
  }
});

test("every edge is right-angled wherever steps are moved", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = (n: number) => (Math.abs(Math.sin(seed * 97 + n * 131)) * 40) | 0;
    const places = Object.fromEntries(
      document.steps.map((step, index): [string, [number, number]] => [step.id, [random(index) * 40, random(index + 50) * 30]]),
    );
    for (const line of geometryOf(document, places).lines) {
      for (const [index, to] of line.points.entries()) {
        const from = line.points[index - 1];
        if (from)
          expect(
            from[0] === to[0] || from[1] === to[1] || Math.abs(from[0] - to[0]) < 2 || Math.abs(from[1] - to[1]) < 2,
            `seed ${seed}: ${line.key} ${String(from)} → ${String(to)}`,
          ).toBe(true);
      }
      expect(pathOf(line), `seed ${seed}`).not.toContain("NaN");
    }
  }
});

test("work that goes back up its own column runs outside of what stands between", () => {
  const places = { ...document.layout, ask: [0, 400] as [number, number], cust: [0, 520] as [number, number] };
  const line = geometryOf(document, places).lines.find((each) => each.edge.rework);
  expect(Math.max(...(line?.points.map(([x]) => x) ?? []))).toBeGreaterThan(228 + 20);
});

test("a flow without places gets rows from its trigger down, and no two steps overlap", () => {
  const { layout: _, ...bare } = document;
  const layout = placed(bare).layout ?? {};
  expect(Object.keys(layout)).toHaveLength(6);
  expect(layout.won?.[1]).toBe(0);
  expect(layout.map?.[1]).toBeGreaterThan(layout.won?.[1] ?? 0);
  expect(new Set(Object.values(layout).map(String)).size).toBe(6);
});

test("the edge under a dragged step is found by its distance", () => {
  const { lines } = geometryOf(document, document.layout ?? {});
  expect(lineAt(lines, [120, 80], 26)?.key).toBe("won.out>map");
  expect(lineAt(lines, [120, 80], 5)).toBeNull();
  expect(lineAt(lines, [900, 80], 26)).toBeNull();
});

test("drawn again, only what a moved step touches is new, and nothing differs from a drawing from scratch", () => {
  const draw = createGeometry();
  const at = (places: Record<string, [number, number]>) => draw(document, (step) => places[step]);
  const before = at(document.layout ?? {});
  const moved: Record<string, [number, number]> = { ...document.layout, no: [500, 320] };
  const after = at(moved);
  expect(after.lines.filter((line) => !before.lines.includes(line)).map((line) => line.key)).toEqual(["ask.rejected>no"]);
  expect([...after.shapes].filter(([id, shape]) => before.shapes.get(id) !== shape).map(([id]) => id)).toEqual(["no"]);
  expect(after).toEqual(geometryOf(document, moved));
});

test("steps that are dragged among many come out as in a drawing from scratch, drag after drag", () => {
  const ids = Array.from({ length: 40 }, (_, index) => `step_${index}`);
  // a fixed sequence of numbers: the same flow and the same drags in each run
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed % below;
  };
  const edges = [
    ...ids.slice(1).map((to, index) => ({ from: `step_${next(index + 1)}`, to })),
    { from: "step_30", to: "step_2", rework: true },
    { from: "step_9", to: "step_1" },
  ];
  const many = { steps: ids.map((id) => ({ id, type: "map", config: { fields: [] } })), edges };
  const places: Record<string, [number, number]> = Object.fromEntries(ids.map((id, index) => [id, [(index % 4) * 300, Math.floor(index / 4) * 120]]));
  const draw = createGeometry();
  draw(many, (step) => places[step]);
  for (let round = 0; round < 60; round += 1) {
    const moved = new Set(Array.from({ length: 1 + next(5) }, () => `step_${next(40)}`));
    for (const id of moved) places[id] = [next(60) * 20, next(80) * 20];
    expect(draw(many, (step) => places[step], moved)).toEqual(geometryOf(many, places));
  }
});
