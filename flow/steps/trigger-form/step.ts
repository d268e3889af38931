import { z } from "zod";
import { Json } from "../../document.ts";
import { schemaShape } from "../../schema-shape.ts";
import { defineStep } from "../../step.ts";
import { out } from "../values.ts";

export const FormConfig = z.strictObject({
  title: z.string().min(1).max(200),
  schema: z.record(z.string(), Json),
  description: z.string().max(4_000).optional(),
});
export type FormConfig = z.infer<typeof FormConfig>;

export const step = defineStep<FormConfig, FormConfig>({
  type: "trigger.form",
  version: 1,
  title: "Manual form",
  description: "Starts a run when a person fills in a form.",
  icon: "clipboard-list",
  category: "trigger",
  group: "triggers",
  config: FormConfig,
  input: FormConfig,
  defaults: { title: "New request", schema: { type: "object", properties: { subject: { type: "string", title: "Subject" } }, required: ["subject"] } },
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
  summary: (config) => config.title,
  ports: () => [out],
  outputs: (config) => ({ kind: "object", fields: { body: schemaShape(config.schema), startedBy: { kind: "object", fields: {}, open: true } }, open: true }),
  uses: [],
  trigger: true,
});
