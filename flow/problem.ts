/** A problem of a flow, as it is shown beside the step or the setting that it concerns. */
import type { FlowFact } from "./called-flows.ts";
import type { ContractFact, OwnershipRule } from "./contract/facts.ts";
import type { Json, Step } from "./document.ts";
import type { OdooModelFact } from "./odoo-shape.ts";

export type Problem = {
  severity: "error" | "warning";
  /** stable: graph.cycle, expression.syntax, config.required … */
  code: string;
  step: string | null;
  /** path inside the step's config (values.name, fields.0.value), or a key of the flow's settings */
  field: string | null;
  message: string;
  fix: string;
  repair?: Repair;
  /** where a person has to choose how it is solved */
  ways?: readonly Way[];
};

/** A change of one setting that solves a problem without doubt; it is offered while the setting is still what it was. */
export type Repair = { field: string; was: Json; value: Json };

/** One way out of several: a change of a setting, or of the ownership rule that stands against it. */
export type Way = { kind: "repair"; label: string; repair: Repair } | { kind: "rule"; label: string; rule: string };

/** A problem as a rule reports it: what it does not concern is left out. */
export type Found = Omit<Problem, "step" | "field"> & { step?: string; field?: string };

/** What is known of an environment; absent knowledge finds no problem. */
export type Knowledge = {
  connections?: readonly { key: string; kind: string }[];
  secrets?: readonly string[];
  /** what `trigger` was in the sample that the flow is tried with */
  trigger?: Json;
  odoo?: readonly OdooModelFact[];
  people?: readonly PersonFact[];
  contracts?: readonly ContractFact[];
  /** those that a step can call, and those that it cannot */
  flows?: readonly FlowFact[];
  ownership?: readonly OwnershipRule[];
};

/** Who can be asked: a person that is not disabled. */
export type PersonFact = { id: string; name: string; email: string; role: string; groups: readonly string[] };

/** How messages call a step. */
export function nameOf(step: Step): string {
  return step.name ?? step.id;
}
