/** The order of steps, changed without drawing: a step changes places with the one before it or after it. */
import { COMPENSATE } from "./compensation.ts";
import type { Edge, FlowDocument } from "./document.ts";
import { portOf } from "./marks.ts";
import { edgeKey, type Edited, type Refused, stepName, stepOf } from "./edit.ts";
import { mainPort } from "./ports-of.ts";
import { findFace } from "./steps/faces.ts";
import { wiringOf } from "./wiring.ts";

/**
 * Moves a step one place later (`by` 1) or earlier (-1) in its row of steps. Only a row has an order: where paths part or meet between the two,
 * a sentence says so.
 */
export function moveInOrder(document: FlowDocument, { id, by }: { id: string; by: 1 | -1 }): Edited | Refused {
  const step = stepOf(document, id);
  if (!step) return { refused: `There is no step ${id} any more.` };
  if (findFace(step.type)?.trigger) return { refused: `${stepName(step)} starts the flow; it cannot move.` };
  const wiring = wiringOf(document.edges);
  const neighbours = (by === 1 ? wiring.from(id) : wiring.to(id)).filter(isForward);
  const [edge] = neighbours;
  if (!edge) return { refused: `${stepName(step)} is the ${by === 1 ? "last" : "first"} step here.` };
  if (neighbours.length > 1) return { refused: `${by === 1 ? "Several ways lead on from" : "Several steps lead to"} ${stepName(step)}: connect it by hand.` };
  const [first, second] = by === 1 ? [id, edge.to] : [edge.from, id];
  return swap(document, { edge, first, second });
}

function swap(document: FlowDocument, { edge, first, second }: { edge: Edge; first: string; second: string }): Edited | Refused {
  const wiring = wiringOf(document.edges);
  const [one, other] = [stepOf(document, first), stepOf(document, second)];
  if (!one || !other) return { refused: "One of the two steps is not there any more." };
  const port = mainPort(other);
  if (findFace(one.type)?.trigger) return { refused: `${stepName(one)} starts the flow: nothing can stand before it.` };
  if (!port) return { refused: `${stepName(other)} ends the run: nothing can come after it.` };
  if (wiring.to(second).filter(isForward).length > 1) return { refused: `Several steps lead to ${stepName(other)}: connect them by hand.` };
  if (wiring.from(first).filter(isForward).length > 1) return { refused: `Several ways lead on from ${stepName(one)}: connect them by hand.` };
  const onward = wiring.from(second).filter(isForward);
  if (onward.length > 1) return { refused: `Several ways lead on from ${stepName(other)}: connect them by hand.` };
  const into = new Set(wiring.to(first).filter(isForward).map(edgeKey));
  const gone = new Set([edge, ...onward].map(edgeKey));
  const [next] = onward;
  const between: Edge = { from: second, ...((next ? portOf(next) : port.id) === "out" ? {} : { port: next ? portOf(next) : port.id }), to: first };
  const edges = document.edges.flatMap((each): Edge[] => {
    const key = edgeKey(each);
    if (key === edgeKey(edge)) return next ? [between, { ...each, to: next.to }] : [between];
    if (gone.has(key)) return [];
    return into.has(key) ? [{ ...each, to: second }] : [each];
  });
  const { [first]: above, [second]: below } = document.layout ?? {};
  const layout = above && below ? { ...document.layout, [first]: below, [second]: above } : document.layout;
  return { document: { ...document, edges, ...(layout ? { layout } : {}) } };
}

const isForward = (edge: Edge): boolean => !edge.rework && portOf(edge) !== COMPENSATE;
