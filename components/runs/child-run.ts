/** The run that a sub-flow step started, as its request or its failure names it. Pure. */
import type { Json } from "#flow/document.ts";
import type { StepRunView } from "#server/app.ts";

export function childRunOf(record: Pick<StepRunView, "type" | "request" | "failure">): string | null {
  if (record.type !== "subflow") return null;
  return runIdIn(record.failure?.detail) ?? runIdIn(record.request);
}

/** The key of the flow that it called. */
export function calledFlow({ request }: Pick<StepRunView, "request">): string | null {
  const flow = typeof request === "object" && request !== null && !Array.isArray(request) ? request.flow : null;
  return typeof flow === "string" ? flow : null;
}

function runIdIn(value: Json | undefined): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return typeof value.runId === "string" && value.runId !== "" ? value.runId : null;
}
