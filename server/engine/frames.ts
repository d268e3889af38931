/**
 * For each: a frame takes its body through once per item. Items are found again by their keys, so what is recorded of one belongs to it
 * whatever the others do; after a crash the list is evaluated again from the same inputs, at the instant at which it was first.
 */
import { z } from "zod";
import type { Json, Step } from "#flow/document.ts";
import { evaluateKey } from "#flow/expression/key.ts";
import { resolveConfig } from "#flow/expression/evaluate.ts";
import type { Language, Scope } from "#flow/expression/evaluate.ts";
import { business } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import { bodyOf } from "#flow/nested.ts";
import type { Graph } from "#flow/nested.ts";
import { decide } from "#flow/run.ts";
import type { Decision, StepRecord } from "#flow/run.ts";

export type Item = { key: string; value: Json };

/** A frame's settings and its list, all evaluated. */
/** `from`: place of the first item in the whole list. */
export type Opened = { step: Step; body: Graph; items: Item[]; from: number; concurrency: number; stopsOnFailure: boolean };

/** What is kept of the items of a frame. */
export const MOST_RESULTS = 1_000;
export const RESULT_BYTES = 1_048_576;

const Settings = z.object({
  concurrency: z.number().default(1),
  onFailure: z.enum(["continue", "stop"]).default("stop"),
  childRunsFrom: z.number().default(200),
});

export function settingsOf(step: Step): { concurrency: number; stopsOnFailure: boolean; childRunsFrom: number } {
  const { concurrency, onFailure, childRunsFrom } = Settings.parse(step.config);
  return { concurrency, stopsOnFailure: onFailure === "stop", childRunsFrom };
}

type Evaluating = { step: Step; scope: Scope; language: Language };

/** @throws StepFailure (business) where the list or a key cannot be had */
export async function openItems(q: Evaluating): Promise<Opened> {
  return opened(q.step, await keyed(q, await valuesOf(q)));
}

export function opened(step: Step, items: Item[]): Opened {
  const { concurrency, stopsOnFailure } = settingsOf(step);
  return { step, body: bodyOf(step) ?? { steps: [], edges: [] }, items, from: 0, concurrency, stopsOnFailure };
}

/** The list itself. @throws StepFailure (business) */
export async function valuesOf({ step, scope, language }: Evaluating): Promise<Json[]> {
  const given = await resolveConfig(step.config.items ?? [], scope, language);
  if (given === undefined)
    throw business("invalid-data", "each.no_items", `The items of ${step.name ?? step.id} are missing: the data that it asks for is not there.`, {
      fix: "Correct the data and replay, or make the expression give [] where there is nothing.",
      where: { step: step.id },
    });
  return Array.isArray(given) ? given : [given];
}

/** Values with their keys, the first of which stands at `from` in the list. @throws StepFailure (business) */
export async function keyed({ step, scope, language }: Evaluating, values: Json[], from = 0): Promise<Item[]> {
  const items: Item[] = [];
  const seen = new Set<string>();
  for (const [place, value] of values.entries()) {
    const index = from + place;
    const key = step.config.itemKey === undefined ? String(index) : await evaluateKey(step.config.itemKey, { ...scope, item: value, index }, language);
    if (seen.has(key))
      throw business(
        "invalid-data",
        "each.duplicate_key",
        `Two items of ${step.name ?? step.id} have the key ${key}; nobody could tell what happened to which.`,
        {
          fix: "Choose a key that every item has to itself, or remove the repeated item from the data.",
          where: { step: step.id },
        },
      );
    seen.add(key);
    items.push({ key, value });
  }
  return items;
}

/** How far a frame is. Items begin in the order of the list. */
export type Walk = {
  opened: Opened;
  /** the first item that has not begun */
  next: number;
  active: Set<number>;
  succeeded: number;
  failed: number;
  results: Json[];
  resultBytes: number;
  /** the first item that failed */
  failure: { key: string; failure: Failure } | null;
};

export function startWalk(opened: Opened): Walk {
  return { opened, next: 0, active: new Set(), succeeded: 0, failed: 0, results: [], resultBytes: 0, failure: null };
}

/** An item that was looked at: what is next in it, and what is not wanted any more. */
export type Under = { index: number; decision: Decision };

