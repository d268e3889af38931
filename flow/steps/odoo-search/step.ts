import { z } from "zod";
import { Json } from "../../document.ts";
import { recordShape } from "../../odoo-shape.ts";
import { numberShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { connectionField, contextIn, modelField, odooConfig, odooInput } from "../odoo-settings.ts";
import { AnyValue, listOf } from "../values.ts";
import { face } from "./face.ts";

const Config = z.strictObject({
  ...odooConfig,
  domain: AnyValue.optional(),
  fields: AnyValue,
  order: z.string().optional(),
  limit: z.int().positive().max(1000).optional(),
  page: AnyValue.optional(),
  count: z.boolean().optional(),
  empty: z.enum(["false", "null"]).optional(),
});
export type Config = z.infer<typeof Config>;
const Input = z.object({
  ...odooInput,
  domain: z.array(Json).default([]),
  fields: listOf(z.string()),
  order: z.string().optional(),
  limit: z.int().positive().max(1000).default(100),
  page: z.int().positive().optional(),
  count: z.boolean().default(false),
  empty: z.enum(["false", "null"]).default("false"),
});

export const step = defineStep<Config, z.infer<typeof Input>>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    connectionField,
    modelField,
    { key: "domain", label: "Where", control: "odoo-domain" },
    { key: "fields", label: "Fields", control: "odoo-field-list", required: true },
    { key: "order", label: "Order", control: "text", placeholder: "name asc" },
    { key: "limit", label: "At most", control: "number" },
    { key: "page", label: "Page", control: "expression", help: "The first is 1." },
    { key: "count", label: "Count all that fit", control: "boolean" },
    {
      key: "empty",
      label: "An empty field is",
      control: "select",
      options: [
        { value: "false", label: "false, as Odoo says it" },
        { value: "null", label: "null" },
      ],
    },
  ],
  outputs: (config, seen) => ({
    kind: "object",
    fields: {
      records: { kind: "array", of: recordShape(seen.odoo(config), config.fields, config.empty) },
      ...(config.count ? { count: numberShape } : {}),
    },
  }),
  execute: async (ctx) => {
    const { connection, model, domain, fields, order, limit, page, count, empty } = ctx.input;
    const found = await ctx.ports.odoo.search(
      {
        connection,
        model,
        domain,
        fields,
        limit,
        ...(order ? { order } : {}),
        ...(page ? { offset: (page - 1) * limit } : {}),
        ...(count ? { count } : {}),
        ...(empty === "null" ? { empty } : {}),
        ...contextIn(ctx.input),
      },
      ctx,
    );
    return { kind: "done", output: found };
  },
});
