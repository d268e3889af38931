import { describe, expect, test } from "vitest";
import { compensationsOf } from "./compensation.ts";
import type { Edge, Step } from "./document.ts";
import { business } from "./failure.ts";
import { decide } from "./run.ts";
import type { RunGraph, StepRecord } from "./run.ts";
import { validate } from "./validate.ts";

const http = (id: string): Step => ({ id, type: "http", config: { connection: "target", method: "POST", url: `/${id}` } });
const edge = (text: string): Edge => {
  const [, from = "", port, to = ""] = /^(\w+)(?:\.(\w+))? > (\w+)$/.exec(text) ?? [];
  return { from, to, ...(port ? { port } : {}) };
};

/** start > book > pay > ship; book is taken back by unbook > tell, pay by refund */
const graph: RunGraph = {
  steps: [{ id: "start", type: "trigger.api", config: {} }, ...["book", "pay", "ship", "unbook", "tell", "refund"].map(http)],
  edges: ["start > book", "book > pay", "pay > ship", "book.compensate > unbook", "unbook > tell", "pay.compensate > refund"].map(edge),
};
const done = (step: string, visit = 1): StepRecord => ({ step, visit, status: "succeeded", port: "out" });
const failed = (step: string): StepRecord => ({ step, visit: 1, status: "failed", failure: business("rule", "no", "It cannot be.").failure });
const ready = (history: StepRecord[]) => {
  const decision = decide(graph, history);
  return [decision.status, ...decision.ready.map((each) => each.step)];
};

describe("compensation", () => {
  test("never runs while the run goes forward, and is skipped when it has succeeded", () => {
    expect(ready([done("start"), done("book")])).toEqual(["running", "pay"]);
    const end = decide(
      graph,
      ["start", "book", "pay", "ship"].map((step) => done(step)),
    );
    expect(end.status).toBe("succeeded");
    expect(end.skipped).toEqual(["unbook", "tell", "refund"]);
  });

  test("runs after a failure, the latest effect first, each with everything that follows; then the run has failed", () => {
    const history = [done("start"), done("book"), done("pay"), failed("ship")];
    expect(ready(history)).toEqual(["running", "refund"]);
    expect(ready([...history, done("refund")])).toEqual(["running", "unbook"]);
    expect(ready([...history, done("refund"), done("unbook")])).toEqual(["running", "tell"]);
    const end = decide(graph, [...history, done("refund"), done("unbook"), done("tell")]);
    expect(end).toMatchObject({ status: "failed", failure: { code: "no" }, ready: [] });
  });

  test("takes back only what had succeeded", () => {
    expect(ready([done("start"), done("book"), failed("pay")])).toEqual(["running", "unbook"]);
    expect(ready([done("start"), failed("book")])).toEqual(["failed"]);
  });

  test("one that fails does not stop the others, and the run's failure stays the first", () => {
    const history = [done("start"), done("book"), done("pay"), failed("ship"), failed("refund")];
    expect(ready(history)).toEqual(["running", "unbook"]);
    expect(decide(graph, [...history, failed("unbook")])).toMatchObject({ status: "failed", failure: { code: "no" } });
  });

  test("waits for what is under way, which may have to be taken back, too", () => {
    const parallel = { ...graph, edges: [...graph.edges.filter((each) => each.to !== "pay"), edge("start > pay")] };
    const history: StepRecord[] = [done("start"), { step: "pay", visit: 1, status: "running" }, failed("book")];
    expect(decide(parallel, history)).toMatchObject({ status: "running", ready: [], failure: { code: "no" } });
    expect(decide(parallel, [done("start"), done("pay"), failed("book")]).ready).toEqual([{ step: "refund", visit: 1 }]);
  });

  test("waits where it waits, and gives up what waited on the way forward", () => {
    const parallel = { ...graph, edges: [...graph.edges.filter((each) => each.to !== "ship"), edge("start > ship")] };
    const history: StepRecord[] = [done("start"), { step: "ship", visit: 1, status: "waiting" }, done("book"), failed("pay")];
    expect(decide(parallel, history)).toMatchObject({ ready: [{ step: "unbook" }], cancel: [{ step: "ship" }] });
    const waiting: StepRecord[] = [done("start"), done("book"), failed("pay"), { step: "unbook", visit: 1, status: "waiting" }];
    expect(decide(graph, waiting)).toMatchObject({ status: "waiting", waiting: [{ step: "unbook" }] });
  });

  test("of an effect that was done again, the last one is taken back, once", () => {
    const rework: RunGraph = { ...graph, edges: [...graph.edges, { from: "ship", port: "changes", to: "book", rework: true }] };
    const sentBack: StepRecord = { step: "ship", visit: 1, status: "succeeded", port: "changes" };
    const history: StepRecord[] = [done("start"), done("book"), done("pay"), sentBack, done("book", 2), { ...failed("pay"), visit: 2 }];
    // pay of the first visit was done and not done again
    expect(decide(rework, history).ready).toEqual([{ step: "unbook", visit: 2 }]);
    const both = [...history, done("unbook", 2), done("tell", 2)];
    expect(decide(rework, both).ready).toEqual([{ step: "refund", visit: 1 }]);
    expect(decide(rework, [...both, done("refund")]).status).toBe("failed");
  });

  test("is known for every graph that draws it, and costs nothing where none is drawn", () => {
    expect([...(compensationsOf(graph)?.inside ?? [])].sort()).toEqual(["refund", "tell", "unbook"]);
    expect(compensationsOf({ steps: graph.steps, edges: graph.edges.slice(0, 3) })).toBeNull();
  });
});

describe("problems", () => {
  const problems = (edges: Edge[], steps = graph.steps) =>
    validate({ throughline: 1, flow: { key: "trip", name: "Trip" }, steps, edges })
      .filter((problem) => problem.code.startsWith("graph."))
      .map((problem) => [problem.code, problem.step]);

  test("a flow that takes back what it did has none", () => {
    expect(problems(graph.edges)).toEqual([]);
  });

  test("a step that takes back cannot also stand in the way forward", () => {
    expect(problems([...graph.edges, edge("ship > refund")])).toEqual([["graph.compensation_mixed", "refund"]]);
    expect(problems([...graph.edges, edge("refund > ship")])).toEqual([["graph.compensation_mixed", "ship"]]);
  });

  test("only an effect can be taken back, and not by itself", () => {
    const map: Step = { id: "fields", type: "map", config: { fields: [] } };
    expect(problems([...graph.edges, edge("start > fields"), edge("fields.compensate > unbook")], [...graph.steps, map])).toContainEqual([
      "graph.unknown_port",
      "fields",
    ]);
    expect(problems([...graph.edges, { from: "ship", port: "compensate", to: "book", rework: true }])).toContainEqual(["graph.rework_port", "ship"]);
  });
});
