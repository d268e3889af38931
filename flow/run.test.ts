import { expect, test } from "vitest";
import type { Edge, Step } from "./document.ts";
import { decide, outputsOf, reachableFrom } from "./run.ts";
import type { RunGraph, StepRecord } from "./run.ts";

/** `a>b` an edge, `a.port>b` one of an outcome, `a.port^b` a rework edge. */
function graph(text: string, steps: Record<string, Partial<Step>> = {}): RunGraph {
  const edges: Edge[] = text.split(" ").map((part) => {
    const [, from = "", port, kind, to = ""] = /^(\w+)(?:\.(\w+))?([>^])(\w+)$/.exec(part) ?? [];
    return { from, to, ...(port ? { port } : {}), ...(kind === "^" ? { rework: true } : {}) };
  });
  const ids = [...new Set(edges.flatMap((edge) => [edge.from, edge.to]))];
  return { edges, steps: ids.map((id) => ({ id, type: "map", config: {}, ...steps[id] })) };
}

const did = (step: string, port = "out", visit = 1): StepRecord => ({ step, visit, status: "succeeded", port, output: `${step}${visit}` });
const waits = (step: string, visit = 1): StepRecord => ({ step, visit, status: "waiting" });
const ready = (g: RunGraph, history: StepRecord[]) => decide(g, history).ready.map((each) => `${each.step}#${each.visit}`);

/*  t ─▶ a ─▶ b  */
test("a line goes on one step at a time and succeeds at its end", () => {
  const g = graph("t>a a>b");
  expect(ready(g, [did("t")])).toEqual(["a#1"]);
  expect(ready(g, [did("t"), did("a")])).toEqual(["b#1"]);
  expect(decide(g, [did("t"), did("a"), did("b")]).status).toBe("succeeded");
});

/*  t ─▶ s ─large─▶ ask ─approved─▶ c
         └─normal──────────────────▶ c   */
test("a branch not taken does not hold the join behind it", () => {
  const g = graph("t>s s.large>ask s.normal>c ask.approved>c ask.rejected>no");
  expect(ready(g, [did("t"), did("s", "normal")])).toEqual(["c#1"]);
  expect(decide(g, [did("t"), did("s", "normal")]).skipped).toEqual(["ask", "no"]);
  expect(ready(g, [did("t"), did("s", "large")])).toEqual(["ask#1"]);
  expect(decide(g, [did("t"), did("s", "large"), waits("ask")]).status).toBe("waiting");
});

/*  t ─▶ a ─▶ j
     └─▶ b ─▶ j   */
test("a join waits for both of two parallel paths, or fires once for the first with join any", () => {
  const g = graph("t>a t>b a>j b>j");
  expect(ready(g, [did("t")])).toEqual(["a#1", "b#1"]);
  expect(ready(g, [did("t"), did("a")])).toEqual(["b#1"]);
  expect(ready(g, [did("t"), did("a"), did("b")])).toEqual(["j#1"]);
  const any = graph("t>a t>b a>j b>j", { j: { join: "any" } });
  expect(ready(any, [did("t"), did("a")])).toEqual(["b#1", "j#1"]);
  expect(ready(any, [did("t"), did("a"), did("j"), did("b")])).toEqual([]);
});

/*  t ─▶ m ─▶ ask ─approved─▶ c
         ▲    │
         └changes   */
test("an outcome that sends work back starts its target over, on the next visit", () => {
  const g = graph("t>m m>ask ask.changes^m ask.approved>c");
  const once = [did("t"), did("m"), did("ask", "changes")];
  expect(ready(g, once)).toEqual(["m#2"]);
  expect(ready(g, [...once, did("m", "out", 2)])).toEqual(["ask#2"]);
  const twice = [...once, did("m", "out", 2), did("ask", "approved", 2)];
  expect(ready(g, twice)).toEqual(["c#2"]);
  expect(decide(g, [...twice, did("c", "out", 2)]).status).toBe("succeeded");
  expect(outputsOf(twice)).toMatchObject({ m: "m2", ask: "ask2" });
});

/*  t ─▶ m ─▶ ask ─changes─▶ (back to m)
         └─▶ w (waits)                    */
test("what still waits behind the target is cancelled when work is sent back, and its late record changes nothing", () => {
  const g = graph("t>m m>ask m>w ask.changes^m");
  const history = [did("t"), did("m"), waits("w"), did("ask", "changes")];
  expect(decide(g, history).cancel).toEqual([{ step: "w", visit: 1 }]);
  expect(ready(g, [...history, { step: "w", visit: 1, status: "cancelled" }])).toEqual(["m#2"]);
});

test("work sent back by a step that had begun before another one cancels that one too", () => {
  const g = graph("t>m m>a m>b a.changes^m");
  expect(decide(g, [did("t"), did("m"), did("a", "changes"), waits("b")])).toMatchObject({
    cancel: [{ step: "b", visit: 1 }],
    ready: [{ step: "m", visit: 2 }],
  });
});

test("an endless loop becomes a business error that names the step", () => {
  const g = graph("t>m m>ask ask.changes^m");
  const history = [did("t")];
  for (let visit = 1; visit <= 20; visit += 1) history.push(did("m", "out", visit), did("ask", "changes", visit));
  expect(decide(g, history)).toMatchObject({ status: "failed", failure: { code: "run.rework_limit", class: "business" } });
});

test("a failure takes the error port where it is wired and fails the run where it is not", () => {
  const failure = { class: "technical" as const, kind: "timeout" as const, code: "x", message: "late", retryable: true };
  const wired = graph("t>a a>b a.error>c");
  expect(ready(wired, [did("t"), { step: "a", visit: 1, status: "failed", port: "error", failure }])).toEqual(["c#1"]);
  const plain = graph("t>a a>b t>w");
  const decision = decide(plain, [did("t"), waits("w"), { step: "a", visit: 1, status: "failed", failure }]);
  expect(decision).toMatchObject({ status: "failed", failure: { code: "x" }, cancel: [{ step: "w", visit: 1 }] });
});

test("a stop step ends the run at once, whatever else waits", () => {
  const g = graph("t>no t>w", { no: { type: "stop" } });
  expect(decide(g, [did("t"), waits("w"), did("no")])).toMatchObject({ status: "succeeded", cancel: [{ step: "w", visit: 1 }], ready: [] });
});

test("an outcome that nobody wired ends its path", () => {
  const g = graph("t>ask ask.approved>c");
  expect(decide(g, [did("t"), did("ask", "rejected")])).toMatchObject({ status: "succeeded", skipped: ["c"] });
});

test("what comes after a step leaves rework edges out", () => {
  expect([...reachableFrom(graph("t>m m>ask ask.changes^m ask.approved>c"), "ask")].sort()).toEqual(["ask", "c"]);
});
