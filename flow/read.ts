/** Reads a flow from a value that was JSON or YAML. What does not fit is told place by place, in words of the file; nothing is half read. */
import { FlowDocument } from "./document.ts";
import { issueWords, kindOf, valueAt } from "./issue-words.ts";
import { FLOW_FORMAT } from "./marks.ts";
import type { Problem } from "./problem.ts";

const MOST_PROBLEMS = 50;
const EXPORTED = "Choose a file that was exported from here; docs/guides/flow-files.md shows the shape.";
const SHAPE = "Correct the place; docs/guides/flow-files.md shows the shape.";

export function readFlow(read: unknown): { document: FlowDocument } | { problems: Problem[] } {
  if (!isRecord(read)) return { problems: [shape(`This is no flow file: it ${foreign(read) ?? `is ${kindOf(read)}`}.`, EXPORTED)] };
  const { throughline: format } = read;
  if (typeof format === "number" && format > FLOW_FORMAT)
    return {
      problems: [
        {
          severity: "error",
          code: "flow.format",
          step: null,
          field: "throughline",
          message: `The flow was written for format ${format}; this installation reads format ${FLOW_FORMAT}.`,
          fix: "Update the installation, or export the flow from an older one.",
        },
      ],
    };
  if (format === undefined && read.steps === undefined) {
    return { problems: [shape(`This is no flow file: it ${foreign(read) ?? "has no “throughline” and no steps"}.`, EXPORTED)] };
  }
  const result = FlowDocument.safeParse(read);
  if (result.success) return { document: result.data };
  return {
    problems: result.error.issues.slice(0, MOST_PROBLEMS).map((issue) => ({
      ...shape(`${placeOf(read, issue.path)}: ${issueWords(issue, read)}.`, SHAPE),
      step: stepAt(read, issue.path),
      field: issue.path.map(String).join(".") || null,
    })),
  };
}

function shape(message: string, fix: string): Problem {
  return { severity: "error", code: "file.shape", step: null, field: null, message, fix };
}

/** Files that people have at hand when they come from elsewhere. */
function foreign(read: unknown): string | null {
  if (Array.isArray(read)) return read.some((part) => isRecord(part) && Array.isArray(part.wires)) ? "looks like a flow of Node-RED" : null;
  if (!isRecord(read)) return null;
  if (Array.isArray(read.nodes) && isRecord(read.connections)) return "looks like a workflow of n8n";
  return read.openapi !== undefined || read.swagger !== undefined ? "looks like an OpenAPI document" : null;
}

function placeOf(read: unknown, path: readonly PropertyKey[]): string {
  const place = path.map(String).join(".");
  const step = stepAt(read, path);
  if (place === "") return "The file";
  return step === null ? place : `${place} (step ${step})`;
}

function stepAt(read: unknown, path: readonly PropertyKey[]): string | null {
  if (path[0] !== "steps") return null;
  const id = valueAt(read, [...path.slice(0, 2), "id"]);
  return typeof id === "string" ? id.slice(0, 80) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
