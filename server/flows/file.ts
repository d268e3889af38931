/** Reads a flow file: JSON, or YAML, which includes it. What does not fit is told place by place; nothing is half read. */
import { isAlias, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Document } from "yaml";
import type { FlowDocument } from "#flow/document.ts";
import type { Problem } from "#flow/problem.ts";
import { readFlow } from "#flow/read.ts";

/** Characters: five thousand small steps have a quarter of it. A flow of this size is read in about a second, nothing but commas in eight. */
const LARGEST = 1_000_000;
/** In the whole file. Each looks through the file for what it names: a file of 1.6 MB, full of them, took seven minutes. */
const MOST_ALIASES = 50;

export function parseFlowFile(text: string): { document: FlowDocument } | { problems: Problem[] } {
  if (text.length > LARGEST)
    return {
      problems: [ofFile("file.too_large", `The file has ${text.length} characters; a flow has at most ${LARGEST}.`, "Check that it is a flow file.")],
    };
  try {
    const lines = new LineCounter();
    // as the library shows errors and compares keys, a quarter of a MB full of errors took 17 s, and half a MB full of keys 110 s;
    // what it would warn of names the file's text, which does not belong into a log
    const yaml = parseDocument(text, { uniqueKeys: false, prettyErrors: false, lineCounter: lines, logLevel: "error" });
    const [broken] = yaml.errors;
    if (broken?.message.startsWith("Maximum call stack")) return tooDeep();
    const wrong = broken ? { message: broken.message, at: broken.pos[0] } : repeatedKey(yaml);
    if (wrong) {
      const { line, col } = lines.linePos(wrong.at);
      const message = `The file does not parse: ${wrong.message} at line ${line}, column ${col}.`;
      return { problems: [ofFile("file.syntax", message, "Export the flow again, or correct the place.")] };
    }
    if (aliasesIn(yaml) > MOST_ALIASES) return tooManyAliases();
    // once as text: what refers to itself has none
    return readFlow(JSON.parse(JSON.stringify(yaml.toJS({ maxAliasCount: MOST_ALIASES }))));
  } catch (error) {
    // aliases that refer to each other can grow a small text beyond all memory
    if (error instanceof ReferenceError || error instanceof TypeError) return tooManyAliases();
    if (error instanceof RangeError) return tooDeep();
    throw error;
  }
}

type Place = { message: string; at: number };

/** Keys as they will be names: 1 and "1" are the same. */
function repeatedKey(yaml: Document): Place | null {
  let found: Place | null = null;
  visit(yaml, {
    Map: (_, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name)) {
          found = { message: `The key ${name.slice(0, 80)} is there twice`, at: key.range?.[0] ?? 0 };
          return visit.BREAK;
        }
        seen.add(name);
      }
      return undefined;
    },
  });
  return found;
}

function aliasesIn(yaml: Document): number {
  let count = 0;
  visit(yaml, (_, node) => {
    if (isAlias(node)) count += 1;
  });
  return count;
}

function tooManyAliases(): { problems: Problem[] } {
  return { problems: [ofFile("file.aliases", "The file refers to its own parts too often, or a part to itself.", "Write the repeated parts out.")] };
}

function tooDeep(): { problems: Problem[] } {
  return { problems: [ofFile("file.depth", "The file is nested deeper than any flow.", "Check that it is a flow file.")] };
}

function ofFile(code: string, message: string, fix: string): Problem {
  return { severity: "error", code, step: null, field: null, message, fix };
}
