/** Where steps stand on the canvas: sizes, free spots, room for one more, and the order in which a flow is read. */
import type { Edge, FlowDocument, Step } from "./document.ts";
import { findFace } from "./steps/faces.ts";
import { wiringOf } from "./wiring.ts";

export type Spot = [number, number];
export type Size = { width: number; height: number };

export const GRID = 20;
/** from one row to the next, and from one column to the next */
export const ROW = 100;
export const COLUMN = 340;
export const NODE: Size = { width: 228, height: 62 };
const PILL: Size = { width: 148, height: 28 };

/** A stop is a small pill: it does nothing but end. */
export function sizeOf(step: Pick<Step, "type">): Size {
  return step.type === "stop" ? PILL : NODE;
}

export function onGrid([x, y]: Spot): Spot {
  return [Math.round(x / GRID) * GRID, Math.round(y / GRID) * GRID];
}

/** The nearest spot that overlaps nothing: the wanted one, else columns further right. */
export function freeSpot(document: FlowDocument, step: Pick<Step, "type">, wanted: Spot, ignore: ReadonlySet<string> = new Set()): Spot {
  return spotBeside(document, { size: sizeOf(step), wanted, ignore });
}

/** Whether a step has room there. */
export function isFree(document: FlowDocument, step: Pick<Step, "type">, at: Spot): boolean {
  return String(freeSpot(document, step, at)) === String(onGrid(at));
}

type Beside = { size: Size; wanted: Spot; ignore?: ReadonlySet<string>; others?: readonly { at: Spot; size: Size }[] };

/** The same for what is no step. */
export function spotBeside(document: FlowDocument, { size, wanted, ignore = new Set(), others = [] }: Beside): Spot {
  const steps = document.steps.flatMap((other) => {
    const at = document.layout?.[other.id];
    return at && !ignore.has(other.id) ? [{ at, size: sizeOf(other) }] : [];
  });
  const taken = [...steps, ...others];
  let [x, y] = onGrid(wanted);
  const overlaps = () =>
    taken.some(
      (other) =>
        x < other.at[0] + other.size.width + GRID &&
        other.at[0] < x + size.width + GRID &&
        y < other.at[1] + other.size.height + GRID &&
        other.at[1] < y + size.height + GRID,
    );
  for (let tries = 0; tries < 200 && overlaps(); tries += 1) {
    x += COLUMN;
    if (tries % 6 === 5) [x, y] = [onGrid(wanted)[0], y + ROW];
  }
  return [x, y];
}

/** Where a step stands when it comes after another: one row below with the middles in line, else to its right. */
export function below(document: FlowDocument, after: Step, type: string): Spot {
  const [x, y] = document.layout?.[after.id] ?? [0, 0];
  const under = onGrid([x + (sizeOf(after).width - sizeOf({ type }).width) / 2, y + ROW]);
  const spot = freeSpot(document, { type }, under);
  return spot[0] === under[0] && spot[1] === under[1] ? spot : freeSpot(document, { type }, [under[0] + COLUMN, y]);
}

/** Room for a step between two others: what comes after the edge moves on, away from where the edge comes from. */
export function makeRoom(document: FlowDocument, edge: Edge, type: string): { document: FlowDocument; at: Spot } {
  const layout = document.layout ?? {};
  const from = layout[edge.from] ?? [0, 0];
  const to = layout[edge.to] ?? [from[0], from[1] + ROW];
  const source = document.steps.find((step) => step.id === edge.from);
  const target = document.steps.find((step) => step.id === edge.to);
  const width = sizeOf({ type }).width;
  const isAcross = Math.abs(to[1] - from[1]) < ROW / 2;
  const gap = isAcross ? Math.abs(to[0] - from[0]) : to[1] - from[1];
  const step = isAcross ? COLUMN : ROW;
  const middle = isAcross ? to[0] : to[0] + ((target ? sizeOf(target).width : width) - width) / 2;
  if (gap >= step * 2) {
    const at: Spot = isAcross ? [(from[0] + to[0]) / 2, from[1]] : [middle, Math.max(from[1] + ROW, to[1] - ROW)];
    return { document, at: freeSpot(document, { type }, at) };
  }
  const on = edge.rework ? new Set<string>() : downstream(document, edge.to);
  if (source) on.delete(source.id);
  const shift: Spot = isAcross ? [Math.sign(to[0] - from[0] || 1) * COLUMN, 0] : [0, from[1] + ROW * 2 - to[1]];
  const moved = Object.fromEntries(
    Object.entries(layout).map(([id, [x, y]]): [string, Spot] => [id, on.has(id) && (isAcross || y >= to[1]) ? [x + shift[0], y + shift[1]] : [x, y]]),
  );
  const roomy = { ...document, layout: moved };
  return { document: roomy, at: freeSpot(roomy, { type }, isAcross ? [to[0], from[1]] : [middle, from[1] + ROW]) };
}

/** A step and all that follows it, not going back. */
export function downstream(document: Pick<FlowDocument, "edges">, start: string): Set<string> {
  return new Set(wiringOf(document.edges).downstream(start));
}

type Row = { step: Step; depth: number };
const outlines = new WeakMap<readonly Step[], { edges: readonly Edge[]; rows: Row[] }>();

/** Steps in reading order with how far each is indented: what an outcome alone leads to stands under it. */
export function outline(document: Pick<FlowDocument, "steps" | "edges">): Row[] {
  const known = outlines.get(document.steps);
  if (known?.edges === document.edges) return known.rows;
  const rows = read(document);
  outlines.set(document.steps, { edges: document.edges, rows });
  return rows;
}

function read(document: Pick<FlowDocument, "steps" | "edges">): Row[] {
  const byId = new Map(document.steps.map((step) => [step.id, step]));
  const wiring = wiringOf(document.edges);
  const leaving = (id: string) => wiring.from(id).filter((edge) => !edge.rework && byId.has(edge.to));
  const arriving = (id: string) => wiring.to(id).filter((edge) => !edge.rework && byId.has(edge.from));
  const depth = new Map<string, number>();
  const waiting = new Map(document.steps.map((step) => [step.id, arriving(step.id).length]));
  const found: Row[] = [];
  const enter = (id: string): boolean => {
    const step = byId.get(id);
    if (!step || depth.has(id)) return false;
    const sources = arriving(id);
    const depths = sources.map((edge) => {
      const outcomes = new Set(leaving(edge.from).map((other) => other.port ?? "out"));
      return (depth.get(edge.from) ?? 0) + (outcomes.size > 1 && sources.length === 1 ? 1 : 0);
    });
    depth.set(id, depths.length ? Math.min(...depths) : 0);
    found.push({ step, depth: depth.get(id) ?? 0 });
    return true;
  };
  // a stack of its own: a chain of a thousand steps would be too deep for calls within calls
  const visit = (first: string): void => {
    if (!enter(first)) return;
    const open = [leaving(first).values()];
    for (let edges = open.at(-1); edges; edges = open.at(-1)) {
      const { value: edge, done } = edges.next();
      if (done) {
        open.pop();
        continue;
      }
      const left = (waiting.get(edge.to) ?? 1) - 1;
      waiting.set(edge.to, left);
      if (left <= 0 && enter(edge.to)) open.push(leaving(edge.to).values());
    }
  };
  for (const step of document.steps) if (findFace(step.type)?.trigger) visit(step.id);
  for (const step of document.steps) if (arriving(step.id).length === 0) visit(step.id);
  // what is left stands in a circle
  for (const step of document.steps) visit(step.id);
  return found;
}
