/** What the last test run says about each step and edge of the canvas. */
import type { Edge } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import { edgeKey } from "#flow/edit.ts";
import type { RunState } from "#components/ui/run-status.tsx";
import { formatDuration, formatPlural } from "#components/ui/format.ts";
import type { Pins, TestRunView } from "#server/app.ts";

type StepView = TestRunView["steps"][number];

/** `words`: how long it took and what came of it, 12 ms · 3 items; `isSent`: its effect was really asked for */
export type StepMark = { state: RunState; words: string; isSent: boolean };
/** `pinned`: steps that the chosen sample has an output for, so that a test run does not execute them */
export type RunMarks = { steps: Map<string, StepMark>; taken: Set<string>; pinned: ReadonlySet<string> };

export const NO_MARKS: RunMarks = { steps: new Map(), taken: new Set(), pinned: new Set() };

/** What stands under a step. That it is pinned is said before a run, too: whoever looks at old data must know it. */
export function saidOf({ steps, pinned }: RunMarks, id: string): string {
  const words = steps.get(id)?.words ?? "";
  if (!pinned.has(id)) return words;
  return isPinnedWord(words) ? words : PINNED;
}

const PINNED = "pinned";
export const isPinnedWord = (words: string): boolean => words.startsWith(PINNED);

export function runMarks(run: TestRunView | null, edges: readonly Edge[], pins: Pins = {}): RunMarks {
  const pinned = new Set(Object.keys(pins));
  if (!run) return pinned.size === 0 ? NO_MARKS : { ...NO_MARKS, pinned };
  const views = new Map<string, StepView[]>();
  for (const record of run.steps) views.set(record.step, [...(views.get(record.step) ?? []), record]);
  const steps = new Map([...views].map(([step, records]) => [step, markOf(records)] as const));
  const left = new Set<string>();
  for (const record of run.steps) {
    if (record.status === "succeeded" || record.status === "simulated") left.add(`${record.step}.${record.port ?? "out"}`);
  }
  const taken = new Set(edges.filter((edge) => left.has(`${edge.from}.${portOf(edge)}`) && steps.has(edge.to)).map(edgeKey));
  return { steps, taken, pinned };
}

/** Of a step that came several times: the worst that happened, and all of the time. */
function markOf(records: readonly StepView[]): StepMark {
  const worst = records.find((record) => record.status === "failed") ?? records.at(-1);
  const state = worst ? stateOf(worst) : "skipped";
  const isSent = records.some((record) => record.sent === true);
  if (state === "skipped") return { state, words: "", isSent };
  const count = countOf(records);
  const time = formatDuration(records.reduce((sum, record) => sum + record.milliseconds, 0));
  const how = isSent ? "sent" : records.some((record) => record.isPinned) ? PINNED : null;
  return { state, words: [how, how === PINNED ? null : time, count].filter((part) => part !== null).join(" · "), isSent };
}

/** How many items a step went through or gave; null where it gave one thing. */
function countOf(records: readonly StepView[]): string | null {
  const items = new Set(records.flatMap((record) => (record.item === undefined ? [] : [record.item])));
  if (items.size > 0) return formatPlural(items.size, "item");
  if (records.length > 1) return `${records.length} rounds`;
  const output = records[0]?.output;
  if (Array.isArray(output)) return formatPlural(output.length, "item");
  if (typeof output !== "object" || output === null) return null;
  const list = LISTS.map((name) => output[name]).find(Array.isArray);
  return list === undefined ? null : formatPlural(list.length, "item");
}

/** where step types keep the list that they give: a search, a for each, a filter */
const LISTS = ["records", "results", "items"];

function stateOf(record: StepView): RunState {
  switch (record.status) {
    case "succeeded":
    case "simulated":
      return "succeeded";
    case "failed":
      return record.failure?.class ?? "technical";
    case "waiting":
      return "waiting";
    case "skipped":
      return "skipped";
  }
}
