/**
 * The model test without a database: random graphs, every interleaving that chance finds, and after each step of each run `decide` and a
 * naive reading of the same words (server/testing/model/place.ts) must agree on everything that can be seen.
 */
import { expect, test } from "vitest";
import type { Edge, Step } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import { business } from "#flow/failure.ts";
import type { Graph } from "#flow/nested.ts";
import { decide } from "#flow/run.ts";
import type { StepRecord } from "#flow/run.ts";
import { chanceFrom } from "../testing/model/chance.ts";
import type { Chance } from "../testing/model/chance.ts";
import { createPlace } from "../testing/model/place.ts";
import type { At } from "../testing/model/place.ts";

const GRAPHS = Number(process.env.THROUGHLINE_MODEL_GRAPHS ?? 2_000);
const LIMIT = 4;
/** graphs on which the two once disagreed */
const PINNED = [644176749, 1832076162, 711899323, 460573083, 1325608984, 2129782090, 909082211];
const first = Number(process.env.THROUGHLINE_MODEL_SEED ?? Math.floor(Math.random() * 2 ** 31));

test("decide and a naive reading of the same words agree at every moment of every run", () => {
  console.info(`server/engine/model: THROUGHLINE_MODEL_SEED=${first}`);
  for (const seed of [...PINNED, ...Array.from({ length: GRAPHS }, (_, n) => first + n)]) play(seed);
});

function play(seed: number): void {
  const chance = chanceFrom(seed);
  const isBody = chance.is(0.2);
  const graph = drawn(chance, isBody);
  const firstVisit = isBody ? 1 + chance.below(3) : 1;
  const place = createPlace({ graph, trigger: isBody ? null : "s0", firstVisit, limit: LIMIT });
  /** as steps ended, then those that have not */
  const history: StepRecord[] = [];
  const recordOf = (at: At) => history.find((record) => record.step === at.step && record.visit === at.visit);
  const moves: string[] = [];
  const move = (text: string, work: () => void) => {
    moves.push(text);
    work();
  };

  function begin(at: At): void {
    expect(recordOf(at), `${at.step}#${at.visit} begins once`).toBeUndefined();
    history.push({ ...at, status: "running" });
    place.begin(at);
  }

  function end(at: At, how: "succeeded" | "failed"): void {
    const record = recordOf(at);
    if (!record) throw new Error("unreachable");
    const port = graph.edges.some((edge) => edge.from === at.step) ? chance.of([...portsOf(graph, at.step), "out"]) : "out";
    const failure = business("rule", `model.${at.step}`, "Drawn to fail.").failure;
    const wired = graph.edges.some((edge) => edge.from === at.step && portOf(edge) === "error");
    Object.assign(record, how === "succeeded" ? { status: how, port } : { status: how, failure, ...(wired ? { port: "error" } : {}) });
    // the engine keeps them as they ended (inOrderOfEnding)
    history.splice(history.indexOf(record), 1);
    history.splice(history.findIndex(isLive) < 0 ? history.length : history.findIndex(isLive), 0, record);
    if (how === "succeeded") place.succeed(at, port);
    else place.fail(at, failure.code);
  }

  const options = { isBody, firstVisit, reworkLimit: LIMIT };
  try {
    if (!isBody) {
      begin({ step: "s0", visit: 1 });
      const [record] = history;
      Object.assign(record ?? {}, { status: "succeeded", port: "out" });
      place.succeed({ step: "s0", visit: 1 }, "out");
    }
    for (let turn = 0; turn < 400; turn += 1) {
      const decision = decide(graph, history, options);
      // what waits and is not wanted any more, the engine cancels at once
      for (const each of decision.cancel) {
        const record = recordOf(each);
        if (record?.status === "waiting") record.status = "cancelled";
      }
      compare(turn);
      const choices = [
        ...place.ready().map((at) => ({ text: `${at.step}#${at.visit} begins`, work: () => begin(at) })),
        ...place.running().flatMap((at) => [
          { text: `${at.step}#${at.visit} succeeds`, work: () => end(at, "succeeded") },
          { text: `${at.step}#${at.visit} succeeds`, work: () => end(at, "succeeded") },
          { text: `${at.step}#${at.visit} fails`, work: () => end(at, chance.is(0.3) ? "failed" : "succeeded") },
          { text: `${at.step}#${at.visit} waits`, work: () => wait(at) },
        ]),
        ...place.waiting().map((at) => ({ text: `${at.step}#${at.visit} is answered`, work: () => end(at, "succeeded") })),
      ];
      if (choices.length === 0) return;
      const { text, work } = chance.of(choices);
      move(text, work);
    }
  } catch (error) {
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}\n${told(graph)}\n${moves.join("\n")}`);
  }

  function wait(at: At): void {
    const record = recordOf(at);
    if (record) record.status = "waiting";
    place.wait(at);
  }

  function compare(turn: number): void {
    const seen = decide(graph, structuredClone(history), options);
    const over = place.over();
    const busy = place.ready().length + place.running().filter(place.isWanted).length;
    const status = over?.status ?? (busy > 0 ? "running" : place.waiting().length > 0 ? "waiting" : "succeeded");
    agree(
      { turn, status: seen.status, code: seen.failure?.code ?? null, ready: seen.ready, waiting: seen.waiting, skipped: over ? [] : seen.skipped },
      {
        turn,
        status,
        code: over?.status === "failed" ? over.code : null,
        ready: place.ready(),
        waiting: place.waiting(),
        // of a run that is over, nobody asks what could not be reached
        skipped: over ? [] : place.dead(),
      },
    );
    const lines = (all: { step: string; visit: number; status: string; port?: string | null }[]) =>
      all.map((line) => `${line.step}#${line.visit} ${line.status} ${line.port ?? ""}`).toSorted();
    agree(lines(history), lines(place.log));
  }
}

