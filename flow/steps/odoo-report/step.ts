import { z } from "zod";
import { Json } from "../../document.ts";
import { numberShape, textShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { connectionField, contextField, contextIn } from "../odoo-settings.ts";
import { AnyValue, TextValue } from "../values.ts";
import { face } from "./face.ts";

const Config = z.strictObject({
  connection: z.string().min(1),
  model: z.string().min(1),
  record: AnyValue,
  report: TextValue,
  context: z.record(z.string(), Json).optional(),
});
export type Config = z.infer<typeof Config>;
const Input = z.object({
  connection: z.string(),
  model: z.string(),
  record: z.int().positive(),
  report: z.coerce.string().min(1),
  context: z.record(z.string(), Json).optional(),
});
type Input = z.infer<typeof Input>;

/** What a file may have so that, in base64, it fits into what a step gives (4 MiB). */
const MOST_BYTES = 3_000_000;

export const step = defineStep<Config, Input>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    connectionField,
    { key: "model", label: "Model", control: "odoo-model", required: true },
    { key: "record", label: "Record id", control: "expression", required: true },
    {
      key: "report",
      label: "Report",
      control: "text",
      required: true,
      placeholder: "sale.report_saleorder",
      help: "Its technical name, or its title as Odoo's print menu shows it.",
    },
    contextField,
  ],
  outputs: () => ({ kind: "object", fields: { name: textShape, mimetype: textShape, size: numberShape, content: textShape } }),
  execute: async (ctx) => {
    const { connection, model, record, report } = ctx.input;
    const asked = { connection, model, record, report, mostBytes: MOST_BYTES };
    return { kind: "done", output: await ctx.ports.odoo.report({ ...asked, ...contextIn(ctx.input) }, ctx) };
  },
});
