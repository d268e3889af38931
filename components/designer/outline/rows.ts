/**
 * The flow as a tree: steps in reading order, under a step its named outcomes, under an outcome what it alone leads to, and under a frame the
 * steps inside it. Pure, so that what a screen reader tells can be tested without a screen.
 */
import type { Edge, Step } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import { stepName } from "#flow/edit.ts";
import { bodyOf, type Graph } from "#flow/nested.ts";
import { outline } from "#flow/placement.ts";
import { portsOf } from "#flow/ports-of.ts";
import { stepsById, wiringOf } from "#flow/wiring.ts";

type Common = {
  /** unique in the tree */
  key: string;
  /** of the step that it is or belongs to */
  step: Step;
  /** the step whose body it stands in */
  frame: string | null;
  /** from 1 */
  level: number;
  /** what it stands under */
  parent: string | null;
  hasChildren: boolean;
  /** its place among those that stand under the same, from 1, and how many these are */
  position: number;
  size: number;
};
export type StepRow = Common & { kind: "step" };
export type OutcomeRow = Common & { kind: "outcome"; port: string; label: string /** names of the steps that it leads to */; leadsTo: string[] };
export type OutlineRow = StepRow | OutcomeRow;

/** until all rows are known */
const ALONE = { hasChildren: false, position: 1, size: 1 };

export const stepKey = (id: string): string => id;
export const outcomeKey = (id: string, port: string): string => `${id}.${port}`;

export function outlineRows(graph: Graph): OutlineRow[] {
  const rows: OutlineRow[] = [];
  add(rows, graph, { frame: null, level: 1, parent: null });
  const sizes = new Map<string | null, number>();
  const positions = rows.map((row) => {
    const position = (sizes.get(row.parent) ?? 0) + 1;
    sizes.set(row.parent, position);
    return position;
  });
  return rows.map((row, index) => ({ ...row, position: positions[index] ?? 1, size: sizes.get(row.parent) ?? 1, hasChildren: sizes.has(row.key) }));
}

/** The rows, again and again while steps are written: where nothing leads elsewhere, only what was written is told anew. */
export function createOutlineRows(): (graph: Graph) => OutlineRow[] {
  let last: { graph: Graph; rows: OutlineRow[] } | null = null;
  return (graph) => {
    const rows = (last && rewrittenRows(last, graph)) ?? outlineRows(graph);
    last = { graph, rows };
    return rows;
  };
}

/** Null where rows may come, go or stand elsewhere. */
function rewrittenRows(last: { graph: Graph; rows: OutlineRow[] }, now: Graph): OutlineRow[] | null {
  const before = last.graph;
  if (before.edges !== now.edges || before.steps.length !== now.steps.length) return null;
  const fresh = new Map<string, Step>();
  for (const [index, step] of now.steps.entries()) {
    const was = before.steps[index];
    if (was === step) continue;
    if (was?.id !== step.id || bodyOf(was) || bodyOf(step) || outcomeWords(was) !== outcomeWords(step)) return null;
    fresh.set(step.id, step);
  }
  const wiring = wiringOf(now.edges);
  const leading = new Set([...fresh.keys()].flatMap((id) => wiring.to(id).map((edge) => outcomeKey(edge.from, portOf(edge)))));
  const names = stepsById(now.steps);
  const nameOf = (id: string) => {
    const step = names.get(id);
    return step ? stepName(step) : id;
  };
  return last.rows.map((row) => {
    // those inside a frame belong to its step, which is as it was
    if (row.frame !== null) return row;
    const step = fresh.get(row.step.id) ?? row.step;
    if (row.kind === "outcome" && leading.has(row.key)) {
      const leaving = wiring.from(step.id).filter((edge) => portOf(edge) === row.port);
      return { ...row, step, leadsTo: leaving.map((edge) => nameOf(edge.to)) };
    }
    return step === row.step ? row : { ...row, step };
  });
}

