/** Reads a flow file: JSON, or YAML, which includes it. What does not fit is told place by place; nothing is half read. */
import { parseDocument } from "yaml";
import { FLOW_FORMAT, FlowDocument } from "#flow/document.ts";
import type { Problem } from "#flow/problem.ts";

/** Characters: a flow of thousands of steps is far below. */
const LARGEST = 4_000_000;

export function parseFlowFile(text: string): { document: FlowDocument } | { problems: Problem[] } {
  const problem = (code: string, message: string, fix: string, field: string | null = null, step: string | null = null): Problem => ({
    severity: "error",
    code,
    step,
    field,
    message,
    fix,
  });
  if (text.length > LARGEST) return { problems: [problem("file.too_large", "The file is larger than a flow can be.", "Check that it is a flow file.")] };
  const yaml = parseDocument(text, { uniqueKeys: true });
  const [broken] = yaml.errors;
  if (broken)
    return { problems: [problem("file.syntax", `The file does not parse: ${broken.message.split("\n")[0]}`, "Export the flow again, or correct the place.")] };
  // aliases that refer to each other can grow a small text beyond all memory
  const read: unknown = yaml.toJS({ maxAliasCount: 50 });
  return readFlow(read);
}

/** The same for a value that has been parsed already. */
export function readFlow(read: unknown): { document: FlowDocument } | { problems: Problem[] } {
  if (typeof read === "object" && read !== null && "throughline" in read && typeof read.throughline === "number" && read.throughline > FLOW_FORMAT) {
    return {
      problems: [
        {
          severity: "error",
          code: "flow.format",
          step: null,
          field: "throughline",
          message: `The flow was written for format ${read.throughline}; this installation reads format ${FLOW_FORMAT}.`,
          fix: "Update the installation, or export the flow from an older one.",
        },
      ],
    };
  }
  const result = FlowDocument.safeParse(read);
  if (result.success) return { document: result.data };
  return {
    problems: result.error.issues.slice(0, 50).map((issue) => ({
      severity: "error",
      code: "file.shape",
      step: stepAt(read, issue.path),
      field: issue.path.map(String).join(".") || null,
      message: `${issue.path.map(String).join(".") || "The file"}: ${issue.message}.`,
      fix: "Correct the place; docs/guides/flow-files.md shows the shape.",
    })),
  };
}

function stepAt(read: unknown, path: PropertyKey[]): string | null {
  if (path[0] !== "steps" || typeof read !== "object" || read === null) return null;
  const steps: unknown = Reflect.get(read, "steps");
  const step: unknown = Array.isArray(steps) ? steps[Number(path[1])] : undefined;
  const id: unknown = typeof step === "object" && step !== null ? Reflect.get(step, "id") : undefined;
  return typeof id === "string" ? id : null;
}
