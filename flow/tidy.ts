/**
 * Lays a flow out as people draw it: the main line runs straight down, an outcome that leads aside stands to the right of its step, and where
 * paths meet again they meet on the main line. Work that goes back does not count. A layered layout engine was tried: it knows no main line,
 * so that joins wander and edges run behind steps.
 */
import type { FlowDocument } from "./document.ts";
import type { Spot } from "./placement.ts";
import { COLUMN, downstream, freeSpot, NODE, outline, ROW, sizeOf } from "./placement.ts";

const BESIDE = 100;

type Cell = { row: number; column: number };

export function tidyLayout(document: FlowDocument): Record<string, Spot> {
  const order = outline(document).map((each) => each.step);
  const ids = new Set(order.map((step) => step.id));
  const forward = document.edges.filter((edge) => !edge.rework && ids.has(edge.from) && ids.has(edge.to));
  const sources = Map.groupBy(forward, (edge) => edge.to);
  const sourcesOf = (id: string) => [...new Set(sources.get(id)?.map((edge) => edge.from))];
  const targets = Map.groupBy(forward, (edge) => edge.from);
  const main = new Map(order.map((step) => [step.id, mainChild(document, [...new Set(targets.get(step.id)?.map((edge) => edge.to))])]));
  const cells = new Map<string, Cell>();
  const taken = new Set<string>();
  /** ends that leave room on their left for the way back to the main line */
  const beside = new Set<string>();
  const isFree = ({ row, column }: Cell) => !taken.has(`${row} ${column}`);
  const firstFree = (cell: Cell, step: Cell): Cell => (isFree(cell) ? cell : firstFree({ row: cell.row + step.row, column: cell.column + step.column }, step));
  const put = (id: string, cell: Cell) => {
    cells.set(id, cell);
    taken.add(`${cell.row} ${cell.column}`);
  };

  for (const step of order) {
    const above = sourcesOf(step.id).flatMap((id) => {
      const cell = cells.get(id);
      return cell ? [{ id, ...cell }] : [];
    });
    const [only] = above;
    if (!only) {
      put(step.id, firstFree({ row: 0, column: 0 }, { row: 0, column: 1 }));
      continue;
    }
    if (above.length > 1 || main.get(only.id) === step.id) {
      const column = Math.min(...above.map((source) => source.column));
      put(step.id, firstFree({ row: Math.max(...above.map((source) => source.row)) + 1, column }, { row: 1, column: 0 }));
      continue;
    }
    // aside: an end stands below where the main line has left this column, anything else to the right
    const next = main.get(only.id);
    const meets = next === undefined ? [] : sourcesOf(next).flatMap((id) => cells.get(id) ?? []);
    const isBelowFree = step.type === "stop" && meets.some((cell) => cell.column < only.column) && isFree({ row: only.row + 1, column: only.column });
    if (isBelowFree) beside.add(step.id);
    put(step.id, isBelowFree ? { row: only.row + 1, column: only.column } : firstFree({ row: only.row, column: only.column + 1 }, { row: 1, column: 0 }));
  }

  return Object.fromEntries(
    order.map((step): [string, Spot] => {
      const { row, column } = cells.get(step.id) ?? { row: 0, column: 0 };
      return [step.id, [column * COLUMN + (beside.has(step.id) ? BESIDE : (NODE.width - sizeOf(step).width) / 2), row * ROW]];
    }),
  );
}

/** Some steps tidied by the edges between them, where they stand: their frame keeps its top left corner. */
export function tidyPart(document: FlowDocument, ids: readonly string[]): Record<string, Spot> {
  const chosen = new Set(ids);
  const part = {
    ...document,
    steps: document.steps.filter((step) => chosen.has(step.id)),
    edges: document.edges.filter((edge) => chosen.has(edge.from) && chosen.has(edge.to)),
  };
  const next = tidyLayout(part);
  const corner = (layout: Record<string, Spot>, axis: 0 | 1) => Math.min(...part.steps.map((step) => layout[step.id]?.[axis] ?? Number.POSITIVE_INFINITY));
  const shift = ([0, 1] satisfies (0 | 1)[]).map((axis) => corner(document.layout ?? {}, axis) - corner(next, axis));
  const [dx = 0, dy = 0] = shift.every(Number.isFinite) ? shift : [];
  return Object.fromEntries(Object.entries(next).map(([id, [x, y]]): [string, Spot] => [id, [x + dx, y + dy]]));
}

/** A document in which every step has a place: without any it is laid out, and steps that never had one stand below what leads to them. */
export function placed(document: FlowDocument): FlowDocument {
  const known = bare(document.layout);
  const missing = outline(document).filter(({ step }) => known[step.id] === undefined);
  if (missing.length === 0) return document;
  if (missing.length === document.steps.length) return { ...document, layout: tidyLayout(document) };
  const layout = bare(known);
  for (const { step } of missing) {
    const source = document.edges.find((edge) => edge.to === step.id && !edge.rework && layout[edge.from]);
    const at = source ? layout[source.from] : undefined;
    layout[step.id] = freeSpot({ ...document, layout }, step, at ? [at[0], at[1] + ROW] : [0, 0]);
  }
  return { ...document, layout: { ...layout } };
}

/** Places by step, and nothing else: every object has a `constructor`, and so may a flow. */
function bare(layout: FlowDocument["layout"]): Record<string, Spot> {
  return Object.assign(Object.create(null), layout);
}

/** Of the steps that come next, the one the main line goes on to: where paths meet again, else the longest way, else the first outcome. */
function mainChild(document: FlowDocument, children: readonly string[]): string | undefined {
  // how far it goes on matters only beside another one: to walk to the end from every step took seconds in a flow of a thousand
  if (children.length < 2) return children[0];
  const isMeeting = (child: string) => children.some((other) => other !== child && downstream(document, other).has(child));
  const meeting = children.find(isMeeting);
  if (meeting !== undefined) return meeting;
  let best: { child: string; length: number } | undefined;
  for (const child of children) {
    const length = downstream(document, child).size;
    if (!best || length > best.length) best = { child, length };
  }
  return best?.child;
}
