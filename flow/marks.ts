/** The marks by which a document is read. They need no schema, and so neither does a page that only shows a flow. */
import type { Edge, Expression } from "./document.ts";

export const FLOW_FORMAT = 1;

export const STEP_ID = /^[a-z][a-z0-9_]*$/;

export const COLOURS = ["grey", "yellow", "green", "blue", "violet", "rose"] as const;

/** Whether a config value is an expression rather than a literal. */
export function isExpression(value: unknown): value is Expression {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 1 && "$" in value && typeof value.$ === "string";
}

/** The port that an edge leaves by. */
export function portOf(edge: Edge): string {
  return edge.port ?? "out";
}

/** Characters of a runbook that are shown: what is longer is read by nobody, and a word of a megabyte holds up the browser. */
export const LONGEST_RUNBOOK = 20_000;
