/** What the Odoo steps that write have in common where they write a list: its settings, its previews, and what its outcomes mean for the run. */
import { z } from "zod";
import type { Json } from "../document.ts";
import { Json as JsonValue } from "../document.ts";
import { business, StepFailure } from "../failure.ts";
import type { OdooList, OdooListed, OdooOutcome, OdooRefused } from "../ports.ts";
import type { EffectPreview, FieldHint, StepContext, StepResult } from "../step.ts";
import { DELETED } from "./known-record.ts";
import { AnyValue } from "./values.ts";
import { withRecords } from "./with-records.ts";

/** More keep a worker and Odoo busy for minutes; a for each takes such a list in parts. */
const MOST = 5_000;
/** A dry run looks at as many records; the rest would only take longer. */
const PREVIEWED = 25;
const NAMED = 100;
const AnyRecord = z.record(z.string(), JsonValue);

export const OnFailure = z.enum(["fail", "continue"]);

/** As written. */
export const listConfig = { items: AnyValue.optional(), onFailure: OnFailure.optional() };
const Refused = z.object({ refused: z.object({ code: z.string(), message: z.string(), fix: z.string().optional() }) });
type Why = { code: string; message: string; fix?: string | undefined; field?: string | undefined };
/** An item that cannot be written; `values` where they are known, to name it. */
type RefusedItem = { refused: Why; values?: Record<string, Json> };

/** As used: what each of the items gave, or why it gave nothing. */
export const listInput = <T extends z.ZodType>(each: T) => ({
  each: z
    .array(z.union([Refused, each]))
    .max(MOST)
    .optional(),
  onFailure: OnFailure.default("fail"),
});

export const onFailureField: FieldHint = {
  key: "onFailure",
  label: "When records fail",
  control: "select",
  options: [
    { value: "fail", label: "Try all, then fail the step" },
    { value: "continue", label: "Go on; the output says which" },
  ],
};

export const listFields: FieldHint[] = [
  {
    key: "items",
    label: "For each of",
    control: "expression",
    placeholder: "body.customers",
    help: "A list: one record for each of its items, all of them in a few calls. The fields then see item and index.",
  },
  onFailureField,
];

type Listing = Pick<
  StepContext<{ connection: string; model: string; onFailure: "fail" | "continue"; context?: Record<string, Json> | undefined }>,
  "input" | "ports" | "signal" | "note"
>;

/** A record as it is to be written, or why it cannot be. */
export type Wanted = { record: OdooListed } | { refused: OdooRefused; values?: Record<string, Json> };

/** What each of the items wants; one that wants nothing sensible is refused alone. */
export function wantedOf<T extends object>(each: (T | RefusedItem)[], build: (item: T, index: number) => OdooListed): Wanted[] {
  return each.map((item, index): Wanted => {
    if (isRefused(item)) return refusedItem(item);
    try {
      return { record: build(item, index) };
    } catch (error) {
      if (!isOfOneItem(error)) throw error;
      return refusedItem({ refused: whyOf(error), ...("values" in item ? { values: valuesIn(item.values) } : {}) });
    }
  });
}

/** The items with ids in place of what their author looks up; one whose lookup finds nothing is refused alone. */
export async function withLookups<T extends { values: Record<string, Json> }>(
  ctx: Listing & Pick<StepContext<unknown>, "step">,
  each: (T | RefusedItem)[],
  q: { isDry: boolean },
): Promise<(T | RefusedItem)[]> {
  const records = each.flatMap((item) => (isRefused(item) ? [] : [item.values]));
  const resolved = (await withRecords(ctx, { written: ctx.step.config.values ?? ctx.step.config.records, records, isDry: q.isDry }))[Symbol.iterator]();
  return each.map((item) => {
    if (isRefused(item)) return item;
    const { value } = resolved.next();
    if (value instanceof StepFailure) return { refused: whyOf(value), values: item.values };
    return { ...item, values: value ?? item.values };
  });
}

function isRefused(item: object): item is RefusedItem {
  return "refused" in item;
}

function isOfOneItem(error: unknown): error is StepFailure {
  return error instanceof StepFailure && error.failure.class === "business";
}

function whyOf({ failure: { code, message, fix, where } }: StepFailure): Why {
  return { code, message, fix, field: where?.field };
}

function valuesIn(values: unknown): Record<string, Json> {
  return AnyRecord.safeParse(values).data ?? {};
}

function refusedItem({ refused: { code, message, fix, field }, values }: RefusedItem): Wanted {
  const error = { code, message, ...(fix === undefined ? {} : { fix }), ...(field === undefined ? {} : { field }) };
  return { refused: { id: null, action: "failed", changed: [], error }, ...(values === undefined ? {} : { values }) };
}

