/**
 * A part of a long for each: a run of its own that takes some of the items through. Its trigger holds those items and where they stand;
 * its id says which part of what it is, so that beginning it again finds it.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { FlowDocument, Step } from "#flow/document.ts";
import { Failure } from "#flow/failure.ts";
import { placeOf } from "#flow/nested.ts";
import { SQL } from "./statements.ts";
import type { StepRun } from "./types.ts";
import type { World } from "./world.ts";

const Place = z.object({
  /** the frame */
  step: z.string(),
  visit: z.number(),
  /** item of the frames around it */
  item: z.string(),
  /** the instant at which the frame was opened: what is computed from it is the same in every replay */
  clock: z.string(),
  /** place of its first item in the whole list */
  from: z.number(),
  concurrency: z.number(),
});
const Items = z.array(z.object({ key: z.string(), value: Json }));

export type Chunk = z.infer<typeof Place> & { items: z.infer<typeof Items> };

export function triggerOf({ items, ...chunk }: Chunk): Json {
  return { chunk, items };
}

export function readChunk(trigger: Json): Chunk {
  const { chunk, items } = z.object({ chunk: Place, items: Items }).parse(trigger);
  return { ...chunk, items };
}

/** How far a frame is whose items are taken through by runs of their own; kept in its record. */
const Progress = z.object({
  made: z.number(),
  open: z.array(z.string()),
  /** items that are in the parts made */
  items: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  skipped: z.number(),
  failure: z.object({ key: z.string(), failure: Failure }).nullable(),
  /** there are no more */
  isOver: z.boolean(),
  /** of pages: the id that the last one ended with, and the last that there was when the first one was read */
  after: z.number().nullable(),
  last: z.number().nullable(),
});
export type Progress = z.infer<typeof Progress>;

export const unbegun: Progress = {
  made: 0,
  open: [],
  items: 0,
  succeeded: 0,
  failed: 0,
  skipped: 0,
  failure: null,
  isOver: false,
  after: null,
  last: null,
};

const Kept = z.object({ at: z.string(), items: z.number().optional(), chunks: Progress });
export type Kept = z.infer<typeof Kept>;

export function keptIn(record: StepRun): Kept | null {
  return Kept.safeParse(record.request).data ?? null;
}

/** Whether a frame's items are taken through by runs of their own: the pages of a search always, a list where it is long. */
export function isInChunks(step: Step | undefined, record: StepRun | undefined): boolean {
  if (step?.type !== "each") return false;
  return step.config.source !== undefined || (record !== undefined && keptIn(record) !== null);
}

/** Lies in the partition of its parent: both are kept as long. */
export function chunkIdOf(q: { parent: string; record: Pick<StepRun, "step" | "visit" | "item">; number: number }): string {
  const { step, visit, item } = q.record;
  const hash = createHash("sha256")
    .update(JSON.stringify([q.parent, step, visit, item, q.number]))
    .digest("hex");
  // version 7, variant 10: the time of its parent, the rest from what it is
  return `${q.parent.slice(0, 14)}7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}

const documents = new WeakMap<Step, FlowDocument>();

/** The flow as a part sees it: its frame alone. */
export function chunkDocument(document: FlowDocument, chunk: Chunk): FlowDocument {
  const step = placeOf(document, chunk.step)?.step;
  if (!step) return document;
  const known = documents.get(step) ?? { ...document, steps: [step], edges: [] };
  documents.set(step, known);
  return known;
}

/** Parts of a run's frame that have not ended. */
export async function openChunks(world: World, q: { run: string; step: string }): Promise<string[]> {
  const { rows } = await world.deps.pool.query<{ id: string }>(SQL.openChunks, [q.run, q.step]);
  return rows.map((row) => row.id);
}
