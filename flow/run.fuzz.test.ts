/** Random graphs, random interleavings: what `decide` promises whatever is drawn and in whatever order steps finish. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Edge, Step } from "./document.ts";
import { portOf } from "./marks.ts";
import { technical } from "./failure.ts";
import { decide } from "./run.ts";
import type { RunGraph, StepRecord } from "./run.ts";

const PORTS = ["out", "other"] as const;
const RUNS = 400;
const seed = Number(process.env.THROUGHLINE_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
console.info(`flow/run.fuzz: THROUGHLINE_FUZZ_SEED=${seed}`);

type Drawn = { graph: RunGraph; port: (step: string, visit: number) => string };

/** Steps s0 (the trigger) … sn; edges lead forward, rework edges back; which port a step leaves by is drawn too. */
function drawn(q: { rework: boolean; joinAny: boolean }): fc.Arbitrary<Drawn> {
  return fc.integer({ min: 2, max: 9 }).chain((count) => {
    const index = fc.integer({ min: 0, max: count - 1 });
    const edges = fc.array(fc.record({ a: index, b: index, port: fc.constantFrom(...PORTS) }), { minLength: count - 1, maxLength: count * 3 });
    const back = fc.array(fc.record({ a: index, b: index }), { maxLength: q.rework ? 2 : 0 });
    const joins = fc.array(fc.boolean(), { minLength: count, maxLength: count });
    const ports = fc.array(fc.constantFrom(...PORTS, "back"), { minLength: count * 4, maxLength: count * 4 });
    return fc.record({ edges, back, joins, ports }).map((choice): Drawn => {
      const steps = choice.joins.map(
        (any, at): Step => ({ id: `s${at}`, type: at === 0 ? "trigger.api" : "map", config: {}, ...(q.joinAny && any ? { join: "any" as const } : {}) }),
      );
      const forward = choice.edges.flatMap(({ a, b, port }): Edge[] =>
        a === b ? [] : [{ from: `s${Math.min(a, b)}`, to: `s${Math.max(a, b)}`, ...(port === "out" ? {} : { port }) }],
      );
      const backward = choice.back.flatMap(({ a, b }): Edge[] =>
        Math.min(a, b) === 0 || a === b ? [] : [{ from: `s${Math.max(a, b)}`, port: "back", to: `s${Math.min(a, b)}`, rework: true }],
      );
      const all = [...forward, ...backward];
      const unique = all.filter(
        (edge, at) => all.findIndex((other) => other.from === edge.from && other.to === edge.to && portOf(other) === portOf(edge)) === at,
      );
      // a port of the fifth visit and later always leads on, so that work is not sent back for ever
      const port = (step: string, visit: number) =>
        step === "s0" ? "out" : visit > 4 ? "out" : (choice.ports[Number(step.slice(1)) * 4 + visit - 1] ?? "out");
      return { graph: { steps, edges: unique }, port };
    });
  });
}

/** What the words say, without any cleverness: a step runs when an edge to it was taken; an edge is taken when its step ran and left by its port. */
function naively({ graph, port }: Drawn): Set<string> {
  const ran = new Set(["s0"]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const edge of graph.edges) {
      if (edge.rework || !ran.has(edge.from) || port(edge.from, 1) !== portOf(edge) || ran.has(edge.to)) continue;
      ran.add(edge.to);
      grew = true;
    }
  }
  return ran;
}

/** Runs a graph, letting chance say which of the ready steps finishes next, and which waits before it does. */
function play(
  { graph, port }: Drawn,
  chance: number[],
  fails: (step: string, visit: number) => boolean = () => false,
): { history: StepRecord[]; status: string } {
  const history: StepRecord[] = [{ step: "s0", visit: 1, status: "succeeded", port: "out", output: null }];
  let turn = 0;
  for (let guard = 0; guard < 2_000; guard += 1) {
    const next = decide(graph, history);
    expect(decide(graph, structuredClone(history)), "the same history gives the same decision").toEqual(next);
    if (next.status === "succeeded" || next.status === "failed") return { history, status: next.status };
    const choices = [...next.ready.map((each) => ({ ...each, waits: true })), ...next.waiting.map((each) => ({ ...each, waits: false }))];
    expect(choices.length, "a run that goes on has something to do").toBeGreaterThan(0);
    const drawnNumber = chance[turn % chance.length] ?? 0;
    turn += 1;
    const choice = choices[drawnNumber % choices.length];
    if (choice === undefined) throw new Error("unreachable");
    if (choice.waits)
      expect(
        history.some((record) => record.step === choice.step && record.visit === choice.visit),
        `${choice.step}#${choice.visit} is started once`,
      ).toBe(false);
    if (choice.waits && drawnNumber % 3 === 0) history.push({ step: choice.step, visit: choice.visit, status: "waiting" });
    else if (fails(choice.step, choice.visit))
      history.push({ step: choice.step, visit: choice.visit, status: "failed", failure: technical("timeout", "test.failed", "Drawn to fail.").failure });
    else history.push({ step: choice.step, visit: choice.visit, status: "succeeded", port: port(choice.step, choice.visit), output: null });
  }
  throw new Error("the run does not end");
}

const chance = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 40 });
const options = { seed, numRuns: RUNS };

test.each([
  { joinAny: false, promise: "every step runs that an edge leads to, once, in any order in which steps finish" },
  { joinAny: true, promise: "joins that take the first path run the same steps, each once" },
])("$promise", ({ joinAny }) => {
  fc.assert(
    fc.property(drawn({ rework: false, joinAny }), chance, (flow, order) => {
      const { history, status } = play(flow, order);
      expect(status).toBe("succeeded");
      const ran = history.filter((record) => record.status === "succeeded").map((record) => record.step);
      expect(ran.length).toBe(new Set(ran).size);
      expect(new Set(ran)).toEqual(naively(flow));
    }),
    options,
  );
});

test("a step of join all comes after every step that leads to it by a taken edge", () => {
  fc.assert(
    fc.property(drawn({ rework: false, joinAny: false }), chance, (flow, order) => {
      const { history } = play(flow, order);
      const at = new Map(history.filter((record) => record.status === "succeeded").map((record, index) => [record.step, index]));
      for (const edge of flow.graph.edges) {
        if (at.has(edge.from) && at.has(edge.to) && flow.port(edge.from, 1) === portOf(edge)) expect(at.get(edge.from)).toBeLessThan(at.get(edge.to) ?? -1);
      }
    }),
    options,
  );
});

test("work that is sent back ends, counts its visits up one by one, and never starts a visit twice", () => {
  fc.assert(
    fc.property(drawn({ rework: true, joinAny: true }), chance, (flow, order) => {
      const { history } = play(flow, order);
      const seen = new Map<string, number>();
      for (const record of history) {
        const before = seen.get(record.step) ?? 0;
        expect(record.visit).toBeGreaterThanOrEqual(before);
        seen.set(record.step, record.visit);
      }
    }),
    options,
  );
});

test("a failure that nobody handles fails the run with nothing left to start, however much was under way", () => {
  fc.assert(
    fc.property(drawn({ rework: false, joinAny: false }), chance, fc.nat(8), (flow, order, which) => {
      const failing = `s${which}`;
      const { history, status } = play(flow, order, (step) => step === failing);
      const failed = history.some((record) => record.status === "failed");
      expect(status).toBe(failed ? "failed" : "succeeded");
      if (failed) expect(decide(flow.graph, history).ready).toEqual([]);
    }),
    options,
  );
});
