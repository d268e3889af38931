/**
 * Which steps have surely run when a step runs, which may have, and by which outcomes they were left. Worked out per graph, once: a
 * thousand steps are rows of bits.
 */
import { COMPENSATE } from "./compensation.ts";
import { portOf } from "./marks.ts";
import type { Edge, Step } from "./document.ts";
import type { Graph } from "./nested.ts";
import { portsOf } from "./ports-of.ts";

export type Availability = {
  /** whether a way forward leads from one to the other; false for a step itself */
  isBefore: (earlier: string, later: string) => boolean;
  /** whether the later step never runs without the earlier one */
  isSure: (earlier: string, later: string) => boolean;
  /** whether the later step is reached through a certain outcome of the earlier one */
  isAfterPort: (earlier: string, later: string, isPort: (port: string) => boolean) => boolean;
  /** nearest first */
  before: (id: string) => string[];
};

const known = new WeakMap<readonly Edge[], { steps: readonly Step[]; found: Availability }>();

export function availabilityOf(graph: Graph): Availability {
  const last = known.get(graph.edges);
  if (last?.steps === graph.steps) return last.found;
  const found = last && leadsAlike(last.steps, graph.steps) ? last.found : workOut(graph);
  known.set(graph.edges, { steps: graph.steps, found });
  return found;
}

/** Whether what differs are settings that change no way through the graph. */
function leadsAlike(before: readonly Step[], after: readonly Step[]): boolean {
  return (
    before.length === after.length &&
    before.every((step, index) => {
      const other = after[index];
      if (other === step) return true;
      return other?.id === step.id && other.join === step.join && sameWays(step, other);
    })
  );
}

function sameWays(a: Step, b: Step): boolean {
  const ways = (step: Step) =>
    portsOf(step)
      .map((port) => `${port.id} ${port.kind}`)
      .join();
  return ways(a) === ways(b);
}

type Row = {
  /** the one port that it always leaves by; null where there are several, undefined until it is asked for */ way?: string | null;
  step: Step;
  index: number;
  ins: Edge[];
  outs: Edge[];
  before: Uint32Array;
  sure: Uint32Array;
};

function workOut(graph: Graph): Availability {
  const rows = new Map<string, Row>();
  const words = Math.ceil(graph.steps.length / 32) || 1;
  for (const [index, step] of graph.steps.entries())
    if (!rows.has(step.id)) rows.set(step.id, { step, index, ins: [], outs: [], before: new Uint32Array(words), sure: new Uint32Array(words) });
  for (const edge of graph.edges) {
    const [from, to] = [rows.get(edge.from), rows.get(edge.to)];
    if (edge.rework || !from || !to || from === to) continue;
    from.outs.push(edge);
    to.ins.push(edge);
  }
  const order = inOrder(rows);
  for (const row of order) {
    row.sure.fill(row.ins.length === 0 ? 0 : 0xffffffff);
    for (const edge of row.ins) {
      const from = rows.get(edge.from);
      if (!from) continue;
      for (let word = 0; word < words; word += 1) {
        const own = word === from.index >>> 5 ? bit(from.index) : 0;
        row.before[word] = (row.before[word] ?? 0) | (from.before[word] ?? 0) | own;
        row.sure[word] = (row.sure[word] ?? 0) & ((from.sure[word] ?? 0) | own);
      }
    }
  }
  const completed = new Set<Row>();
  /** joins that do not wait for all */
  const firsts = new Uint32Array(words);
  for (const { step, index } of order) if (step.join === "any") firsts[index >>> 5] = (firsts[index >>> 5] ?? 0) | bit(index);
  const has = (bits: Uint32Array, index: number) => ((bits[index >>> 5] ?? 0) & bit(index)) !== 0;
  const isBefore = (earlier: string, later: string) => {
    const [a, b] = [rows.get(earlier), rows.get(later)];
    return a !== undefined && b !== undefined && has(b.before, a.index);
  };

  /** Where a join waits for all, what runs beside a sure step without a condition has run, too. */
  const complete = (row: Row): void => {
    if (completed.has(row)) return;
    completed.add(row);
    if (row.step.join === "any" || row.before.some((word, index) => (word & (firsts[index] ?? 0)) !== 0)) return;
    for (const each of order) {
      if (each === row) return;
      if (!has(row.before, each.index) || has(row.sure, each.index)) continue;
      const isSure = each.ins.some((edge) => {
        const from = rows.get(edge.from);
        return from !== undefined && has(row.sure, from.index) && isOnlyWay(from, edge);
      });
      if (isSure) row.sure[each.index >>> 5] = (row.sure[each.index >>> 5] ?? 0) | bit(each.index);
    }
  };

  return {
    isBefore,
    isSure: (earlier, later) => {
      const [a, b] = [rows.get(earlier), rows.get(later)];
      if (!a || !b) return false;
      if (!has(b.sure, a.index) && b.ins.length > 0) complete(b);
      return has(b.sure, a.index);
    },
    isAfterPort: (earlier, later, isPort) =>
      rows.get(earlier)?.outs.some((edge) => isPort(portOf(edge)) && (edge.to === later || isBefore(edge.to, later))) ?? false,
    before: (id) => {
      const found: string[] = [];
      let open = [id];
      const seen = new Set(open);
      while (open.length > 0) {
        open = open.flatMap((each) => rows.get(each)?.ins.map((edge) => edge.from) ?? []).filter((each) => !seen.has(each) && seen.add(each));
        found.push(...open);
      }
      return found;
    },
  };
}

const bit = (index: number): number => 1 << (index & 31);

/** Whether a step that has run always leaves by this edge. What is taken back, and an error that nobody catches, are no ways on. */
function isOnlyWay(row: Row, edge: Edge): boolean {
  if (row.way === undefined) {
    const wired = new Set(row.outs.map(portOf));
    const [only, ...more] = portsOf(row.step).filter((port) => port.id !== COMPENSATE && (port.kind !== "error" || wired.has(port.id)));
    row.way = only && more.length === 0 ? only.id : null;
  }
  return row.way === portOf(edge);
}

/** Every step after those that lead to it; steps of a circle are left out. */
function inOrder(rows: Map<string, Row>): Row[] {
  const open = new Map([...rows.values()].map((row) => [row.step.id, row.ins.length]));
  const order = [...rows.values()].filter((row) => row.ins.length === 0);
  for (let at = 0; at < order.length; at += 1) {
    for (const edge of order[at]?.outs ?? []) {
      const left = (open.get(edge.to) ?? 0) - 1;
      open.set(edge.to, left);
      const row = rows.get(edge.to);
      if (left === 0 && row) order.push(row);
    }
  }
  return order;
}