/** Writes the records and says what became of each. @throws StepFailure where some failed and the step is not to go on */
export async function writeList(ctx: Listing, q: Pick<OdooList, "kind" | "onMatch" | "made"> & { wanted: Wanted[] }): Promise<StepResult> {
  const { connection, model, onFailure, context } = ctx.input;
  const { wanted, ...how } = q;
  const records = wanted.flatMap((each) => ("record" in each ? [each.record] : []));
  const written = records.length === 0 ? [] : await ctx.ports.odoo.writeList({ connection, model, ...how, records, ...(context ? { context } : {}) }, ctx);
  const next = written[Symbol.iterator]();
  const outcomes = wanted.flatMap((each): OdooOutcome[] => {
    if ("refused" in each) return [each.refused];
    const { value, done } = next.next();
    return done ? [] : [value];
  });
  if (outcomes.some((each) => each.action === "failed") && onFailure === "fail") throw refused(model, wanted, outcomes);
  return { kind: "done", output: counted(outcomes) };
}

function counted(records: OdooOutcome[]): Json {
  const count = (action: OdooOutcome["action"]) => records.filter((each) => each.action === action).length;
  return { records, created: count("created"), updated: count("updated"), found: count("found"), failed: count("failed"), skipped: count("skipped") };
}

function refused(model: string, wanted: Wanted[], outcomes: OdooOutcome[]) {
  const failed = outcomes.flatMap((each, index) =>
    each.action === "failed" ? [{ place: index + 1, name: nameOfWanted(wanted[index]), error: each.error }] : [],
  );
  // a person decides about it: the others are found when they have
  const deleted = failed.find((each) => each.error.code === DELETED);
  const record = deleted === undefined ? null : (outcomes[deleted.place - 1]?.id ?? null);
  if (deleted !== undefined && record !== null) {
    const { message, fix } = deleted.error;
    return business("not-found", DELETED, message, {
      ...(fix === undefined ? {} : { fix }),
      where: { model, record },
      detail: { failed: failed.slice(0, NAMED) },
    });
  }
  const [first] = failed;
  const others = failed.length > 1 ? ` And ${failed.length - 1} more.` : "";
  const told = first === undefined ? "" : ` Record ${first.place}${first.name ? ` (${first.name})` : ""}: ${first.error.message}${others}`;
  return business(
    "invalid-data",
    "odoo.records_failed",
    `${failed.length} of ${outcomes.length} records of ${model} could not be written; the others were.${told}`,
    {
      fix: "Correct what Odoo objects to, then replay: records that were written are found, and not written again.",
      where: { model, ...(first?.error.field === undefined ? {} : { field: first.error.field }) },
      detail: { failed: failed.slice(0, NAMED), written: outcomes.length - failed.length },
    },
  );
}

/** One preview for each record, as far as a dry run looks. */
export async function previewList(
  wanted: Wanted[],
  q: { model: string; connection: string; one: (record: OdooListed) => Promise<EffectPreview> },
): Promise<EffectPreview[]> {
  const { model, connection } = q;
  const previews: EffectPreview[] = [];
  for (const each of wanted.slice(0, PREVIEWED)) {
    const { title, ...nothing } = { title: `Refuse a record of ${model}`, system: "odoo" as const, connection, model, action: "none" as const, fields: [] };
    previews.push("record" in each ? await q.one(each.record) : { ...nothing, title, unread: each.refused.error.message });
  }
  const rest = wanted.length - previews.length;
  if (rest > 0) {
    previews.push({
      system: "odoo",
      title: `Write ${rest} more records of ${q.model}`,
      connection: q.connection,
      model: q.model,
      action: "update",
      fields: [],
      unread: `A dry run looks at the first ${PREVIEWED} records of a list.`,
    });
  }
  return previews;
}

/** What a dry run takes for the output: as many records as there are, those that were not looked at as found. */
export function simulateList(self: string, count: number, previews: EffectPreview[]): Json {
  const actions = Array.from({ length: count }, (_, index) => {
    const action = index < PREVIEWED ? previews[index]?.action : undefined;
    return action === "create" ? "created" : action === "update" ? "updated" : "found";
  });
  const records = actions.map(
    (action, index): Json => ({ id: (index < PREVIEWED ? previews[index]?.record?.id : undefined) ?? { $new: `${self}/${index}` }, action, changed: [] }),
  );
  const of = (action: string) => actions.filter((each) => each === action).length;
  return { records, created: of("created"), updated: of("updated"), found: of("found"), failed: 0, skipped: 0 };
}

function nameOfWanted(wanted: Wanted | undefined): string {
  return wanted === undefined ? "" : nameOf("record" in wanted ? wanted.record.values : wanted.values);
}

export function nameOf(values: Record<string, Json> | undefined): string {
  const name = values?.name ?? values?.display_name;
  return typeof name === "string" ? name : "";
}
