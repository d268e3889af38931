/** What a step can see: the shapes of `trigger`, `steps`, `run` and `vars` at its place, from the sample where there is one, else from what steps declare. */
import type { FlowDocument, Json } from "./document.ts";
import { placeOf } from "./nested.ts";
import type { Graph } from "./nested.ts";
import type { Shape } from "./shape.ts";
import { eventShape, unknownShape } from "./shape.ts";
import { findStep } from "./steps/index.ts";

const DEEPEST = 6;

/** The shape of a value that is at hand. */
export function shapeOf(value: Json | undefined, depth = 0): Shape {
  if (value === undefined || depth > DEEPEST) return unknownShape;
  if (value === null) return { kind: "null" };
  if (typeof value === "string") return { kind: "string" };
  if (typeof value === "number") return { kind: "number" };
  if (typeof value === "boolean") return { kind: "boolean" };
  if (Array.isArray(value)) return { kind: "array", of: shapeOf(value[0], depth + 1) };
  return { kind: "object", fields: Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner, depth + 1)])) };
}

/** Ids of the steps that may have run before this one, nearest first; rework edges do not count. */
export function stepsBefore(document: FlowDocument, step: string): string[] {
  const place = placeOf(document, step);
  if (!place) return [];
  // inside a frame: what comes before it there, then what comes before the frame, and so on outwards
  const outer = place.frames.toReversed().flatMap((frame) => before(placeOf(document, frame.id)?.graph ?? document, frame.id));
  return [...before(place.graph, step), ...outer];
}

function before(document: Graph, step: string): string[] {
  const found: string[] = [];
  let open = [step];
  while (open.length > 0) {
    const next = document.edges.filter((edge) => !edge.rework && open.includes(edge.to)).map((edge) => edge.from);
    open = [...new Set(next)].filter((id) => !found.includes(id) && id !== step);
    found.push(...open);
  }
  return found;
}

/** The scope of expressions at a step. `seen`: what trigger and steps gave for the sample. */
export function scopeAt(document: FlowDocument, step: string, seen: { trigger?: Json; steps: Record<string, Json>; vars?: Record<string, Json> }): Shape {
  const before = stepsBefore(document, step);
  const shapes: Record<string, Shape> = {};
  const declared = (id: string): Shape => {
    const source = placeOf(document, id)?.step;
    const definition = source && findStep(source.type);
    if (!source || !definition || definition.trigger) return unknownShape;
    const config = definition.config.safeParse(source.config);
    return config.success ? definition.outputs(config.data, declared) : unknownShape;
  };
  for (const id of before) {
    const definition = findStep(placeOf(document, id)?.step?.type ?? "");
    if (definition?.trigger) continue;
    shapes[id] = seen.steps[id] === undefined ? declared(id) : shapeOf(seen.steps[id]);
  }
  const text: Shape = { kind: "string" };
  return {
    kind: "object",
    fields: {
      trigger: seen.trigger === undefined ? { kind: "object", fields: { body: unknownShape } } : shapeOf(seen.trigger),
      steps: { kind: "object", fields: shapes },
      run: { kind: "object", fields: { id: text, correlationId: text, startedAt: text, environment: text, businessKey: text } },
      vars: shapeOf(seen.vars ?? {}),
      ...(seesItems(document, step) ? { item: unknownShape, index: { kind: "number" } as const } : {}),
      ...(findStep(placeOf(document, step)?.step.type ?? "")?.seesEvent ? { event: eventShape } : {}),
    },
  };
}

/** Inside a frame, or in a step that looks at the items of a list. */
function seesItems(document: FlowDocument, id: string): boolean {
  const place = placeOf(document, id);
  return (place?.frames.length ?? 0) > 0 || findStep(place?.step.type ?? "")?.perItem === true;
}
