/** Which step types may stand at a place, and which people mostly want there: what the picker shows, and what it shows first. */
import { COMPENSATE } from "./compensation.ts";
import type { Edge, FlowDocument } from "./document.ts";
import { portOf } from "./marks.ts";
import type { PortRef } from "./edit.ts";
import { stepOf } from "./edit.ts";
import type { StepFace, StepGroup } from "./step.ts";
import { findFace, stepFaces } from "./steps/faces.ts";

export type Spot = { from: PortRef | null; into: Edge | null; isInFrame: boolean };

/** Why a type cannot stand there; null where it can. */
export function whyNot(document: FlowDocument, type: StepFace, { from, into, isInFrame }: Spot): string | null {
  if (type.trigger && isInFrame) return "A trigger starts the flow; it cannot stand inside a for each.";
  if (type.trigger && (from || into)) return "A trigger starts the flow: nothing can lead to it.";
  if (type.type === "approve" && isInFrame) return "People could not tell the items apart: ask before or after the for each, about the whole list.";
  if (!into) return null;
  const ports = type.ports(type.defaults).filter((port) => port.kind !== "error");
  if (ports.length === 0) return `${type.title} ends the run, so nothing can come after it.`;
  if (into.rework && ports[0]?.kind === "out") return "Only an outcome may send work back.";
  return stepOf(document, into.from) ? null : "One of the two steps is not there any more.";
}

/** What comes after a step of a kind, most often first, before there is anything to learn from. */
const AFTER: Record<StepGroup | "none" | "error" | "refused", string[]> = {
  none: ["trigger.webhook", "trigger.schedule", "trigger.form", "trigger.event"],
  triggers: ["map", "validate", "branch", "odoo.search"],
  data: ["branch", "odoo.upsert", "approve", "each"],
  control: ["approve", "odoo.upsert", "map", "stop"],
  people: ["odoo.upsert", "odoo.create", "notify", "map"],
  odoo: ["odoo.create", "odoo.upsert", "event.publish", "notify"],
  other: ["map", "branch", "odoo.upsert", "notify"],
  error: ["notify", "stop", "wait"],
  refused: ["stop", "notify", "map"],
};

/** Types that fit best, the likeliest first: what this flow itself has after such a step, then what flows mostly have there. */
export function suggested(document: FlowDocument, spot: Spot, limit = 4): StepFace[] {
  const source = spot.into ? stepOf(document, spot.into.from) : spot.from ? stepOf(document, spot.from.step) : undefined;
  const port = spot.into ? portOf(spot.into) : spot.from?.port;
  const own = source ? habits(document, source.type, port) : [];
  const kind = kindOf(document, source?.type, port);
  const order = [...new Set([...own, ...AFTER[kind]])];
  return order.flatMap((id) => stepFaces.find((type) => type.type === id && whyNot(document, type, spot) === null) ?? []).slice(0, limit);
}

function kindOf(document: FlowDocument, source: string | undefined, port: string | undefined): keyof typeof AFTER {
  if (source === undefined) return document.steps.length === 0 ? "none" : "data";
  if (port === "error" || port === COMPENSATE || port === "timeout") return "error";
  if (port === "rejected" || port === "cancelled") return "refused";
  return findFace(source)?.group ?? "data";
}

/** Types that follow a type of step in this flow by the same outcome, most often first; twice is a habit. */
function habits(document: FlowDocument, source: string, port: string | undefined): string[] {
  const types = new Map(document.steps.map((step) => [step.id, step.type]));
  const counts = new Map<string, number>();
  for (const edge of document.edges) {
    const to = types.get(edge.to);
    if (edge.rework || to === undefined || types.get(edge.from) !== source || portOf(edge) !== port) continue;
    counts.set(to, (counts.get(to) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .toSorted((a, b) => b[1] - a[1])
    .map(([type]) => type);
}
