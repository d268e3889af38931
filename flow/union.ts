/** Two states of a flow drawn as one: what is there now, with what has gone still standing where it stood. */
import { compareAnnotations, edgeTitle } from "./compare.ts";
import type { Edge, FlowDocument, Group, Step } from "./document.ts";
import { edgeKey } from "./edit.ts";
import { same } from "./merge-values.ts";
import { allSteps, bodyOf, type Graph } from "./nested.ts";
import { freeSpot } from "./placement.ts";

export type Mark = "added" | "removed" | "changed";
export type Union = {
  document: FlowDocument;
  /** of steps, by id, those in frames too; a frame is changed when something inside it is */
  steps: Map<string, Mark>;
  /** of edges, by their key */
  edges: Map<string, "added" | "removed">;
  /** of groups and of notes, by id */
  groups: Map<string, Mark>;
  notes: Map<string, Mark>;
  /** not in the document: a group has no place of its own, and would cover the one that took its steps */
  goneGroups: Group[];
};

type Marks = Pick<Union, "steps" | "edges">;

export function unionOf(before: FlowDocument, after: FlowDocument): Union {
  const marks: Marks = { steps: new Map(), edges: new Map() };
  const { steps, edges } = unionOfGraphs(before, after, marks);
  const was = before.layout ?? {};
  let document: FlowDocument = { ...after, steps: after.steps, edges };
  const layout = { ...was, ...after.layout };
  document = { ...document, layout };
  // what went stands beside what took its place
  for (const step of before.steps) {
    if (marks.steps.get(step.id) !== "removed") continue;
    document = { ...document, steps: [...document.steps, step], layout: { ...document.layout, [step.id]: freeSpot(document, step, was[step.id] ?? [0, 0]) } };
  }
  const told = compareAnnotations(before, after);
  const marksOf = (what: "group" | "note") => new Map(told.flatMap((change) => (change.what === what ? [[change.id, change.kind] as const] : [])));
  const notes = [...(after.notes ?? []), ...goneOf(before.notes, after.notes)];
  const drawn = { ...document, steps, ...(notes.length > 0 ? { notes } : {}) };
  return { document: drawn, ...marks, groups: marksOf("group"), notes: marksOf("note"), goneGroups: goneOf(before.groups, after.groups) };
}

function goneOf<Item extends { id: string }>(before: readonly Item[] = [], after: readonly Item[] = []): Item[] {
  const kept = new Set(after.map((each) => each.id));
  return before.filter((each) => !kept.has(each.id));
}

function unionOfGraphs(before: Graph, after: Graph, marks: Marks): Graph {
  const old = new Map(before.steps.map((step) => [step.id, step]));
  const kept = new Set(after.steps.map((step) => step.id));
  const steps = after.steps.map((step): Step => {
    const was = old.get(step.id);
    if (!was) {
      for (const each of allSteps({ steps: [step], edges: [] })) marks.steps.set(each.id, "added");
      return step;
    }
    if (same(was, step)) return step;
    marks.steps.set(step.id, "changed");
    const [wasBody, body] = [bodyOf(was), bodyOf(step)];
    if (!wasBody || !body) return step;
    return { ...step, config: { ...step.config, body: JSON.parse(JSON.stringify(unionOfGraphs(wasBody, body, marks))) } };
  });
  const gone = before.steps.filter((step) => !kept.has(step.id));
  for (const each of allSteps({ steps: gone, edges: [] })) marks.steps.set(each.id, "removed");
  return { steps: [...steps, ...gone], edges: unionOfEdges(before.edges, after.edges, marks) };
}

function unionOfEdges(before: readonly Edge[], after: readonly Edge[], marks: Marks): Edge[] {
  const [old, now] = [new Set(before.map(edgeTitle)), new Set(after.map(edgeTitle))];
  for (const edge of after) if (!old.has(edgeTitle(edge))) marks.edges.set(edgeKey(edge), "added");
  const keys = new Set(after.map(edgeKey));
  const gone = before.filter((edge) => !now.has(edgeTitle(edge)) && !keys.has(edgeKey(edge)));
  for (const edge of gone) marks.edges.set(edgeKey(edge), "removed");
  return [...after, ...gone];
}
