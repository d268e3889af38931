/** Flows that other flows can call: what a caller knows of them, and what they say of themselves. */
import type { FlowDocument, Json, Step } from "./document.ts";
import type { Known } from "./flow-shapes.ts";
import { shapesOf } from "./flow-shapes.ts";
import { portOf } from "./marks.ts";
import { portsOf } from "./ports-of.ts";
import type { Shape } from "./shape.ts";
import { either, opened, unknownShape } from "./shape.ts";
import { findStep } from "./steps/index.ts";

/** A flow as the step that calls it sees it. */
export type FlowFact = {
  key: string;
  name: string;
  /** the version that is deployed in the environment; null: none that could be called */
  version: number | null;
  /** it has an API trigger, by which it is called */
  isCallable: boolean;
  /** JSON Schema of its input; null: it takes anything */
  takes: Json | null;
  /** what a step that calls it gives: what its last step gave */
  gives: Shape;
};

const API = "trigger.api";

export function isCallable({ steps }: Pick<FlowDocument, "steps">): boolean {
  return steps.some(({ type }) => type === API);
}

/** The input that its API trigger asks for. */
export function takenBy({ steps }: Pick<FlowDocument, "steps">): Json | null {
  return steps.find(({ type }) => type === API)?.config.schema ?? null;
}

/**
 * What a run of it ends with: the output of whichever step can be the last, because nothing follows one of its outcomes. It may give more by the
 * time it is called: another version may be deployed then.
 */
export function givenBy(document: FlowDocument, known: Known = {}): Shape {
  const shapes = shapesOf(document, known);
  const wired = new Set(document.edges.map((edge) => `${edge.from} ${portOf(edge)}`));
  const last = document.steps.filter((step) => {
    if (findStep(step.type)?.trigger || isFailure(step)) return false;
    const ways = portsOf(step).filter((port) => port.kind !== "error");
    return ways.length === 0 || ways.some((port) => !wired.has(`${step.id} ${port.id}`));
  });
  return last.length === 0 ? unknownShape : opened(either(...last.map((step) => shapes.output(step.id))));
}

/** A run that is stopped as failed gives its caller nothing. */
function isFailure({ type, config }: Step): boolean {
  return type === "stop" && config.outcome === "failed";
}
