/** The outcomes a step can leave by, also while its config is still being typed. */
import { COMPENSATE } from "./compensation.ts";
import type { Step } from "./document.ts";
import type { StepFace, PortHint } from "./step.ts";
import { findFace } from "./steps/faces.ts";

/** Every effect has one: what is drawn from it takes the effect back after a failure. */
const takeBack: PortHint = { id: COMPENSATE, label: COMPENSATE, kind: "error" };

const known = new WeakMap<Step, PortHint[]>();

/** A step is never changed, only replaced: its config is read once. */
export function portsOf(step: Step): PortHint[] {
  const before = known.get(step);
  if (before) return before;
  const ports = read(step);
  known.set(step, ports);
  return ports;
}

function read(step: Step): PortHint[] {
  const definition = findFace(step.type);
  if (!definition) return [];
  return definition.effect ? [...outcomesOf(step, definition), takeBack] : outcomesOf(step, definition);
}

function outcomesOf(step: Step, definition: StepFace): PortHint[] {
  try {
    return definition.ports(step.config);
  } catch {
    // a half-typed config: what a new step of this type would have
    return definition.ports(definition.defaults);
  }
}

/** Where a step goes on when nobody says by which outcome: `out`, else its first outcome; none for a step that ends the run. */
export function mainPort(step: Step): PortHint | undefined {
  const ports = portsOf(step);
  return ports.find((port) => port.kind === "out") ?? ports.find((port) => port.kind === "outcome");
}
