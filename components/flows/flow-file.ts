/** Flow files as somebody has them on a disk: JSON, or YAML. What is wrong with one is said in the file's own terms. */
import { flowFile } from "#flow/canonical.ts";
import { FlowDocument } from "#flow/document.ts";

/** More than any flow drawn by hand, less than what makes a browser stall. */
const MAX_BYTES = 2_000_000;

export type FlowFile = { ok: true; document: FlowDocument } | { ok: false; problems: string[] };

export async function readFlowFile(file: File): Promise<FlowFile> {
  if (file.size > MAX_BYTES) return refuse(`${file.name} has ${Math.round(file.size / 1_000_000)} MB; a flow file has at most 2 MB.`);
  return parseFlowFile({ name: file.name, text: await file.text() });
}

export async function parseFlowFile({ name, text }: { name: string; text: string }): Promise<FlowFile> {
  let value: unknown;
  try {
    value = /\.ya?ml$/i.test(name) ? (await import("yaml")).parse(text, { maxAliasCount: 100 }) : JSON.parse(text);
  } catch (error) {
    return refuse(`${name} is not ${/\.ya?ml$/i.test(name) ? "YAML" : "JSON"}: ${error instanceof Error ? error.message : "it cannot be read"}`);
  }
  const result = FlowDocument.safeParse(value);
  if (result.success) return { ok: true, document: result.data };
  return {
    ok: false,
    problems: result.error.issues.slice(0, 8).map((issue) => (issue.path.length > 0 ? `${issue.path.join(".")}: ${issue.message}` : issue.message)),
  };
}

/** In the order of the JSON file, so that both change in the same places. */
export async function writeYaml(document: FlowDocument): Promise<string> {
  const { stringify } = await import("yaml");
  return stringify(JSON.parse(flowFile(document)), { lineWidth: 0, aliasDuplicateObjects: false });
}

function refuse(problem: string): FlowFile {
  return { ok: false, problems: [problem] };
}
