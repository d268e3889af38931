/** Problems of steps that call another flow: one that is not there or cannot be called, and an input that it does not take. */
import type { FlowFact } from "./called-flows.ts";
import { misfitsOf } from "./contract/misfits.ts";
import type { Misfit } from "./contract/misfits.ts";
import type { Step } from "./document.ts";
import type { FlowShapes } from "./flow-shapes.ts";
import { nameOf } from "./problem.ts";
import type { Found, Knowledge } from "./problem.ts";
import { isSchema } from "./schema-resolve.ts";
import { valueShape } from "./value-shape.ts";

/** All of them warn: the other flow may be deployed later, or changed. Runs that come before that fail at the step. */
export function subflowProblems(step: Step, shapes: FlowShapes, { flows }: Knowledge): Found[] {
  const { flow: key, input } = step.config;
  if (step.type !== "subflow" || typeof key !== "string" || key === "" || !flows) return [];
  const called = flows.find((each) => each.key === key);
  if (!called?.isCallable) return [uncallable(step, key, called)];
  const misfits = called.takes === null ? [] : misfitsOf(valueShape(input ?? {}, shapes.seen(step.id)), called.takes);
  return [
    ...(called.version === null ? [undeployed(step, called)] : []),
    ...misfits.map(
      (misfit): Found => ({
        severity: "warning",
        code: `subflow.${misfit.kind}`,
        step: step.id,
        field: fieldOf(step, misfit),
        message: `${misfit.path === "" ? "The input" : misfit.path} ${misfit.what} (${called.name}).`,
        fix: FIX[misfit.kind],
      }),
    ),
  ];
}

const FIX: Record<Misfit["kind"], string> = {
  required: "Give it: without it, runs fail here.",
  unknown: "Take it out, or add it to the input schema of that flow: with it, runs fail here.",
  type: "Give a value of that type: with another, runs fail here.",
  value: "Give one of its values: with another, runs fail here.",
};

function uncallable(step: Step, key: string, called: FlowFact | undefined): Found {
  return {
    severity: "warning",
    code: called ? "subflow.no_trigger" : "subflow.unknown",
    step: step.id,
    field: "flow",
    message: called
      ? `${nameOf(step)} calls ${called.name}, which has no API trigger to be called by.`
      : `${nameOf(step)} calls ${key}, and there is no such flow.`,
    fix: called ? "Give that flow an API trigger, or choose another one: runs fail here." : "Choose one that is there: runs fail here.",
  };
}

function undeployed(step: Step, { name }: FlowFact): Found {
  return {
    severity: "warning",
    code: "subflow.not_deployed",
    step: step.id,
    field: "flow",
    message: `${nameOf(step)} calls ${name}, which is not deployed in this environment.`,
    fix: "Deploy it there first: until then, runs fail here.",
  };
}

/** The value of the input that does not fit, where it is written out by itself; else the input. */
function fieldOf({ config }: Step, { path }: Misfit): string {
  const [first = ""] = path.split(/[.[]/);
  return isSchema(config.input) && Object.hasOwn(config.input, first) ? `input.${first}` : "input";
}
