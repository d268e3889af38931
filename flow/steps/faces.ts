/**
 * The faces of all step types, in the order of the palette. A browser gets this file made from the registry, with every `face.ts` in the place
 * of its `step.ts` (scripts/lib/faces.cjs): what draws a flow fetches no schemas and no execution.
 */
import type { StepFace } from "../step.ts";
import { findStep, stepTypes } from "./index.ts";

export const stepFaces: readonly StepFace[] = stepTypes;

export function findFace(type: string): StepFace | undefined {
  return findStep(type);
}
