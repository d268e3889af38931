/**
 * Which edges leave a step and which arrive there, without looking through all of them. A list of edges is never changed, so that what was
 * found for it once holds for as long as it is drawn.
 */
import type { Edge, Step } from "./document.ts";

export type Wiring = {
  /** edges that leave a step, in the order in which they were drawn */
  from: (step: string) => readonly Edge[];
  /** edges that arrive at a step */
  to: (step: string) => readonly Edge[];
  /** a step and all that follows it, not going back */
  downstream: (step: string) => ReadonlySet<string>;
  /** a step and all that leads to it, not going back */
  upstream: (step: string) => ReadonlySet<string>;
};

const NONE: readonly Edge[] = [];
const known = new WeakMap<readonly Edge[], Wiring>();

export function wiringOf(edges: readonly Edge[]): Wiring {
  let wiring = known.get(edges);
  if (!wiring) {
    wiring = index(edges);
    known.set(edges, wiring);
  }
  return wiring;
}

const byId = new WeakMap<readonly Step[], ReadonlyMap<string, Step>>();

/** Steps of one list by their ids; the first of two with one id. */
export function stepsById(steps: readonly Step[]): ReadonlyMap<string, Step> {
  let found = byId.get(steps);
  if (!found) {
    found = new Map(steps.toReversed().map((step) => [step.id, step]));
    byId.set(steps, found);
  }
  return found;
}

function index(edges: readonly Edge[]): Wiring {
  const leaving = new Map<string, Edge[]>();
  const arriving = new Map<string, Edge[]>();
  for (const edge of edges) {
    append(leaving, edge.from, edge);
    append(arriving, edge.to, edge);
  }
  const from = (step: string) => leaving.get(step) ?? NONE;
  const to = (step: string) => arriving.get(step) ?? NONE;
  const after = new Map<string, Set<string>>();
  const before = new Map<string, Set<string>>();
  return {
    from,
    to,
    downstream: (step) => remembered(after, step, (at) => from(at).flatMap((edge) => (edge.rework ? [] : edge.to))),
    upstream: (step) => remembered(before, step, (at) => to(at).flatMap((edge) => (edge.rework ? [] : edge.from))),
  };
}

function append(map: Map<string, Edge[]>, step: string, edge: Edge): void {
  const list = map.get(step);
  if (list) list.push(edge);
  else map.set(step, [edge]);
}

function remembered(map: Map<string, Set<string>>, start: string, next: (step: string) => readonly string[]): ReadonlySet<string> {
  const before = map.get(start);
  if (before) return before;
  const found = new Set([start]);
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const step of next(at)) {
      if (found.has(step)) continue;
      found.add(step);
      open.push(step);
    }
  }
  map.set(start, found);
  return found;
}
