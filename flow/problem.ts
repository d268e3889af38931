/** A problem of a flow, as it is shown beside the step or the setting that it concerns. */
import type { Step } from "./document.ts";

export type Problem = {
  severity: "error" | "warning";
  /** stable: graph.cycle, expression.syntax, config.required … */
  code: string;
  step: string | null;
  /** path inside the step's config (values.name, fields.0.value), or a key of the flow's settings */
  field: string | null;
  message: string;
  fix: string;
};

/** A problem as a rule reports it: what it does not concern is left out. */
export type Found = Omit<Problem, "step" | "field"> & { step?: string; field?: string };

/** What is known of an environment; absent knowledge finds no problem. */
export type Knowledge = { connections?: { key: string; kind: string }[]; secrets?: string[] };

/** How messages call a step. */
export function nameOf(step: Step): string {
  return step.name ?? step.id;
}
