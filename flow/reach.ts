/** Which steps belong together: what follows, what leads here, what is of the same type. In the order of the document. */
import type { FlowDocument } from "./document.ts";
import { wiringOf } from "./wiring.ts";

/** The steps and everything that may come after them, not going back. */
export function downstreamOf(document: FlowDocument, ids: readonly string[]): string[] {
  const wiring = wiringOf(document.edges);
  return inOrder(document, ids.map(wiring.downstream));
}

/** The steps and everything that may come before them, not going back. */
export function upstreamOf(document: FlowDocument, ids: readonly string[]): string[] {
  const wiring = wiringOf(document.edges);
  return inOrder(document, ids.map(wiring.upstream));
}

export function sameType(document: FlowDocument, ids: readonly string[]): string[] {
  const chosen = new Set(ids);
  const types = new Set(document.steps.filter((step) => chosen.has(step.id)).map((step) => step.type));
  return document.steps.filter((step) => types.has(step.type)).map((step) => step.id);
}

function inOrder(document: FlowDocument, found: readonly ReadonlySet<string>[]): string[] {
  const all = new Set(found.flatMap((each) => [...each]));
  return document.steps.filter((step) => all.has(step.id)).map((step) => step.id);
}
