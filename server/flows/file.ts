/** Reads a flow file: JSON, or YAML, which includes it. What does not fit is told place by place; nothing is half read. */
import { parseDocument } from "yaml";
import { FLOW_FORMAT, FlowDocument } from "#flow/document.ts";
import type { Problem } from "#flow/problem.ts";

/** Characters: a flow of thousands of steps is far below. */
const LARGEST = 4_000_000;
const MOST_ALIASES = 50;

export function parseFlowFile(text: string): { document: FlowDocument } | { problems: Problem[] } {
  if (text.length > LARGEST) return { problems: [ofFile("file.too_large", "The file is larger than a flow can be.", "Check that it is a flow file.")] };
  try {
    const yaml = parseDocument(text, { uniqueKeys: true });
    const [broken] = yaml.errors;
    if (broken?.message.startsWith("Maximum call stack")) return tooDeep();
    if (broken)
      return { problems: [ofFile("file.syntax", `The file does not parse: ${broken.message.split("\n")[0]}`, "Export the flow again, or correct the place.")] };
    // once as text: what refers to itself has none
    return readFlow(JSON.parse(JSON.stringify(yaml.toJS({ maxAliasCount: MOST_ALIASES }))));
  } catch (error) {
    // aliases that refer to each other can grow a small text beyond all memory
    if (error instanceof ReferenceError || error instanceof TypeError)
      return { problems: [ofFile("file.aliases", "The file refers to its own parts too often, or a part to itself.", "Write the repeated parts out.")] };
    if (error instanceof RangeError) return tooDeep();
    throw error;
  }
}

function tooDeep(): { problems: Problem[] } {
  return { problems: [ofFile("file.depth", "The file is nested deeper than any flow.", "Check that it is a flow file.")] };
}

function ofFile(code: string, message: string, fix: string): Problem {
  return { severity: "error", code, step: null, field: null, message, fix };
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