function outcomeWords(step: Step): string {
  return portsOf(step)
    .map(({ id, kind, label }) => `${kind} ${id} ${label}`)
    .join("\n");
}

/** What is seen while these rows are closed. */
export function visibleRows(rows: readonly OutlineRow[], closed: ReadonlySet<string>): OutlineRow[] {
  if (closed.size === 0) return [...rows];
  const hidden = new Set<string>();
  return rows.filter((row) => {
    const isHidden = row.parent !== null && (hidden.has(row.parent) || closed.has(row.parent));
    if (isHidden) hidden.add(row.key);
    return !isHidden;
  });
}

function add(rows: OutlineRow[], graph: Graph, at: { frame: string | null; level: number; parent: string | null }): void {
  const names = new Map(graph.steps.map((step) => [step.id, stepName(step)]));
  const wiring = wiringOf(graph.edges);
  // the outcomes that are open at each depth, the innermost last
  const groups: { depth: number; row: OutcomeRow }[] = [];
  const waiting = new Map<string, OutcomeRow>();
  for (const { step, depth } of outline(graph)) {
    while ((groups.at(-1)?.depth ?? 0) > depth) groups.pop();
    const own = depth === 0 ? undefined : outcomeAbove(wiring.to(step.id), waiting);
    if (own) {
      if (groups.at(-1)?.depth === depth) groups.pop();
      waiting.delete(own.key);
      groups.push({ depth, row: own });
      rows.push(own);
    }
    const above = groups.at(-1)?.row;
    const row: StepRow = {
      kind: "step",
      key: stepKey(step.id),
      step,
      frame: at.frame,
      level: above ? above.level + 1 : at.level,
      parent: above?.key ?? at.parent,
      ...ALONE,
    };
    rows.push(row);
    const body = bodyOf(step);
    if (body) add(rows, body, { frame: step.id, level: row.level + 1, parent: row.key });
    for (const outcome of outcomesOf(row, wiring.from(step.id), names)) {
      // one that leads to steps of its own stands above them, the others at once
      if (leadsAside(outcome, wiring, names)) waiting.set(outcome.key, outcome);
      else rows.push(outcome);
    }
  }
  // an outcome whose steps stood elsewhere after all is not lost
  for (const row of waiting.values()) {
    const after = rows.findIndex((each) => each.key === row.parent);
    rows.splice(after + 1, 0, row);
  }
}

function outcomeAbove(arriving: readonly Edge[], waiting: ReadonlyMap<string, OutcomeRow>): OutcomeRow | undefined {
  const forward = arriving.filter((edge) => !edge.rework);
  const [only] = forward;
  return only && forward.length === 1 ? waiting.get(outcomeKey(only.from, portOf(only))) : undefined;
}

function outcomesOf(row: StepRow, leaving: readonly Edge[], names: ReadonlyMap<string, string>): OutcomeRow[] {
  const ports = portsOf(row.step).filter((port) => port.kind === "outcome" || (port.kind === "error" && leaving.some((edge) => portOf(edge) === port.id)));
  return ports.map((port) => ({
    kind: "outcome",
    key: outcomeKey(row.step.id, port.id),
    step: row.step,
    frame: row.frame,
    level: row.level + 1,
    parent: row.key,
    ...ALONE,
    port: port.id,
    label: port.label,
    leadsTo: leaving.filter((edge) => portOf(edge) === port.id).map((edge) => names.get(edge.to) ?? edge.to),
  }));
}

/** Whether it alone leads to a step, which then stands under it. */
function leadsAside(outcome: OutcomeRow, wiring: ReturnType<typeof wiringOf>, names: ReadonlyMap<string, string>): boolean {
  return wiring.from(outcome.step.id).some((edge) => {
    const isOwn = portOf(edge) === outcome.port && !edge.rework && names.has(edge.to);
    return isOwn && wiring.to(edge.to).filter((other) => !other.rework).length === 1;
  });
}
