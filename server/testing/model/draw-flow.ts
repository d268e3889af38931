/** Whole flows from chance: every kind of step that decides about the way, and a call to another system wherever something can be seen. */
import type { FlowDocument, Json, Step } from "#flow/document.ts";
import { draw, drawBody } from "../engine.ts";
import type { Chance } from "./chance.ts";

type Drawn = Parameters<typeof draw>[0];
type Node = { entry: string; exit: string; ports: string[] };

/** `free`: whatever order its steps end in, it ends the same way. `ordered`: how it ends depends on who is first. */
export type Kind = "free" | "ordered";

const ITEMS = ["a", "b", "c"];

export function drawFlow(q: { chance: Chance; kind: Kind; seed: number }): FlowDocument {
  const { chance, kind, seed } = q;
  const nodes: Node[] = [{ entry: "start", exit: "start", ports: ["out"] }];
  const steps: Drawn["steps"] = {};
  const edges: string[] = [];
  const count = 3 + chance.below(6);
  let waits = 0;
  for (let n = 1; n <= count; n += 1) {
    const node = add(n);
    const from = Array.from({ length: 1 + chance.below(2) }, () => chance.of(nodes.filter((each) => each.ports.length > 0)));
    for (const before of from) lead(`${before.exit}.${chance.of(before.ports)}`, node.entry);
    const entry = steps[node.entry];
    if (entry && chance.is(0.3)) entry.join = "any";
    nodes.push(node);
  }
  if (kind === "ordered")
    for (const node of nodes.filter((each) => each.ports.includes("back")))
      if (chance.is(0.7)) edges.push(`${node.exit}.back ~> ${chance.of(nodes.slice(1, nodes.indexOf(node) + 1)).entry}`);
  return draw({ steps, edges, flow: { name: `Drawn from ${seed}` } });

  function lead(from: string, to: string): void {
    const edge = `${from} > ${to}`;
    if (!edges.includes(edge)) edges.push(edge);
  }

  function add(n: number): Node {
    const at = `n${n}`;
    const dice = chance.below(100);
    if (dice < 25) {
      // in a free flow, what a step sees may depend on who was first
      steps[at] = { type: "map", config: { fields: kind === "free" ? [] : [{ name: "sees", value: { $: "$join($sort($keys(steps)), ' ')" } }] } };
      return { entry: at, exit: at, ports: ["out"] };
    }
    if (dice < 50) {
      steps[at] = call(seed, at);
      // nothing catches it: a failure here ends the run
      if (kind === "ordered" && chance.is(0.3)) {
        steps[`${at}_undo`] = call(seed, `${at}_undo`);
        edges.push(`${at}.compensate > ${at}_undo`);
      }
      if (kind === "ordered" && chance.is(0.5)) return { entry: at, exit: at, ports: ["out"] };
      steps[`${at}_caught`] = { type: "map", config: { fields: [] } };
      edges.push(`${at}.error > ${at}_caught`);
      return { entry: at, exit: at, ports: ["out", "error"] };
    }
    if (dice < 72) {
      Object.assign(steps, ask(seed, at, kind === "ordered" ? ["a", "b", "back"] : ["a", "b"]));
      edges.push(`${at}_ask > ${at}_pick`);
      return { entry: `${at}_ask`, exit: `${at}_pick`, ports: kind === "ordered" ? ["a", "b", "back"] : ["a", "b"] };
    }
    if (dice < 88) {
      const stops = chance.is(0.5);
      const concurrency = kind === "free" && !stops ? 1 + chance.below(3) : 1;
      const items = ITEMS.slice(0, chance.below(4));
      steps[at] = { type: "each", config: { items, itemKey: { $: "item" }, concurrency, onFailure: stops ? "stop" : "continue", body: body(at) } };
      if (kind === "ordered") return { entry: at, exit: at, ports: ["out"] };
      steps[`${at}_caught`] = { type: "map", config: { fields: [] } };
      edges.push(`${at}.error > ${at}_caught`);
      return { entry: at, exit: at, ports: ["out", "error"] };
    }
    if (dice < 94 && (kind === "free" || waits === 0)) {
      waits += 1;
      steps[at] = { type: "wait", config: { for: `PT0.${1 + chance.below(3)}S` } };
      return { entry: at, exit: at, ports: ["out"] };
    }
    if (kind === "free") {
      steps[at] = { type: "map", config: { fields: [] } };
      return { entry: at, exit: at, ports: ["out"] };
    }
    steps[at] = {
      type: "stop",
      config: chance.is(0.5) ? { outcome: "succeeded", reason: "Drawn." } : { outcome: "failed", code: "model.stopped", reason: "Drawn." },
    };
    return { entry: at, exit: at, ports: [] };
  }

  /** A call, mostly a question, and what follows the answer. */
  function body(at: string): Json {
    const inside: Drawn["steps"] = { [`${at}_first`]: call(seed, `${at}_first`) };
    const ways = [`${at}_first > ${at}_ask`];
    Object.assign(inside, ask(seed, at, ["a", "b", "back"]));
    ways.push(`${at}_ask > ${at}_pick`, `${at}_pick.a > ${at}_last`);
    if (chance.is(0.5)) ways.push(`${at}_pick.back ~> ${at}_first`);
    if (chance.is(0.4)) ways.push(`${at}_first.error > ${at}_last`);
    inside[`${at}_last`] = { ...call(seed, `${at}_last`), ...(chance.is(0.5) ? { join: "any" as const } : {}) };
    return drawBody({ steps: inside, edges: ways });
  }
}

function call(seed: number, step: string) {
  const body = { $: `{ 'seed': ${seed}, 'step': '${step}', 'item': item }` };
  return { type: "http", delivery: "exactly-once" as const, config: { connection: "target", method: "POST", url: `/${step}`, body } satisfies Step["config"] };
}

/** The other system says which way to go. */
function ask(seed: number, at: string, ports: string[]): Drawn["steps"] {
  const cases = ports.map((port) => ({ port, when: { $: `steps.${at}_ask.body.go = '${port}'` } }));
  return { [`${at}_ask`]: call(seed, `${at}_ask`), [`${at}_pick`]: { type: "branch", config: { cases, else: "none" } } };
}
