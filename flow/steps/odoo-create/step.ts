import { z } from "zod";
import { Json } from "../../document.ts";
import type { OdooListed } from "../../ports.ts";
import type { EffectPreview, StepContext } from "../../step.ts";
import { defineStep } from "../../step.ts";
import { knownInPlace, knownRecord } from "../known-record.ts";
import { listWrittenShape, writtenShape } from "../../odoo-shape.ts";
import { listConfig, listFields, listInput, nameOf, previewList, simulateList, wantedOf, withLookups, writeList } from "../odoo-list.ts";
import type { Wanted } from "../odoo-list.ts";
import { connectionField, contextField, contextIn, modelField, odooConfig, odooInput } from "../odoo-settings.ts";
import { RecordValue } from "../values.ts";
import { withRecordsOfOne } from "../with-records.ts";
import { face } from "./face.ts";

const Config = z
  .strictObject({
    ...odooConfig,
    values: RecordValue.optional(),
    records: Json.optional(),
    ...listConfig,
  })
  .refine((config) => (config.values === undefined) !== (config.records === undefined), {
    message: "takes either values for one record or a list of records",
    path: ["values"],
  })
  .refine((config) => config.items === undefined || config.values !== undefined, { message: "are what each item gives", path: ["values"] });
export type Config = z.infer<typeof Config>;
const Values = z.record(z.string(), Json);
const Input = z.object({
  ...odooInput,
  values: Values.optional(),
  records: z.array(Values).optional(),
  ...listInput(z.object({ values: Values })),
});
type Input = z.infer<typeof Input>;

async function wantedFrom(ctx: StepContext<Input>, q: { isDry: boolean }): Promise<Wanted[]> {
  const { input, effect } = ctx;
  const each = input.each ?? (input.records ?? []).map((values) => ({ values }));
  return wantedOf(await withLookups(ctx, each, q), ({ values }, index) => ({
    externalId: `${effect.key}/${index}`,
    values,
    ...knownInPlace(effect.receipt, index),
  }));
}

/** A list is given whole, or by what each of its items gives; its records are numbered under the effect's key. */
const isList = (input: Input) => input.records !== undefined || input.each !== undefined;

export const step = defineStep<Config, Input>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    connectionField,
    modelField,
    { key: "values", label: "Fields", control: "odoo-fields", required: true },
    ...listFields,
    { key: "records", label: "Records", control: "json", help: "A list of records instead of the fields above." },
    contextField,
  ],
  outputs: (config) => (config.records === undefined && config.items === undefined ? writtenShape : listWrittenShape),
  perRecord: ["values"],
  effect: {
    ...face.effect,
    allowed: ["exactly-once"],
    keyHasVisit: false,
    preview: async (ctx) => {
      const { connection, model, values } = ctx.input;
      const one = async ({ known, ...record }: OdooListed): Promise<EffectPreview> => {
        const earlier = known === undefined ? {} : { known: { id: known.id } };
        const found = await ctx.ports.odoo.preview({ connection, model, kind: "create", ...record, ...earlier, ...contextIn(ctx.input) }, ctx);
        const verb = found.action === "create" ? "Create" : found.action === "update" ? "Update" : "Find";
        return { system: "odoo", title: `${verb} ${found.modelLabel.toLowerCase()} ${nameOf(record.values)}`.trim(), connection, model, ...found };
      };
      if (isList(ctx.input)) return previewList(await wantedFrom(ctx, { isDry: true }), { model, connection, one });
      const resolved = await withRecordsOfOne(ctx, { values: values ?? {}, isDry: true });
      const { known } = knownRecord(ctx.effect.receipt);
      return [await one({ externalId: ctx.effect.key, values: resolved, ...(known === undefined ? {} : { known: { id: known, isLeft: false } }) })];
    },
    simulate: ({ step: self, input }, previews) => {
      const [preview] = previews;
      if (isList(input)) return simulateList(self.id, (input.each ?? input.records)?.length ?? 0, previews);
      return { id: preview?.record?.id ?? { $new: self.id }, action: preview?.action === "create" ? "created" : "found", changed: [] };
    },
  },
  execute: async (ctx) => {
    const { connection, model, values } = ctx.input;
    if (isList(ctx.input)) return writeList(ctx, { kind: "create", wanted: await wantedFrom(ctx, { isDry: false }) });
    const resolved = await withRecordsOfOne(ctx, { values: values ?? {}, isDry: false });
    const record = { externalId: ctx.effect.key, values: resolved, ...knownRecord(ctx.effect.receipt) };
    const [written] = await ctx.ports.odoo.create({ connection, model, records: [record], ...contextIn(ctx.input) }, ctx);
    return { kind: "done", output: written ?? null };
  },
});
