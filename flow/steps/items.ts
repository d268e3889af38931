/** What steps that look at every item of a list share. */
import type { Json, Step } from "../document.ts";
import { business } from "../failure.ts";
import type { StepFailure } from "../failure.ts";

const MOST = 100_000;
const BREATH = 1_000;

/** Nothing is an empty list, a single value a list of one. @throws StepFailure list.too_long */
export function listFrom(value: Json | undefined): Json[] {
  const items = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  if (items.length > MOST)
    throw business("limit", "list.too_long", `The list has ${items.length} items; a step looks at no more than ${MOST}.`, {
      fix: "Read it in pages, or ask the other system for less.",
    });
  return items;
}

/** Expressions never leave the queue of promises: without a pause now and then, a long list would hold up timers, heartbeats and every other run. */
export async function eachItem(q: { items: Json[]; signal: AbortSignal }, look: (item: Json, index: number) => Promise<void>): Promise<void> {
  for (const [index, item] of q.items.entries()) {
    if (index % BREATH === BREATH - 1) await new Promise((resolve) => setTimeout(resolve, 0));
    q.signal.throwIfAborted();
    await look(item, index);
  }
}

export function notBoolean(q: { step: Step; index: number; got: Json | undefined; condition: string }): StepFailure {
  const got = q.got === undefined ? "nothing, because data that it asks for is missing" : JSON.stringify(q.got).slice(0, 100);
  return business(
    "invalid-data",
    "expression.not_boolean",
    `The condition of ${q.step.name ?? q.step.id} must give true or false, and for item ${q.index + 1} it gave ${got}.`,
    {
      fix: "Correct the data and replay, or make the condition cover missing data.",
      detail: { condition: q.condition, index: q.index },
    },
  );
}