/**
 * Settles items that have ended, begins others as far as they may, and tells what is next in those under way.
 * `historyOf` gives what is recorded of an item in this pass; `firstVisit` the number that its visits begin with.
 */
export function stepOn(
  walk: Walk,
  q: { historyOf: (index: number) => StepRecord[]; firstVisit: (index: number) => number; reworkLimit: number },
): { under: Under[]; isOver: boolean } {
  const { opened } = walk;
  const under: Under[] = [];
  const look = (index: number) => {
    const item = opened.items[index];
    if (!item) return;
    const history = q.historyOf(index);
    const decision = decide(opened.body, history, { isBody: true, firstVisit: q.firstVisit(index), reworkLimit: q.reworkLimit });
    const isLive = history.some((record) => record.status === "running");
    if ((decision.status === "succeeded" || decision.status === "failed") && !isLive) settle(walk, { index, item, decision, history });
    under.push({ index, decision });
  };
  for (const index of [...walk.active]) look(index);
  // one that had begun when another failed is taken to its end
  const mayBegin = () => walk.next < opened.items.length && (!isStopped(walk) || q.historyOf(walk.next).length > 0);
  while (walk.active.size < opened.concurrency && mayBegin()) {
    walk.active.add(walk.next);
    look(walk.next);
    walk.next += 1;
  }
  return { under, isOver: walk.active.size === 0 && !mayBegin() };
}

function isStopped(walk: Walk): boolean {
  return walk.opened.stopsOnFailure && walk.failure !== null;
}

function settle(walk: Walk, q: { index: number; item: Item; decision: Decision; history: StepRecord[] }): void {
  const { item, decision } = q;
  walk.active.delete(q.index);
  const hasFailed = decision.status === "failed";
  if (hasFailed) {
    walk.failed += 1;
    if (decision.failure) walk.failure ??= { key: item.key, failure: decision.failure };
  } else walk.succeeded += 1;
  if (walk.results.length >= MOST_RESULTS || walk.resultBytes > RESULT_BYTES) return;
  const result: Json = hasFailed
    ? { key: item.key, status: "failed", failure: decision.failure ?? null }
    : { key: item.key, status: "succeeded", output: lastOutput(walk.opened.body, q.history) };
  walk.resultBytes += JSON.stringify(result).length;
  if (walk.resultBytes <= RESULT_BYTES) walk.results.push(result);
}

/** What an item gave: the output of the step at which its path ended, the last one drawn where there are several. */
function lastOutput(body: Graph, history: StepRecord[]): Json {
  for (const step of body.steps.toReversed()) {
    const record = history.findLast((each) => each.step === step.id);
    if (record?.status !== "succeeded") continue;
    if (!body.edges.some((edge) => edge.from === step.id && (edge.port ?? "out") === (record.port ?? "out"))) return record.output ?? null;
  }
  return null;
}

export type FrameEnd = { output: Json; failure: Failure | null };

/** What a frame that is over gives. One failed item fails it only where its policy says so. */
export function endOf(walk: Walk): FrameEnd {
  const { opened, failure } = walk;
  const skipped = opened.items.length - walk.succeeded - walk.failed;
  const output = { succeeded: walk.succeeded, failed: walk.failed, skipped, results: walk.results };
  if (failure === null || !opened.stopsOnFailure) return { output, failure: null };
  return { output, failure: failureOfFrame({ step: opened.step, ...failure, skipped }) };
}

/** What a frame fails of that an item of it has failed of. */
export function failureOfFrame(q: { step: Step; key: string; failure: Failure; skipped: number }): Failure {
  const { step, key, failure, skipped } = q;
  const rest = skipped > 0 ? ` ${skipped} item${skipped === 1 ? " was" : "s were"} not begun.` : "";
  return {
    ...failure,
    message: `${step.name ?? step.id}, item ${key}: ${failure.message}${rest}`,
    where: { ...failure.where, step: step.id },
    retryable: false,
    detail: { item: key, step: failure.where?.step ?? null, skipped, ...detailOf(failure) },
  };
}

function detailOf(failure: Failure): { cause?: Json } {
  return failure.detail === undefined ? {} : { cause: failure.detail };
}
