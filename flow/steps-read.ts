/** Which steps' outputs a step's settings read: what must be known before it can be run by itself. */
import type { FlowDocument } from "./document.ts";
import { expressionsIn, pathsOf } from "./expression/inspect.ts";
import { allSteps, bodyOf, placeOf } from "./nested.ts";

/** Ids in the order of the document; those inside the step's own body come from the step itself. */
export function stepsReadBy(document: FlowDocument, id: string): string[] {
  const step = placeOf(document, id)?.step;
  if (!step) return [];
  const body = bodyOf(step);
  const own = new Set([id, ...(body ? allSteps(body).map((each) => each.id) : [])]);
  const read = new Set(expressionsIn(step.config).flatMap(({ source }) => pathsOf(source).flatMap(([root, name]) => (root === "steps" && name ? [name] : []))));
  return allSteps(document).flatMap((each) => (read.has(each.id) && !own.has(each.id) ? [each.id] : []));
}
