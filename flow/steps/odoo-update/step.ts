import { z } from "zod";
import { Json } from "../../document.ts";
import { defineStep } from "../../step.ts";
import { either, objectOf } from "../../shape.ts";
import { changesShape, writtenShape } from "../../odoo-shape.ts";
import { AnyValue, listOf, onError, out, RecordValue } from "../values.ts";
import { withRecordsOfOne } from "../with-records.ts";

const Config = z
  .strictObject({
    connection: z.string().min(1),
    model: z.string().min(1),
    id: AnyValue.optional(),
    domain: AnyValue.optional(),
    values: RecordValue,
    context: z.record(z.string(), Json).optional(),
  })
  .refine((config) => (config.id === undefined) !== (config.domain === undefined), { message: "takes either an id or a domain", path: ["id"] });
type Config = z.infer<typeof Config>;
const Values = z.record(z.string(), Json);
const Input = z.object({
  connection: z.string(),
  model: z.string(),
  id: listOf(z.int().positive()).optional(),
  domain: z.array(Json).optional(),
  values: Values,
  context: Values.optional(),
});
type Input = z.infer<typeof Input>;

const targetOf = (input: Input) => (input.domain === undefined ? { ids: input.id ?? [] } : { domain: input.domain });

export const step = defineStep<Config, Input>({
  type: "odoo.update",
  version: 1,
  title: "Update in Odoo",
  description: "Writes the fields that differ on records that are there.",
  icon: "box",
  category: "odoo",
  group: "odoo",
  config: Config,
  input: Input,
  defaults: { connection: "odoo", model: "res.partner", id: { $: "" }, values: {} },
  fields: [
    { key: "connection", label: "Connection", control: "connection", connectionKind: "odoo", required: true },
    { key: "model", label: "Model", control: "odoo-model", required: true },
    { key: "id", label: "Record id", control: "expression" },
    { key: "domain", label: "Or all records where", control: "odoo-domain" },
    { key: "values", label: "Fields", control: "odoo-fields", required: true },
    { key: "context", label: "Context", control: "json" },
  ],
  summary: (config) => `${config.model} · update`,
  ports: () => [out, onError],
  outputs: () =>
    objectOf([
      ["id", either({ kind: "number" }, { kind: "null" })],
      ["action", { kind: "string", values: ["created", "found", "updated"] }],
      ["changed", changesShape],
      ["records", { kind: "array", of: writtenShape }],
    ]),
  uses: ["odoo"],
  effect: {
    delivery: "exactly-once",
    allowed: ["exactly-once"],
    keyHasVisit: true,
    preview: async (ctx) => {
      const { connection, model, context } = ctx.input;
      const values = await withRecordsOfOne(ctx, { values: ctx.input.values, isDry: true });
      const found = await ctx.ports.odoo.preview(
        { connection, model, kind: "update", target: targetOf(ctx.input), values, ...(context ? { context } : {}) },
        ctx,
      );
      return [{ system: "odoo", title: `Update ${found.modelLabel.toLowerCase()} ${found.record?.name ?? ""}`.trim(), connection, model, ...found }];
    },
    simulate: (_, [preview]) => ({ id: preview?.record?.id ?? null, action: preview?.action === "update" ? "updated" : "found", changed: [], records: [] }),
  },
  execute: async (ctx) => {
    const { connection, model, context } = ctx.input;
    const values = await withRecordsOfOne(ctx, { values: ctx.input.values, isDry: false });
    const records = await ctx.ports.odoo.update({ connection, model, target: targetOf(ctx.input), values, ...(context ? { context } : {}) }, ctx);
    const [first] = records;
    return { kind: "done", output: { ...(first ?? { id: null, action: "found", changed: [] }), records } };
  },
});
