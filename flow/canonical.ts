/** Canonical JSON: sorted keys, steps and edges in a stable order, so that the same flow always gives the same bytes. */
import type { Edge, FlowDocument, Json } from "./document.ts";
import { portOf } from "./marks.ts";

/** Sorted keys, no spaces: what hashes are made of. */
export function canonical(value: Json): string {
  return JSON.stringify(sorted(value));
}

/** A flow file as text for people and git: two spaces, one line break at the end. */
export function flowFile(document: FlowDocument): string {
  const edges = [...document.edges].map(plain).sort((a, b) => order(a).localeCompare(order(b), "en"));
  const { groups, notes } = document;
  const inOrder = {
    ...document,
    steps: byId(document.steps),
    edges,
    ...(groups ? { groups: byId(groups).map((group) => ({ ...group, steps: [...group.steps].sort() })) } : {}),
    ...(notes ? { notes: byId(notes) } : {}),
  };
  return `${JSON.stringify(sorted(JSON.parse(JSON.stringify(inOrder)) as Json), null, 2)}\n`;
}

/** What a version means: without the layout, groups and notes, which a run knows nothing of. */
export function meaningOf(document: FlowDocument): string {
  const { layout: _, groups: __, notes: ___, ...rest } = document;
  return flowFile(rest);
}

const byId = <Item extends { id: string }>(items: readonly Item[]): Item[] => [...items].sort((a, b) => (a.id < b.id ? -1 : 1));

function plain(edge: Edge): Edge {
  const { port, rework, ...ends } = edge;
  return { ...ends, ...(port && port !== "out" ? { port } : {}), ...(rework ? { rework } : {}) };
}

const order = (edge: Edge) => `${edge.from}\u0000${portOf(edge)}\u0000${edge.to}`;

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
}
