/** Flow files as somebody has them on a disk: JSON, or YAML. What is wrong with one is said in the file's own terms. */
import { flowFile } from "#flow/canonical.ts";
import type { FlowDocument } from "#flow/document.ts";
import { allSteps } from "#flow/nested.ts";
import { readFlow } from "#flow/read.ts";

/** Characters: what the server reads. Five thousand small steps have a quarter of it. */
const LARGEST = 1_000_000;
const MOST_PROBLEMS = 8;

export type FlowFile = { ok: true; document: FlowDocument } | { ok: false; problems: string[] };

export async function readFlowFile(file: File): Promise<FlowFile> {
  // a character has four bytes at most: nothing larger is read at all
  if (file.size > LARGEST * 4) return tooLarge(file.name, file.size);
  return parseFlowFile({ name: file.name, text: await file.text() });
}

export async function parseFlowFile({ name, text }: { name: string; text: string }): Promise<FlowFile> {
  if (text.length > LARGEST) return tooLarge(name, text.length);
  if (text.trim() === "") return refuse(`${name} is empty.`);
  let value: unknown;
  try {
    value = isYaml(name) ? (await import("yaml")).parse(text, { maxAliasCount: MOST_ALIASES }) : JSON.parse(text);
  } catch (error) {
    return refuse(unreadable(name, error));
  }
  const result = readFlow(value);
  if ("problems" in result) {
    const { problems } = result;
    const more = problems.length - MOST_PROBLEMS;
    return {
      ok: false,
      problems: [
        ...problems.slice(0, MOST_PROBLEMS).map(({ message, code, fix }) => (code === "file.shape" ? message : `${message} ${fix}`)),
        ...(more > 0 ? [`and ${more} more`] : []),
      ],
    };
  }
  // expressions, edges and the canvas know a step by its id alone
  const twice = repeated(allSteps(result.document).map((step) => step.id));
  return twice === null ? { ok: true, document: result.document } : refuse(`Two steps have the id ${twice}. Give one of them another id, and its edges too.`);
}

const MOST_ALIASES = 100;

const isYaml = (name: string) => /\.ya?ml$/i.test(name);

/** The library's first line says it; below it draws the place, which a sentence cannot. */
function unreadable(name: string, error: unknown): string {
  // aliases that refer to each other grow a small text beyond all memory
  if (error instanceof ReferenceError) return `${name} refers to its own parts too often. Write the repeated parts out.`;
  if (error instanceof RangeError) return `${name} is nested deeper than any flow.`;
  const said = error instanceof Error ? error.message.split("\n")[0]?.replace(/:$/, "") : "it cannot be read";
  return `${name} is not ${isYaml(name) ? "YAML" : "JSON"}: ${said}.`;
}

function tooLarge(name: string, size: number): FlowFile {
  return refuse(`${name} has ${(size / 1_000_000).toFixed(1)} million characters; a flow file has at most one.`);
}

function repeated(ids: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return null;
}

/** In the order of the JSON file, so that both change in the same places. */
export async function writeYaml(document: FlowDocument): Promise<string> {
  const { stringify } = await import("yaml");
  return stringify(JSON.parse(flowFile(document)), { lineWidth: 0, aliasDuplicateObjects: false });
}

function refuse(problem: string): FlowFile {
  return { ok: false, problems: [problem] };
}
