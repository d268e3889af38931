/** Text that may hold steps, read: what was copied from a canvas, or a flow file. */
import { z } from "zod";
import type { Copied, Pasted, Where } from "./clipboard.ts";
import { placeCopied } from "./clipboard.ts";
import { Edge, FlowDocument, Group, Note, Step } from "./document.ts";
import type { Refused } from "./edit.ts";
import { issueWords } from "./issue-words.ts";
import { allSteps } from "./nested.ts";

const Clipping = z.object({
  throughline: z.literal(1),
  copied: z.object({
    steps: z.array(Step),
    edges: z.array(Edge),
    layout: z.record(z.string(), z.tuple([z.number(), z.number()])),
    groups: z.array(Group).optional(),
    notes: z.array(Note).optional(),
  }),
});

const NO_STEPS: Refused = { refused: "The clipboard holds no steps. Copy steps on a canvas, or the text of a flow file." };

/** Adds copied steps, or all steps of a flow file, under fresh ids. */
export function pasteSteps(document: FlowDocument, { text, ...where }: { text: string } & Where): Pasted | Refused {
  const copied = read(text);
  if ("refused" in copied) return copied;
  const twice = sameIds(copied);
  if (twice !== null)
    return {
      refused: `Two steps on the clipboard have the id ${twice}, so nothing can tell which of them an edge or an expression means. Rename one of them.`,
    };
  return placeCopied(document, copied, where);
}

function read(text: string): Copied | Refused {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return NO_STEPS;
  }
  // text of ours that somebody has edited by hand: it is worth a word what is wrong with it
  if (typeof value !== "object" || value === null || !("throughline" in value)) return NO_STEPS;
  const kind = "copied" in value ? Clipping : FlowDocument;
  const result = kind.safeParse(value);
  if (!result.success) return { refused: `The steps on the clipboard cannot be read. ${firstIssue(result.error, value)}` };
  const { steps, edges, layout = {}, groups, notes } = "copied" in result.data ? result.data.copied : result.data;
  if (steps.length === 0 && !notes?.length) return NO_STEPS;
  return { steps, edges, layout, ...(groups ? { groups } : {}), ...(notes ? { notes } : {}) };
}

function firstIssue({ issues: [issue] }: z.ZodError, whole: unknown): string {
  if (!issue) return "";
  const place = issue.path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`)).join("");
  const words = issueWords(issue, whole);
  return place === "" ? words : `${place} ${words}.`.replace(/\.\.$/, ".");
}

function sameIds(copied: Copied): string | null {
  const seen = new Set<string>();
  for (const { id } of allSteps(copied)) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return null;
}
