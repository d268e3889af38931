/** Which steps belong together: what follows, what leads here, what is of the same type. In the order of the document. */
import type { FlowDocument } from "./document.ts";

/** The steps and everything that may come after them, not going back. */
export function downstreamOf(document: FlowDocument, ids: readonly string[]): string[] {
  return reach(document, ids, (edge) => [edge.from, edge.to]);
}

/** The steps and everything that may come before them, not going back. */
export function upstreamOf(document: FlowDocument, ids: readonly string[]): string[] {
  return reach(document, ids, (edge) => [edge.to, edge.from]);
}

export function sameType(document: FlowDocument, ids: readonly string[]): string[] {
  const types = new Set(document.steps.filter((step) => ids.includes(step.id)).map((step) => step.type));
  return document.steps.filter((step) => types.has(step.type)).map((step) => step.id);
}

function reach(document: FlowDocument, ids: readonly string[], ends: (edge: FlowDocument["edges"][number]) => [string, string]): string[] {
  const next = new Map<string, string[]>();
  for (const edge of document.edges) {
    if (edge.rework) continue;
    const [from, to] = ends(edge);
    next.set(from, [...(next.get(from) ?? []), to]);
  }
  const found = new Set(ids);
  const open = [...ids];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const to of next.get(at) ?? []) {
      if (found.has(to)) continue;
      found.add(to);
      open.push(to);
    }
  }
  return document.steps.filter((step) => found.has(step.id)).map((step) => step.id);
}
