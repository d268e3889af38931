/** The path a run took through its graph: where each box goes and which edges were walked. Pure. */
import { COMPENSATE } from "#flow/compensation.ts";
import type { FlowDocument } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import { stateOf, type StepState } from "./waterfall.ts";
import type { StepRunView } from "#server/app.ts";

export const BOX = { width: 100, height: 22, column: 122, lane: 56, top: 34, left: 2 };

export type PathNode = { step: string; name: string; state: StepState; visits: number; column: number; lane: number; x: number; y: number };
/** `labelAt` is null where there is no room for words: between neighbours on one line. */
export type PathEdge = {
  key: string;
  from: string;
  to: string;
  taken: boolean;
  rework: boolean;
  label: string | null;
  d: string;
  labelAt: { x: number; y: number } | null;
};
export type Path = { nodes: PathNode[]; edges: PathEdge[]; width: number; height: number };

export function layoutPath(run: { document: FlowDocument; steps: StepRunView[]; over: boolean }): Path {
  const columns = columnsOf(run.document);
  const records = Map.groupBy(run.steps, (step) => step.step);
  const lanes = lanesOf(run.document, columns, (id) => records.has(id));
  const nodes = run.document.steps.map((step): PathNode => {
    const passes = records.get(step.id) ?? [];
    const last = passes.at(-1);
    const column = columns.get(step.id) ?? 0;
    const lane = lanes.get(step.id) ?? 0;
    return {
      step: step.id,
      name: step.name ?? step.id,
      state: last ? stateOf(last) : run.over ? "skipped" : "queued",
      visits: new Set(passes.map((pass) => pass.visit)).size,
      column,
      lane,
      x: BOX.left + column * BOX.column,
      y: BOX.top + lane * BOX.lane,
    };
  });
  const byId = new Map(nodes.map((node) => [node.step, node]));
  const edges = run.document.edges.flatMap((edge, index): PathEdge[] => {
    const from = byId.get(edge.from);
    const to = byId.get(edge.to);
    if (!from || !to) return [];
    const walked = (records.get(edge.from) ?? []).filter(
      (record) => (record.status === "succeeded" || record.status === "failed") && (record.port ?? null) === portOf(edge),
    ).length;
    const port = portOf(edge);
    const label = edge.rework ? `${portName(port)}${times(walked)}` : port === "out" ? null : portName(port);
    return [
      {
        key: `${edge.from}.${port}.${edge.to}.${index}`,
        from: edge.from,
        to: edge.to,
        taken: walked > 0 || (port === COMPENSATE && records.has(edge.to)),
        rework: edge.rework === true,
        label,
        ...draw(from, to, edge.rework === true),
      },
    ];
  });
  const lastLane = Math.max(0, ...nodes.map((node) => node.lane));
  return {
    nodes,
    edges,
    width: Math.max(0, ...nodes.map((node) => node.x)) + BOX.width + 4,
    height: BOX.top + lastLane * BOX.lane + BOX.height + 34,
  };
}

/** One sentence for those who cannot see the drawing. */
export function describePath(path: Path): string {
  const walked = path.nodes
    .filter((node) => node.visits > 0)
    .map(
      (node) =>
        `${node.name}${node.visits > 1 ? `, ${node.visits} times` : ""}${node.state === "technical" || node.state === "business" ? ", failed" : ""}${node.state === "waiting" ? ", waiting" : ""}`,
    );
  return walked.length === 0 ? "No step was reached" : `Path taken: ${walked.join("; ")}`;
}

/** The words of the ports that every flow knows. */
export function portName(port: string): string {
  return (
    { approved: "approved", rejected: "rejected", changes: "changes requested", expired: "expired", error: "on error", timeout: "time ran out" }[port] ?? port
  );
}

function times(count: number): string {
  if (count === 0) return "";
  if (count === 1) return ", once";
  return count === 2 ? ", twice" : `, ${count} times`;
}

