/**
 * A long for each: its items go in parts, each a run of its own that any worker may take, a few at a time. The frame keeps how far it is;
 * the items are in the parts alone, so that neither a worker's memory nor a row ever holds all of them.
 *
 *     close what has ended → begin further parts → wait; woken by each part that ends
 */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Step } from "#flow/document.ts";
import type { Language } from "#flow/expression/evaluate.ts";
import { business, Failure, StepFailure, technical } from "#flow/failure.ts";
import type { AnyStep, StepContext, StepResult } from "#flow/step.ts";
import { Source } from "#flow/steps/each/step.ts";
import { nowOf } from "./scope.ts";
import type { ActiveRun } from "./active-run.ts";
import { chunkIdOf, keptIn, readChunk, triggerOf, unbegun } from "./chunk.ts";
import type { Kept, Progress } from "./chunk.ts";
import { crashPoint } from "./crash-points.ts";
import { failureOfFrame, keyed, MOST_RESULTS, RESULT_BYTES, settingsOf, valuesOf } from "./frames.ts";
import type { Item } from "./frames.ts";
import { storable } from "./json.ts";
import { LeaseLost } from "./lease.ts";
import { fitting, readPage } from "./pages.ts";
import type { Page } from "./pages.ts";
import { withPatience } from "./patience.ts";
import { taskOf } from "./queue.ts";
import { SQL } from "./statements.ts";
import type { StepRun } from "./types.ts";
import type { World } from "./world.ts";

/** Items of a list that go together. */
const PART_ITEMS = 200;
/** Parts under way at once, where the frame lets as many items be. */
const MOST_PARTS = 4;

type Walking = { world: World; run: ActiveRun; record: StepRun; step: Step };
type Walk = Walking & { ctx: StepContext<unknown>; source: Source | null; at: number };

/** The frame as a step that waits for others. */
export function inChunks(q: Walking & { definition: AnyStep }): AnyStep {
  const source = q.step.config.source === undefined ? null : Source.parse(q.step.config.source);
  return {
    ...q.definition,
    input: q.definition.input.transform((config): Record<string, Json> => (source === null ? config : { ...config, connection: source.connection })),
    uses: source === null ? [] : ["odoo"],
    execute: (ctx) => walk({ ...q, ctx, source, at: Date.parse(keptIn(q.record)?.at ?? "") || nowOf(q.run, q.step) }),
  };
}

async function walk(q: Walk): Promise<StepResult> {
  const { step } = q;
  const { concurrency, stopsOnFailure } = settingsOf(step);
  // where one failure is to stop the others, no other part is under way
  const most = stopsOnFailure ? 1 : Math.min(concurrency, MOST_PARTS);
  let progress = await closed(q, keptIn(q.record)?.chunks ?? unbegun);
  keep(q, progress);
  while (progress.open.length < most && !progress.isOver && !(stopsOnFailure && progress.failure)) {
    try {
      progress = await further(q, progress, Math.max(1, Math.floor(concurrency / most)));
    } catch (error) {
      // those under way go on; when one of them ends, it is tried again
      if (!(error instanceof StepFailure) || progress.open.length === 0) throw error;
      break;
    }
    keep(q, progress);
  }
  const [first] = progress.open;
  if (first === undefined) return ended(q, progress);
  const done = progress.succeeded + progress.failed + progress.skipped;
  return {
    kind: "wait",
    wait: { kind: "child", runId: first, text: `${step.name ?? step.id}: ${done} items are done, and runs of their own take the next ones through.` },
  };
}

function keep(q: Walk, chunks: Progress): void {
  const kept: Kept = { at: new Date(q.at).toISOString(), chunks };
  const items = keptIn(q.record)?.items;
  q.record.request = Json.parse({ ...kept, ...(items === undefined ? {} : { items }) });
  q.run.dirty.add(q.record);
}

const End = z.object({ id: z.string(), status: z.string(), failure: Failure.nullable().catch(null), output: Json.nullable(), items: z.number() });
const Counted = z.object({
  succeeded: z.number(),
  failed: z.number(),
  skipped: z.number(),
  failure: z.object({ key: z.string(), failure: Failure }).nullable(),
});

/** Counts what has ended since. */
async function closed({ world, step }: Walk, before: Progress): Promise<Progress> {
  if (before.open.length === 0) return before;
  const ends = z.array(End).parse((await withPatience(() => world.deps.pool.query(SQL.chunkEnds, [before.open]))).rows);
  let progress = before;
  for (const end of ends) {
    const counted = Counted.safeParse(end.output).data ?? uncounted(end, step);
    progress = {
      ...progress,
      open: progress.open.filter((id) => id !== end.id),
      succeeded: progress.succeeded + counted.succeeded,
      failed: progress.failed + counted.failed,
      skipped: progress.skipped + counted.skipped,
      failure: progress.failure ?? counted.failure,
    };
  }
  return progress;
}

