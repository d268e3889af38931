import { z } from "zod";
import { Json } from "../../document.ts";
import { schemaShape } from "../../schema-shape.ts";
import { defineStep } from "../../step.ts";
import { face } from "./face.ts";

export const FormConfig = z.strictObject({
  title: z.string().min(1).max(200),
  schema: z.record(z.string(), Json),
  description: z.string().max(4_000).optional(),
});
export type FormConfig = z.infer<typeof FormConfig>;

export const step = defineStep<FormConfig, FormConfig>({
  ...face,
  version: 1,
  config: FormConfig,
  input: FormConfig,
  fields: [
    { key: "title", label: "Title", control: "text", required: true, help: "What people see when they choose the form." },
    { key: "description", label: "Explanation", control: "long-text" },
    {
      key: "schema",
      label: "Fields",
      control: "form-schema",
      required: true,
      help: "A JSON Schema of an object. Texts, numbers, yes or no, choices (enum) and dates become fields, by their title.",
    },
  ],
  outputs: (config) => ({ kind: "object", fields: { body: schemaShape(config.schema), startedBy: { kind: "object", fields: {}, open: true } }, open: true }),
});
