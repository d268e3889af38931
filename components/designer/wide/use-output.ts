/** What a step gives, as far as it is known: the last test run, what the sample brings, or what its type declares. */
import { useMemo } from "react";
import type { FlowDocument, Step } from "#flow/document.ts";
import { shapesOf } from "#flow/flow-shapes.ts";
import type { Shape } from "#flow/shape.ts";
import { unknownShape } from "#flow/shape.ts";
import { stepName } from "#flow/edit.ts";
import { findStep } from "#flow/steps/index.ts";
import type { SampleView } from "#server/app.ts";
import type { Live } from "../panel/use-live.ts";
import type { Source } from "./sources.ts";

export function useOutput(q: { document: FlowDocument; step: Step; scope: Shape; sample: SampleView | null; record: Live["record"] }): Source {
  const { document, step, scope, sample, record } = q;
  return useMemo((): Source => {
    const definition = findStep(step.type);
    const base = { title: stepName(step), type: step.type };
    if (definition?.trigger) return { ...base, path: "trigger", origin: sample ? "sample" : "shape", value: sample?.trigger, shape: fieldOf(scope, "trigger") };
    const pin = sample?.pins[step.id];
    const isGiven = record !== null && record.status !== "skipped" && (record.status !== "failed" || record.port === "error");
    const shape = shapesOf(document, sample ? { trigger: sample.trigger } : {}).output(step.id);
    if (pin !== undefined) return { ...base, path: `steps.${step.id}`, origin: "pinned", value: pin.output, shape };
    return { ...base, path: `steps.${step.id}`, origin: isGiven ? "run" : "shape", value: isGiven ? record.output : undefined, shape };
  }, [document, step, scope, sample, record]);
}

function fieldOf(shape: Shape, name: string): Shape {
  return (shape.kind === "object" ? shape.fields[name] : undefined) ?? unknownShape;
}
