import { z } from "zod";
import { Json } from "../../document.ts";
import { defineStep } from "../../step.ts";
import { either, missingShape, objectOf } from "../../shape.ts";
import { changesShape, linesShape, listWrittenShape, writtenShape } from "../../odoo-shape.ts";
import type { OdooListed } from "../../ports.ts";
import type { EffectPreview, StepContext } from "../../step.ts";
import { listConfig, listFields, listInput, previewList, simulateList, wantedOf, withLookups, writeList } from "../odoo-list.ts";
import type { Wanted } from "../odoo-list.ts";
import { knownLines } from "../known-record.ts";
import { connectionField, contextField, contextIn, modelField, odooConfig, odooInput } from "../odoo-settings.ts";
import { AnyValue, listOf, RecordValue } from "../values.ts";
import { withRecordsOfOne } from "../with-records.ts";
import { face } from "./face.ts";

const Config = z
  .strictObject({
    ...odooConfig,
    id: AnyValue.optional(),
    domain: AnyValue.optional(),
    values: RecordValue,
    ...listConfig,
  })
  .refine((config) => (config.id === undefined) !== (config.domain === undefined), { message: "takes either an id or a domain", path: ["id"] })
  .refine((config) => config.items === undefined || config.id !== undefined, { message: "of each item is the id of its record", path: ["id"] });
export type Config = z.infer<typeof Config>;
const Values = z.record(z.string(), Json);
const One = z.object({ id: listOf(z.int().positive()).optional(), domain: z.array(Json).optional(), values: Values });
const Listed = z.object({ id: z.int().positive().nullish(), values: Values });
const Shared = z.object({
  ...odooInput,
  ...listInput(Listed),
});
/** One set of values for some records, or what each of the items gave. */
const Input = z.union([Shared.extend(One.shape), Shared.required({ each: true })]);
type Input = z.infer<typeof Input>;
type One = z.infer<typeof One>;

const isOne = (input: Input): input is Input & One => input.each === undefined;

async function wantedFrom(ctx: StepContext<Input>, q: { isDry: boolean }): Promise<Wanted[]> {
  const { input, effect } = ctx;
  const each = await withLookups<z.infer<typeof Listed>>(ctx, input.each ?? [], q);
  return wantedOf(each, ({ id, values }, index) => ({ externalId: `${effect.key}/${index}`, values, ...(id ? { id } : {}) }));
}

const targetOf = (input: One) => (input.domain === undefined ? { ids: input.id ?? [] } : { domain: input.domain });

const updatedShape = objectOf([
  ["id", either({ kind: "number" }, { kind: "null" })],
  ["action", { kind: "string", values: ["created", "found", "updated"] }],
  ["changed", changesShape],
  ["records", { kind: "array", of: { kind: "object", fields: { ...writtenShape.fields, lines: either(linesShape, missingShape) } } }],
  ["lines", either(linesShape, missingShape)],
]);

export const step = defineStep<Config, Input>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    connectionField,
    modelField,
    { key: "id", label: "Record id", control: "expression" },
    { key: "domain", label: "Or all records where", control: "odoo-domain" },
    { key: "values", label: "Fields", control: "odoo-fields", required: true },
    ...listFields,
    contextField,
  ],
  outputs: (config) => (config.items === undefined ? updatedShape : listWrittenShape),
  perRecord: ["id", "values"],
  effect: {
    ...face.effect,
    allowed: ["exactly-once"],
    keyHasVisit: true,
    preview: async (ctx) => {
      const { connection, model } = ctx.input;
      const preview = async (target: { ids: number[] } | { domain: Json[] }, values: Record<string, Json>): Promise<EffectPreview> => {
        const asked = { connection, model, kind: "update" as const, target, values, externalId: ctx.effect.key };
        const found = await ctx.ports.odoo.preview({ ...asked, ...contextIn(ctx.input) }, ctx);
        return { system: "odoo", title: `Update ${found.modelLabel.toLowerCase()} ${found.record?.name ?? ""}`.trim(), connection, model, ...found };
      };
      if (!isOne(ctx.input)) {
        const one = ({ id, values }: OdooListed) => preview({ ids: id === undefined ? [] : [id] }, values);
        return previewList(await wantedFrom(ctx, { isDry: true }), { model, connection, one });
      }
      return [await preview(targetOf(ctx.input), await withRecordsOfOne(ctx, { values: ctx.input.values, isDry: true }))];
    },
    simulate: ({ step: self, input }, previews) => {
      const [preview] = previews;
      if (!isOne(input)) return simulateList(self.id, input.each?.length ?? 0, previews);
      return { id: preview?.record?.id ?? null, action: preview?.action === "update" ? "updated" : "found", changed: [], records: [] };
    },
  },
  execute: async (ctx) => {
    const { connection, model } = ctx.input;
    if (!isOne(ctx.input)) return writeList(ctx, { kind: "update", wanted: await wantedFrom(ctx, { isDry: false }) });
    const values = await withRecordsOfOne(ctx, { values: ctx.input.values, isDry: false });
    const asked = { connection, model, target: targetOf(ctx.input), values, externalId: ctx.effect.key, ...knownLines(ctx.effect.receipt) };
    const records = await ctx.ports.odoo.update({ ...asked, ...contextIn(ctx.input) }, ctx);
    const [first] = records;
    return { kind: "done", output: { ...(first ?? { id: null, action: "found", changed: [] }), records } };
  },
});
