/**
 * Two people drew on one draft: what each of them changed since the document that both began with, put together. What only one of them
 * changed is taken from there; what both changed differently is a conflict, and a person chooses, part by part: a step, where an outcome
 * leads, a setting of the flow. Nothing is chosen silently, and whatever is chosen, no edge leads to nothing.
 */
import type { FlowDocument, Json } from "./document.ts";
import { FlowSettings } from "./document.ts";
import { mergeGraph } from "./merge-graph.ts";
import { alignNames, type Renamed } from "./merge-names.ts";
import { fatesOf, fieldsOf, mergeExtras, mergeLayout, same, verdictOf } from "./merge-values.ts";
import { allSteps } from "./nested.ts";

export type Side = "mine" | "theirs";
export type Choices = Readonly<Record<string, Side>>;
export type Three<T> = { base: T; mine: T; theirs: T };

/** What one side did to a part. */
export type Fate = "kept" | "added" | "changed" | "removed";

/** A part that differs between the two sides. */
export type MergePart = {
  /** what a choice is filed under */
  key: string;
  what: "step" | "edges" | "flow" | "drawing";
  /** of the step, the step that the edges leave, the setting */
  id: string;
  title: string;
  mine: Fate;
  theirs: Fate;
  /** whose is taken: chosen, or of the only one who changed it. Null: both changed it, and nobody has chosen */
  side: Side | null;
  isConflict: boolean;
  fields: { path: string; base: Json; mine: Json; theirs: Json }[];
};

export type Merged = {
  /** with mine wherever nobody has chosen yet */
  document: FlowDocument;
  parts: MergePart[];
  /** steps that got another id, because both sides had given theirs the same one, or each its own */
  renamed: Renamed[];
};

export function merge(trio: Three<FlowDocument>, choices: Choices = {}): Merged {
  const { base, mine, theirs, renamed } = alignNames(trio);
  const aligned = { base, mine, theirs };
  const parts: MergePart[] = [];
  const flow = mergeSettings(aligned, choices, parts);
  const { steps, edges } = mergeGraph(aligned, choices, parts);
  const extras = mergeExtras(aligned, choices, parts);
  const known = new Set(allSteps({ steps, edges }).map((step) => step.id));
  const layout = mergeLayout(aligned, known);
  const { layout: _, ...rest } = extras;
  return { document: { ...rest, flow, steps, edges, ...(layout ? { layout } : {}) }, parts, renamed };
}

export function openConflicts(parts: readonly MergePart[]): MergePart[] {
  return parts.filter((part) => part.side === null);
}

function mergeSettings(three: Three<FlowDocument>, choices: Choices, parts: MergePart[]): FlowSettings {
  const [base, mine, theirs] = [entriesOf(three.base.flow), entriesOf(three.mine.flow), entriesOf(three.theirs.flow)];
  const settings: Record<string, unknown> = {};
  for (const id of new Set([...mine.keys(), ...theirs.keys(), ...base.keys()])) {
    const values = { base: base.get(id), mine: mine.get(id), theirs: theirs.get(id) };
    const verdict = verdictOf(values);
    const key = `flow ${id}`;
    const side = verdict === "same" ? "mine" : (choices[key] ?? (verdict === "both" ? null : verdict));
    if (verdict !== "same")
      parts.push({ key, what: "flow", id, title: id, side, isConflict: verdict === "both", ...fatesOf(values), fields: fieldsOf(values) });
    const value = values[side ?? "mine"];
    if (value !== undefined) settings[id] = value;
  }
  return same(settings, three.mine.flow) ? three.mine.flow : FlowSettings.parse(settings);
}

function entriesOf(settings: FlowSettings): Map<string, unknown> {
  return new Map(Object.entries(settings).filter(([, value]) => value !== undefined));
}
