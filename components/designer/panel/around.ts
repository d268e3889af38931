/** What stands around a step, kept still while only the step's own settings are typed: what is worked out from it is worked out once. */
import { useRef } from "react";
import type { FlowDocument, Step } from "#flow/document.ts";
import { placeOf } from "#flow/nested.ts";

export function useAround(document: FlowDocument, step: string): FlowDocument {
  const held = useRef({ document, step });
  if (held.current.step !== step || !isSameAround(held.current.document, document, step)) held.current = { document, step };
  return held.current.document;
}

/** Whether two documents differ in nothing but this step. */
export function isSameAround(a: FlowDocument, b: FlowDocument, step: string): boolean {
  if (a === b) return true;
  if (a.flow !== b.flow || a.edges !== b.edges || a.steps.length !== b.steps.length) return false;
  const isOwn = (each: Step, index: number) => each.id === step && b.steps[index]?.id === step && each.type === b.steps[index]?.type;
  if (a.steps.every((each, index) => each === b.steps[index] || isOwn(each, index))) return true;
  // a body is written anew with every change in it: nothing in it stays the same object
  return (placeOf(b, step)?.frames.length ?? 0) > 0 && withoutStep(a, step) === withoutStep(b, step);
}

function withoutStep({ flow, steps, edges }: FlowDocument, step: string): string {
  return JSON.stringify({ flow, steps, edges }, (_, value: unknown) =>
    typeof value === "object" && value !== null && "id" in value && "type" in value && value.id === step ? { id: step, type: value.type } : value,
  );
}
