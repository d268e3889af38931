/**
 * Graphs inside graphs: a *for each* carries the steps of its body in its config. Ids are unique over the whole document, so a step is
 * found by its id wherever it stands.
 */
import type { Edge, FlowDocument, Step } from "./document.ts";

/** Steps and edges, of a flow or of a body in it. */
export type Graph = Pick<FlowDocument, "steps" | "edges">;

const bodies = new WeakMap<Step, Graph | null>();

/** What a step carries inside; null for every step that is no frame, and for a body that cannot be read. */
export function bodyOf(step: Step): Graph | null {
  if (step.type !== "each") return null;
  let body = bodies.get(step);
  if (body === undefined) {
    body = readBody(step.config.body);
    bodies.set(step, body);
  }
  return body;
}

/**
 * As far as one has to know to walk through it. The schema (flow/body.ts) says the rest where a flow is checked, and the designer, which walks
 * before anything is checked, needs no schemas for it.
 */
function readBody(value: unknown): Graph | null {
  if (!isRecord(value) || !Array.isArray(value.steps) || !Array.isArray(value.edges)) return null;
  const { steps, edges } = value;
  if (!steps.every(isStep) || !edges.every(isEdge)) return null;
  return { steps: steps.map((step) => (step.config === undefined ? { ...step, config: {} } : step)), edges };
}

function isStep(value: unknown): value is Step {
  if (!isRecord(value) || typeof value.id !== "string" || typeof value.type !== "string") return false;
  return (value.config === undefined || isRecord(value.config)) && (value.name === undefined || typeof value.name === "string");
}

function isEdge(value: unknown): value is Edge {
  return isRecord(value) && typeof value.from === "string" && typeof value.to === "string" && (value.port === undefined || typeof value.port === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where a step stands: its graph, and the frames around it, the outermost first. */
export type Place = { step: Step; graph: Graph; frames: Step[] };

const places = new WeakMap<Graph, Map<string, Place>>();

/** Every step of a graph and of the bodies in it, in the order in which they are drawn; the first of two with one id. */
export function placesIn(graph: Graph): Map<string, Place> {
  let known = places.get(graph);
  if (!known) {
    known = new Map();
    collect(known, graph, []);
    places.set(graph, known);
  }
  return known;
}

function collect(known: Map<string, Place>, graph: Graph, frames: Step[]): void {
  for (const step of graph.steps) {
    if (!known.has(step.id)) known.set(step.id, { step, graph, frames });
    const body = bodyOf(step);
    if (body) collect(known, body, [...frames, step]);
  }
}

/** All steps, those in bodies too; ids that are there twice come twice. */
export function allSteps(graph: Graph): Step[] {
  return graph.steps.flatMap((step) => {
    const body = bodyOf(step);
    return body ? [step, ...allSteps(body)] : [step];
  });
}

export function placeOf(graph: Graph, id: string): Place | undefined {
  return placesIn(graph).get(id);
}

/** Whether an edge leaves a step by a port. */
export function isWired(graph: Graph, id: string, port: string): boolean {
  return placeOf(graph, id)?.graph.edges.some((edge) => edge.from === id && (edge.port ?? "out") === port) ?? false;
}

const wholes = new WeakMap<FlowDocument, FlowDocument>();

/** The body of a frame as if it were the document: what a designer shows that has entered it, its steps placed by `arrange` where they have no place. Null where there is no such frame. */
export function viewOf(whole: FlowDocument, frame: string, arrange: (view: FlowDocument) => FlowDocument): FlowDocument | null {
  const step = placeOf(whole, frame)?.step;
  const body = step ? bodyOf(step) : null;
  if (!body) return null;
  const view = arrange({ ...whole, ...body });
  wholes.set(view, whole);
  return view;
}

/** The document that a view belongs to; a document that is no view is its own. */
export function wholeOf(document: FlowDocument): FlowDocument {
  return wholes.get(document) ?? document;
}

/** A changed view put back: its steps and edges into the frame, everything else as it is. */
export function withView(whole: FlowDocument, frame: string, view: FlowDocument): FlowDocument {
  const { steps, edges, ...rest } = view;
  return { ...rest, ...withBody({ steps: whole.steps, edges: whole.edges }, frame, { steps, edges }) };
}

function withBody(graph: Graph, frame: string, body: Graph): Graph {
  return {
    edges: graph.edges,
    steps: graph.steps.map((step) => {
      const own = bodyOf(step);
      if (!own) return step;
      const next = step.id === frame ? body : withBody(own, frame, body);
      const isSame = next.edges === own.edges && next.steps.every((each, index) => each === own.steps[index]) && next.steps.length === own.steps.length;
      // shared with the document's own types: a body is JSON like every other setting
      return isSame ? step : { ...step, config: { ...step.config, body: JSON.parse(JSON.stringify(next)) } };
    }),
  };
}
