import { z } from "zod";
import { Json } from "../../document.ts";
import { unknownShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { AnyValue, listOf, onError, out, RecordValue } from "../values.ts";

const Config = z.strictObject({
  connection: z.string().min(1),
  model: z.string().min(1),
  method: z.string().regex(/^[a-z][a-z0-9_]*$/i, "names a public method"),
  ids: AnyValue.optional(),
  args: RecordValue.optional(),
  context: z.record(z.string(), Json).optional(),
});
type Config = z.infer<typeof Config>;
const Values = z.record(z.string(), Json);
const Input = z.object({
  connection: z.string(),
  model: z.string(),
  method: z.string(),
  ids: listOf(z.int().positive()),
  args: Values.default({}),
  context: Values.optional(),
});

export const step = defineStep<Config, z.infer<typeof Input>>({
  type: "odoo.call",
  version: 1,
  title: "Call an Odoo method",
  description: "Presses a button or calls a method in Odoo. Odoo cannot recognise a repeat, so it is sent at most once.",
  icon: "square-play",
  category: "odoo",
  group: "odoo",
  config: Config,
  input: Input,
  defaults: { connection: "odoo", model: "sale.order", method: "action_confirm", args: {} },
  fields: [
    { key: "connection", label: "Connection", control: "connection", connectionKind: "odoo", required: true },
    { key: "model", label: "Model", control: "odoo-model", required: true },
    { key: "method", label: "Method", control: "odoo-method", required: true },
    { key: "ids", label: "Record ids", control: "expression" },
    { key: "args", label: "Arguments", control: "key-values" },
    { key: "context", label: "Context", control: "json" },
  ],
  summary: (config) => `${config.model} · ${config.method}`,
  ports: () => [out, onError],
  outputs: () => ({ kind: "object", fields: { result: unknownShape } }),
  uses: ["odoo"],
  effect: {
    delivery: "at-most-once",
    allowed: ["at-most-once", "at-least-once"],
    keyHasVisit: true,
    preview: async ({ input }) => [
      {
        system: "odoo",
        title: `Call ${input.method} on ${input.model} ${input.ids.join(", ")}`.trim(),
        connection: input.connection,
        model: input.model,
        action: "call",
        fields: Object.entries(input.args).map(([name, after]) => ({ name, label: name, before: null, after })),
      },
    ],
    simulate: () => ({ result: null }),
  },
  execute: async (ctx) => {
    const { connection, model, method, ids, args, context } = ctx.input;
    const result = await ctx.ports.odoo.call({ connection, model, method, args, ...(ids.length ? { ids } : {}), ...(context ? { context } : {}) }, ctx);
    return { kind: "done", output: { result } };
  },
});
