/** What a step sees, and where each part of it comes from: the nearest first. */
import type { FlowDocument, Json } from "#flow/document.ts";
import { placeOf } from "#flow/nested.ts";
import type { Shape } from "#flow/shape.ts";
import { unknownShape } from "#flow/shape.ts";
import { stepsBefore } from "#flow/shape-at.ts";
import { findStep } from "#flow/steps/index.ts";

/** `shape`: no value is at hand, only what is declared. */
export type Origin = "sample" | "run" | "pinned" | "environment" | "shape";

export type Source = {
  /** how expressions call it */
  path: string;
  title: string;
  /** type of the step it comes from */
  type: string | null;
  origin: Origin;
  value: Json | undefined;
  shape: Shape;
};

export const ORIGIN_WORDS: Record<Origin, string> = {
  sample: "sample",
  run: "test run",
  pinned: "pinned",
  environment: "environment",
  shape: "declared shape",
};

type Seen = {
  document: FlowDocument;
  step: string;
  scope: Shape;
  trigger: Json | undefined;
  /** what earlier steps gave; what is pinned among it */
  outputs: Record<string, Json>;
  pinned: ReadonlySet<string>;
  item: Json | undefined;
  vars: Record<string, Json> | undefined;
};

export function sourcesOf(q: Seen): Source[] {
  const fields = q.scope.kind === "object" ? q.scope.fields : {};
  const known = (path: string, title: string, value: Json | undefined, origin: Origin): Source => ({
    path,
    title,
    type: null,
    value,
    origin: value === undefined ? "shape" : origin,
    shape: fields[path] ?? unknownShape,
  });
  const outputs = fields.steps?.kind === "object" ? fields.steps.fields : {};
  const before = stepsBefore(q.document, q.step).flatMap((id): Source[] => {
    const step = placeOf(q.document, id)?.step;
    const definition = findStep(step?.type ?? "");
    const title = step?.name ?? definition?.title ?? id;
    const type = step?.type ?? null;
    if (definition?.trigger) return [{ ...known("trigger", title, q.trigger, "sample"), type }];
    const value = q.outputs[id];
    const origin: Origin = value === undefined ? "shape" : q.pinned.has(id) ? "pinned" : "run";
    return [{ path: `steps.${id}`, title, type, value, origin, shape: outputs[id] ?? unknownShape }];
  });
  // a flow with several triggers starts by one of them: what it brings is shown once
  const once = before.filter((source, index) => before.findIndex((each) => each.path === source.path) === index);
  return [
    ...(fields.item === undefined ? [] : [known("item", "Item", q.item, "run")]),
    ...(fields.event === undefined ? [] : [known("event", "Event", undefined, "shape")]),
    ...once.filter((source) => source.path !== "trigger"),
    ...(once.some((source) => source.path === "trigger")
      ? once.filter((source) => source.path === "trigger")
      : [known("trigger", "Trigger", q.trigger, "sample")]),
    known("vars", "Variables", q.vars, "environment"),
    known("run", "Run", undefined, "shape"),
  ];
}