/** It was cancelled, or broke before it could count. */
function uncounted(end: z.infer<typeof End>, step: Step): z.infer<typeof Counted> {
  const failure =
    end.failure ??
    business("rule", "each.part_ended", `Run ${end.id}, which took a part of the items of ${step.name ?? step.id} through, was ${end.status}.`, {
      fix: "Replay this run: what has happened is found, and only the rest is done.",
      where: { step: step.id },
    }).failure;
  return { succeeded: 0, failed: end.items, skipped: 0, failure: { key: `of run ${end.id}`, failure } };
}

async function further(q: Walk, progress: Progress, concurrency: number): Promise<Progress> {
  const next = q.source === null ? await listed(q, progress) : await paged(q, q.source, progress);
  if (next.items.length === 0) return { ...progress, last: next.last, isOver: true };
  return begin(q, { ...progress, last: next.last }, { ...next, concurrency });
}

/** How far the frame is stands where other steps have their request. */
function paged(q: Walk, source: Source, { last, after }: Progress): Promise<Page> {
  const { step, ctx } = q;
  const note = ({ response }: { response?: Json }) => (response === undefined ? undefined : ctx.note({ response }));
  const reading = { step, scope: ctx.scope, language: languageOf(q), odoo: ctx.ports.odoo, signal: ctx.signal, note };
  return readPage(reading, { source, last, after });
}

/** As of the instant at which it was opened, whatever has come since. */
function languageOf({ at, ctx, step }: Walk): Language {
  return { now: at, seed: ctx.seed, step: step.id };
}

async function listed(q: Walk, { items: from }: Progress): Promise<Page> {
  const { step, ctx } = q;
  const evaluating = { step, scope: ctx.scope, language: languageOf(q) };
  const values = await valuesOf(evaluating);
  const items = fitting(await keyed(evaluating, values.slice(from, from + PART_ITEMS), from));
  return { items, last: null, isLast: from + items.length >= values.length };
}

async function begin(q: Walk, progress: Progress, next: Page & { concurrency: number }): Promise<Progress> {
  const { world, run, record, step } = q;
  const { row } = run;
  const id = chunkIdOf({ parent: row.id, record, number: progress.made });
  const { visit, item } = record;
  const place = { step: step.id, visit, item, clock: new Date(q.at).toISOString(), from: progress.items, concurrency: next.concurrency };
  const trigger = world.deps.sensitive.seal(triggerOf({ ...place, items: next.items }), run.document.flow.sensitive);
  const values = [row.id, world.owner(), row.lease_epoch, id, storable(trigger), step.id, progress.made, new Date(world.deps.clock.now()), taskOf(row.latency)];
  const { rows } = await withPatience(() => world.deps.pool.query<{ held: number; begun: number }>(SQL.beginChunk, values));
  if (rows[0]?.held !== 1) throw new LeaseLost();
  crashPoint("chunk.begun");
  const isNew = rows[0].begun === 1;
  // begun before its parent's worker died: what it holds then is what it takes through
  const items = isNew ? next.items : await itemsOf(world, id);
  const after = z.object({ id: z.number() }).safeParse(items.at(-1)?.value).data?.id ?? null;
  const begun = {
    ...progress,
    made: progress.made + 1,
    open: [...progress.open, id],
    items: progress.items + items.length,
    after: q.source === null ? null : after,
    isOver: isNew && next.isLast,
  };
  // it may have ended while nobody waited for it
  return isNew ? begun : closed(q, begun);
}

async function itemsOf(world: World, id: string): Promise<Item[]> {
  const { rows } = await withPatience(() => world.deps.pool.query<{ trigger: Json }>(SQL.chunk, [id]));
  if (!rows[0]) throw technical("internal", "each.part_missing", `Run ${id}, a part of this one, was begun and is not there.`);
  return readChunk(world.deps.sensitive.open(rows[0].trigger)).items;
}

async function ended(q: Walk, progress: Progress): Promise<StepResult> {
  const { step } = q;
  const total = keptIn(q.record)?.items ?? progress.items;
  const skipped = progress.skipped + Math.max(0, total - progress.items);
  const { succeeded, failed, failure } = progress;
  if (failure !== null && settingsOf(step).stopsOnFailure) throw new StepFailure(failureOfFrame({ step, ...failure, skipped }));
  return { kind: "done", output: { succeeded, failed, skipped, results: await resultsOf(q, progress) } };
}

const Results = z.object({ run_id: z.string(), results: z.array(Json).nullable() });

/** The first of them, as of a short list. */
async function resultsOf({ world, run, record }: Walk, { made }: Progress): Promise<Json[]> {
  const results: Json[] = [];
  let bytes = 0;
  for (let number = 0; number < made; number += 1) {
    const id = chunkIdOf({ parent: run.row.id, record, number });
    const row = Results.safeParse((await withPatience(() => world.deps.pool.query(SQL.chunkResults, [[id]]))).rows[0]).data;
    for (const result of row?.results ?? []) {
      bytes += JSON.stringify(result).length;
      if (results.length >= MOST_RESULTS || bytes > RESULT_BYTES) return results;
      results.push(world.deps.sensitive.open(result));
    }
  }
  return results;
}
