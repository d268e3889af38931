/**
 * What of a document differs from another that both sides hold. Documents are never changed, only replaced, so that what is the same object is
 * the same: a key typed into one of a thousand steps differs by that step, wherever it is kept or sent to.
 */
import type { FlowDocument, Step } from "./document.ts";

type Rest = Omit<FlowDocument, "steps">;
const OPTIONAL = ["layout", "groups", "notes"] as const satisfies (keyof Rest)[];

/** As JSON it reads back the same. */
export type Difference = {
  /** parts that are others than in the base */
  rest: Partial<Rest>;
  gone: readonly (typeof OPTIONAL)[number][];
  /** each step, or where it stands in the base; null where no step differs */
  steps: readonly (Step | number)[] | null;
};

export function differenceOf(base: FlowDocument, document: FlowDocument): Difference {
  const { steps, ...rest } = document;
  const changed: Partial<Rest> = rest;
  if (changed.throughline === base.throughline) delete changed.throughline;
  if (changed.flow === base.flow) delete changed.flow;
  if (changed.edges === base.edges) delete changed.edges;
  for (const part of OPTIONAL) if (changed[part] === base[part]) delete changed[part];
  return { rest: changed, gone: OPTIONAL.filter((part) => base[part] && !document[part]), steps: steps === base.steps ? null : placesOf(base, steps) };
}

/** @param base the document that the difference was taken from */
export function withDifference(base: FlowDocument, { rest, gone, steps }: Difference): FlowDocument {
  const document: FlowDocument = {
    ...base,
    ...rest,
    steps: steps === null ? base.steps : steps.flatMap((each) => (typeof each === "number" ? (base.steps[each] ?? []) : each)),
  };
  for (const part of gone) delete document[part];
  return document;
}

/** Most stand where they stood: only what moved has to be looked for. */
function placesOf(base: FlowDocument, steps: readonly Step[]): (Step | number)[] {
  let indexes: Map<Step, number> | undefined;
  return steps.map((step, index) => {
    if (base.steps[index] === step) return index;
    indexes ??= new Map(base.steps.map((each, at) => [each, at]));
    return indexes.get(step) ?? step;
  });
}
