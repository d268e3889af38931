/**
 * Compensation: steps that take back what an effect did, drawn from its port `compensate`. They never run while the run goes forward. After a
 * failure that nothing caught, those of the effects that had succeeded run one after the other, the latest effect first.
 */
import type { FlowDocument } from "./document.ts";
import { portOf } from "./marks.ts";
import type { Graph } from "./nested.ts";
import { placeOf } from "./nested.ts";

export const COMPENSATE = "compensate";

export type Compensations = {
  /** by the effect: the steps that take it back, as a graph of their own */
  chains: Map<string, Graph>;
  /** every step of every chain */
  inside: Set<string>;
};

const known = new WeakMap<Graph, Compensations | null>();

/** null where nothing is taken back; worked out once per graph, which never changes. */
export function compensationsOf(graph: Graph): Compensations | null {
  let found = known.get(graph);
  if (found === undefined) {
    found = read(graph);
    known.set(graph, found);
  }
  return found;
}

/** Whether a step of a document, or of a body in it, takes back what others did. */
export function isCompensation(document: FlowDocument, step: string): boolean {
  const place = placeOf(document, step);
  return place !== undefined && compensationsOf(place.graph)?.inside.has(step) === true;
}

function read(graph: Graph): Compensations | null {
  const starts = Map.groupBy(
    graph.edges.filter((edge) => portOf(edge) === COMPENSATE),
    (edge) => edge.from,
  );
  if (starts.size === 0) return null;
  const all = [...starts.values()].flat().map((edge) => edge.to);
  const inside = after(graph, all);
  const chains = new Map<string, Graph>();
  for (const [effect, edges] of starts) {
    // what takes something back can be taken back itself, but only by its own chain
    if (inside.has(effect)) continue;
    const ids = after(
      graph,
      edges.map((edge) => edge.to),
    );
    chains.set(effect, {
      steps: graph.steps.filter((step) => ids.has(step.id)),
      edges: graph.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to)),
    });
  }
  return { chains, inside };
}

function after(graph: Graph, starts: string[]): Set<string> {
  const reached = new Set(starts);
  const open = [...reached];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const edge of graph.edges) {
      if (edge.rework || edge.from !== at || reached.has(edge.to)) continue;
      reached.add(edge.to);
      open.push(edge.to);
    }
  return reached;
}
