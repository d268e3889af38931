/** What a step would do, in one line, and which of its fields that would change. Pure. */
import { formatPlural } from "#components/ui/format.ts";
import type { Json, Step } from "#flow/document.ts";
import type { EffectPreview } from "#flow/step.ts";
import type { TestRunView } from "#server/app.ts";
import { isRecord } from "./json.ts";

type StepView = TestRunView["steps"][number];

/** `tone`: what would fail is no news of what would be written */
export type Foreseen = { tone: "plain" | "fails"; before: string; name: string; after: string };

/** Null where there is nothing to tell: no record would be written. */
export function foreseenIn(view: StepView, step: Step): Foreseen | null {
  if (view.failure) return { tone: "fails", before: "Would fail: ", name: "", after: view.failure.message };
  const [first, ...more] = view.effects.filter(({ system }) => system === "odoo");
  if (!first) return null;
  return more.length > 0 ? ofMany([first, ...more]) : ofOne(first, step);
}

/** What stands in a field now that would be another, by the field's name; of one record alone. */
export function changedIn(view: StepView | null): ReadonlyMap<string, Json> {
  const [only, ...more] = view?.effects.filter(({ system }) => system === "odoo") ?? [];
  if (only?.action !== "update" || more.length > 0) return NONE;
  return new Map(only.fields.map(({ name, before }) => [name, before]));
}

const NONE: ReadonlyMap<string, Json> = new Map();

function ofOne(effect: EffectPreview, { config }: Step): Foreseen {
  const { action, record, fields, title, unread, modelLabel, model } = effect;
  if (unread) return { tone: "plain", before: "", name: "", after: unread };
  const all = isRecord(config.values) ? Object.keys(config.values).length : 0;
  if (record && action === "none") return { tone: "plain", before: "Would change nothing: ", name: record.name, after: " has these values" };
  if (record && action === "update") {
    const count = all >= fields.length && all > 0 ? `${fields.length} of ${formatPlural(all, "field")}` : formatPlural(fields.length, "field");
    return { tone: "plain", before: "Would update ", name: record.name, after: `: ${count} ${fields.length === 1 ? "changes" : "change"}` };
  }
  if (action === "create")
    return { tone: "plain", before: "Would create ", name: modelLabel ?? model ?? "a record", after: `: ${formatPlural(fields.length, "field")}` };
  return { tone: "plain", before: "Would do: ", name: "", after: title };
}

function ofMany(effects: readonly EffectPreview[]): Foreseen {
  const count = (action: EffectPreview["action"]) => effects.filter((each) => each.action === action).length;
  const told = (
    [
      ["create", "new"],
      ["update", "changed"],
      ["none", "as they are"],
    ] as const
  ).flatMap(([action, words]) => (count(action) > 0 ? [`${count(action)} ${words}`] : []));
  return { tone: "plain", before: "Would write ", name: formatPlural(effects.length, "record"), after: told.length > 0 ? `: ${told.join(", ")}` : "" };
}