function agree(seen: unknown, wanted: unknown): void {
  const [ours, theirs] = [JSON.stringify(seen), JSON.stringify(wanted)];
  // quicker than comparing deeply, and there is much to compare
  if (ours !== theirs) throw new Error(`decide says\n${ours}\nand the naive reading\n${theirs}`);
}

function portsOf(graph: Graph, step: string): string[] {
  return graph.edges.filter((edge) => edge.from === step && portOf(edge) !== "error").map(portOf);
}

function drawn(chance: Chance, isBody: boolean): Graph {
  const count = 2 + chance.below(8);
  const steps = Array.from({ length: count }, (_, at): Step => {
    const type = at === 0 && !isBody ? "trigger.api" : chance.is(0.05) ? "stop" : "map";
    return { id: `s${at}`, type, config: {}, ...(chance.is(0.35) ? { join: "any" as const } : {}) };
  });
  const edges: Edge[] = [];
  const add = (edge: Edge) => {
    const same = (other: Edge) => other.from === edge.from && other.to === edge.to && portOf(other) === portOf(edge);
    const isSecondBack = edge.rework === true && edges.some((other) => other.rework && other.from === edge.from && portOf(other) === portOf(edge));
    if (!edges.some(same) && !isSecondBack) edges.push(edge);
  };
  for (let n = 0; n < count * 2; n += 1) {
    const [a, b] = [chance.below(count), chance.below(count)];
    const port = chance.of(["out", "out", "other", "error"]);
    if (a !== b) add({ from: `s${Math.min(a, b)}`, to: `s${Math.max(a, b)}`, ...(port === "out" ? {} : { port }) });
  }
  for (let n = chance.below(4); n > 0; n -= 1) {
    const [a, b] = [chance.below(count), chance.below(count)];
    if (isBody || Math.min(a, b) > 0)
      add({ from: `s${Math.max(a, b)}`, port: chance.of(["back", "back", "out", "error"]), to: `s${Math.min(a, b)}`, rework: true });
  }
  return { steps, edges };
}

function told({ steps, edges }: Graph): string {
  const marks = steps.flatMap((step) =>
    step.join === "any" || step.type === "stop" ? [`${step.id}:${step.join ?? ""}${step.type === "stop" ? "stop" : ""}`] : [],
  );
  return `${edges.map((edge) => `${edge.from}.${portOf(edge)} ${edge.rework ? "~>" : ">"} ${edge.to}`).join(", ")} [${marks.join(" ")}]`;
}

function isLive({ status }: StepRecord): boolean {
  return status === "running" || status === "waiting";
}
