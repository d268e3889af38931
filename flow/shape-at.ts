/** What a step can see: the shapes of `trigger`, `steps`, `run` and `vars` at its place, from the sample where there is one, else from what steps declare. */
import type { FlowDocument, Json } from "./document.ts";
import { availabilityOf } from "./availability.ts";
import { shapesOf } from "./flow-shapes.ts";
import type { Known, Sight } from "./flow-shapes.ts";
import { placeOf } from "./nested.ts";
import { isPromised } from "./promised.ts";
import { shapeOf } from "./shape-of.ts";
import type { Shape } from "./shape.ts";
import { unknownShape } from "./shape.ts";
import { findStep } from "./steps/index.ts";

/** Ids of the steps that may have run before this one, nearest first; rework edges do not count. */
export function stepsBefore(document: FlowDocument, step: string): string[] {
  const place = placeOf(document, step);
  if (!place) return [];
  // inside a frame: what comes before it there, then what comes before the frame, and so on outwards
  const outer = place.frames.toReversed().flatMap((frame) => availabilityOf(placeOf(document, frame.id)?.graph ?? document).before(frame.id));
  return [...availabilityOf(place.graph).before(step), ...outer];
}

type SeenValues = { trigger?: Json; steps: Record<string, Json>; vars?: Record<string, Json> };

/** The scope of expressions at a step. `seen`: what trigger and steps gave for the sample; `beside`: what is known of Odoo's models and of other flows. */
export function scopeAt(document: FlowDocument, step: string, seen: SeenValues, beside: Omit<Known, "trigger"> = {}): Shape {
  const before = stepsBefore(document, step);
  const shapes: Record<string, Shape> = {};
  const known = shapesOf(document, seen.trigger === undefined ? beside : { ...beside, trigger: seen.trigger });
  for (const id of before) {
    const definition = findStep(placeOf(document, id)?.step?.type ?? "");
    if (definition?.trigger) continue;
    const output = Object.hasOwn(seen.steps, id) ? seen.steps[id] : undefined;
    // what a test run only promises, as what another flow would give, is known by its shape
    shapes[id] = output === undefined || isPromised(output) ? known.output(id) : shapeOf(output);
  }
  const text: Shape = { kind: "string" };
  return {
    kind: "object",
    fields: {
      trigger: seen.trigger === undefined ? known.trigger(step) : shapeOf(seen.trigger),
      steps: { kind: "object", fields: shapes },
      run: { kind: "object", fields: { id: text, correlationId: text, startedAt: text, environment: text, businessKey: text } },
      vars: shapeOf(seen.vars ?? {}),
      ...(seesItems(document, step) ? { item: itemAt(known.sight(step)), index: { kind: "number" } as const } : {}),
      ...eventIn(known.sight(step)),
    },
  };
}

function eventIn({ scope }: Sight): Record<string, Shape> {
  const event = scope.kind === "object" ? scope.fields.event : undefined;
  return event ? { event } : {};
}

function itemAt({ scope, item }: Sight): Shape {
  return item ?? (scope.kind === "object" ? scope.fields.item : undefined) ?? unknownShape;
}

/** Inside a frame, or in a step that looks at the items of a list. */
function seesItems(document: FlowDocument, id: string): boolean {
  const place = placeOf(document, id);
  if (place === undefined) return false;
  const definition = findStep(place.step.type);
  return place.frames.length > 0 || definition?.perItem === true || (definition?.perRecord !== undefined && place.step.config.items !== undefined);
}