/** Longest way from a start, over edges that do not send work back. */
function columnsOf(document: FlowDocument): Map<string, number> {
  const forward = document.edges.filter((edge) => !edge.rework);
  const columns = new Map(document.steps.map((step) => [step.id, 0]));
  // as many rounds as steps settle every acyclic graph; a cycle, which publishing refuses, just stops
  for (let round = 0; round < document.steps.length; round += 1) {
    for (const edge of forward) {
      const next = (columns.get(edge.from) ?? 0) + 1;
      if (columns.has(edge.to) && next > (columns.get(edge.to) ?? 0) && next < document.steps.length) columns.set(edge.to, next);
    }
  }
  return columns;
}

/** The path taken keeps the first lane; what was not reached moves below where it would collide. */
function lanesOf(document: FlowDocument, columns: Map<string, number>, reached: (step: string) => boolean): Map<string, number> {
  const lanes = new Map<string, number>();
  const used = new Map<number, Set<number>>();
  const order = new Map(document.steps.map((step, index) => [step.id, index]));
  const ids = document.steps
    .map((step) => step.id)
    .sort(
      (a, b) =>
        (columns.get(a) ?? 0) - (columns.get(b) ?? 0) ||
        Number(reached(b)) - Number(reached(a)) ||
        outgoing(document, b) - outgoing(document, a) ||
        (order.get(a) ?? 0) - (order.get(b) ?? 0),
    );
  for (const id of ids) {
    const column = columns.get(id) ?? 0;
    const taken = used.get(column) ?? new Set<number>();
    const before = document.edges.filter((edge) => edge.to === id && !edge.rework).map((edge) => lanes.get(edge.from) ?? 0);
    let lane = before.length > 0 ? Math.min(...before) : 0;
    while (taken.has(lane)) lane += 1;
    taken.add(lane);
    used.set(column, taken);
    lanes.set(id, lane);
  }
  return lanes;
}

function outgoing(document: FlowDocument, step: string): number {
  return document.edges.filter((edge) => edge.from === step && !edge.rework).length;
}

type Drawn = Pick<PathEdge, "d" | "labelAt">;

function draw(from: PathNode, to: PathNode, rework: boolean): Drawn {
  const right = from.x + BOX.width;
  const middle = from.y + BOX.height / 2;
  const target = to.y + BOX.height / 2;
  if (rework) return arc({ from: from.x + BOX.width / 2, to: to.x + BOX.width / 2, fromY: from.y, toY: to.y, at: Math.min(from.y, to.y) - 20 });
  if (from.lane === to.lane && to.column === from.column + 1) return { d: `M${right} ${middle}H${to.x}`, labelAt: null };
  if (from.lane === to.lane)
    return arc({ from: from.x + BOX.width / 2, to: to.x + BOX.width / 2, fromY: from.y + BOX.height, toY: to.y + BOX.height, at: from.y + BOX.height + 17 });
  const turn = (to.column > from.column ? right : from.x) + 14;
  return {
    d: `M${right} ${middle}H${turn - 6}${corner({ x: turn, y: middle, down: target > middle })}V${target - Math.sign(target - middle) * 6}${cornerOut({ x: turn, y: target, down: target > middle })}H${to.x}`,
    labelAt: { x: turn + 4, y: (middle + target) / 2 + 3.5 },
  };
}

function arc(q: { from: number; to: number; fromY: number; toY: number; at: number }): Drawn {
  const side = Math.sign(q.to - q.from) || 1;
  const into = q.at < q.fromY ? 1 : -1;
  return {
    d: `M${q.from} ${q.fromY}V${q.at + into * 8}Q${q.from} ${q.at} ${q.from + side * 8} ${q.at}H${q.to - side * 8}Q${q.to} ${q.at} ${q.to} ${q.at + into * 8}V${q.toY}`,
    labelAt: { x: (q.from + q.to) / 2, y: q.at + 3.5 },
  };
}

function corner(q: { x: number; y: number; down: boolean }): string {
  return `Q${q.x} ${q.y} ${q.x} ${q.y + (q.down ? 6 : -6)}`;
}

function cornerOut(q: { x: number; y: number; down: boolean }): string {
  return `Q${q.x} ${q.y} ${q.x + 6} ${q.y}`;
}
