import { z } from "zod";
import { Json } from "../../document.ts";
import type { EffectPreview, StepContext } from "../../step.ts";
import { defineStep } from "../../step.ts";
import { knownRecord } from "../known-record.ts";
import { writtenShape } from "../../odoo-shape.ts";
import { onError, out, RecordValue } from "../values.ts";
import { withRecords } from "../with-records.ts";

const Config = z
  .strictObject({
    connection: z.string().min(1),
    model: z.string().min(1),
    values: RecordValue.optional(),
    records: Json.optional(),
    context: z.record(z.string(), Json).optional(),
  })
  .refine((config) => (config.values === undefined) !== (config.records === undefined), {
    message: "takes either values for one record or a list of records",
    path: ["values"],
  });
type Config = z.infer<typeof Config>;
const Values = z.record(z.string(), Json);
const Input = z.object({
  connection: z.string(),
  model: z.string(),
  values: Values.optional(),
  records: z.array(Values).optional(),
  context: Values.optional(),
});
type Input = z.infer<typeof Input>;

/** One record has the effect's own key, a list numbers them. */
async function recordsOf(ctx: StepContext<Input>, q: { isDry: boolean }) {
  const { input, effect, step: self } = ctx;
  const isList = input.records !== undefined;
  const records = await withRecords(ctx, {
    written: isList ? self.config.records : self.config.values,
    records: input.records ?? [input.values ?? {}],
    isDry: q.isDry,
  });
  return records.map((values, index) => ({
    externalId: isList ? `${effect.key}/${index}` : effect.key,
    values,
    ...(isList ? knownRecord(effect.receipt, index) : knownRecord(effect.receipt)),
  }));
}

export const step = defineStep<Config, Input>({
  type: "odoo.create",
  version: 1,
  title: "Create in Odoo",
  description: "Creates a record in Odoo, once: a retry, a crash and a replay all find the record that is there.",
  icon: "box",
  category: "odoo",
  group: "odoo",
  config: Config,
  input: Input,
  defaults: { connection: "odoo", model: "project.project", values: {} },
  fields: [
    { key: "connection", label: "Connection", control: "connection", connectionKind: "odoo", required: true },
    { key: "model", label: "Model", control: "odoo-model", required: true },
    { key: "values", label: "Fields", control: "odoo-fields", required: true },
    { key: "records", label: "Records", control: "json", help: "A list of records instead of the fields above." },
    { key: "context", label: "Context", control: "json" },
  ],
  summary: (config) => `${config.model} · create`,
  ports: () => [out, onError],
  outputs: (config) => (config.records === undefined ? writtenShape : { kind: "object", fields: { records: { kind: "array", of: writtenShape } } }),
  uses: ["odoo"],
  effect: {
    delivery: "exactly-once",
    allowed: ["exactly-once"],
    keyHasVisit: false,
    preview: async (ctx) => {
      const { input } = ctx;
      const previews: EffectPreview[] = [];
      for (const record of await recordsOf(ctx, { isDry: true })) {
        const found = await ctx.ports.odoo.preview(
          { connection: input.connection, model: input.model, kind: "create", ...record, ...(input.context ? { context: input.context } : {}) },
          ctx,
        );
        const verb = found.action === "create" ? "Create" : found.action === "update" ? "Update" : "Find";
        previews.push({
          system: "odoo",
          title: `${verb} ${found.modelLabel.toLowerCase()}${nameOf(record.values)}`,
          connection: input.connection,
          model: input.model,
          ...found,
        });
      }
      return previews;
    },
    simulate: ({ step: self, input }, previews) => {
      const results = previews.map((preview) => ({
        id: preview.record?.id ?? { $new: self.id },
        action: preview.action === "create" ? "created" : "found",
        changed: [],
      }));
      return input.records === undefined ? (results[0] ?? null) : { records: results };
    },
  },
  execute: async (ctx) => {
    const { input } = ctx;
    const written = await ctx.ports.odoo.create(
      {
        connection: input.connection,
        model: input.model,
        records: await recordsOf(ctx, { isDry: false }),
        ...(input.context ? { context: input.context } : {}),
      },
      ctx,
    );
    return { kind: "done", output: input.records === undefined ? (written[0] ?? null) : { records: written } };
  },
});

function nameOf(values: Record<string, Json>): string {
  return typeof values.name === "string" ? ` ${values.name}` : "";
}
