/** Text that may hold steps, read: what was copied from a canvas, or a flow file. */
import { z } from "zod";
import type { Copied, Pasted } from "./clipboard.ts";
import { placeCopied } from "./clipboard.ts";
import { Edge, FlowDocument, Group, Note, Step } from "./document.ts";
import type { Refused } from "./edit.ts";
import type { Spot } from "./placement.ts";

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

/** Adds copied steps, or all steps of a flow file, under fresh ids. `at`: where their top left corner goes; absent, a little beside where they were. `frame`: the for each that is drawn in. */
export function pasteSteps(document: FlowDocument, { text, at, frame = null }: { text: string; at?: Spot; frame?: string | null }): Pasted | Refused {
  const copied = read(text);
  if (!copied) return { refused: "The clipboard holds no steps. Copy steps on a canvas, or the text of a flow file." };
  return placeCopied(document, copied, { at, frame });
}

function read(text: string): Copied | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const copied = Clipping.safeParse(value);
  if (copied.success) return copied.data.copied.steps.length > 0 || copied.data.copied.notes?.length ? copied.data.copied : null;
  const file = FlowDocument.safeParse(value);
  if (!file.success || file.data.steps.length === 0) return null;
  const { steps, edges, layout = {}, groups, notes } = file.data;
  return { steps, edges, layout, ...(groups ? { groups } : {}), ...(notes ? { notes } : {}) };
}
