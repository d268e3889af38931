/** The steps that a step's edges lead from and to. A body is walked through between its frame and what comes after that. */
import type { FlowDocument } from "#flow/document.ts";
import { bodyOf, placeOf } from "#flow/nested.ts";

export type Neighbours = { before: string[]; after: string[] };

export function neighboursOf(document: FlowDocument, id: string): Neighbours {
  const place = placeOf(document, id);
  if (!place) return { before: [], after: [] };
  const { graph, frames, step } = place;
  const frame = frames.at(-1);
  const edges = graph.edges.filter((edge) => !edge.rework);
  const before = unique(edges.filter((edge) => edge.to === id).map((edge) => edge.from));
  const after = unique(edges.filter((edge) => edge.from === id).map((edge) => edge.to));
  const body = bodyOf(step);
  const first = body ? body.steps.filter((each) => !body.edges.some((edge) => edge.to === each.id && !edge.rework)).map((each) => each.id) : [];
  return {
    before: before.length === 0 && frame ? [frame.id] : before,
    after: after.length === 0 && first.length === 0 && frame ? onward(document, frame.id) : [...first, ...after],
  };
}

/** What comes after a frame, not into it again. */
function onward(document: FlowDocument, frame: string): string[] {
  const place = placeOf(document, frame);
  const after = unique((place?.graph.edges ?? []).filter((edge) => edge.from === frame && !edge.rework).map((edge) => edge.to));
  const outer = place?.frames.at(-1);
  return after.length === 0 && outer ? onward(document, outer.id) : after;
}

function unique(ids: string[]): string[] {
  return [...new Set(ids)];
}
