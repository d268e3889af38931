import { z } from "zod";
import { Json } from "../../document.ts";
import { business } from "../../failure.ts";
import { writtenShape } from "../../odoo-shape.ts";
import { defineStep } from "../../step.ts";
import type { StepContext } from "../../step.ts";
import { base64Of, sizeOfBase64 } from "../base64.ts";
import { knownRecord } from "../known-record.ts";
import { connectionField, contextField, contextIn, modelField, odooConfig, odooInput, recordField } from "../odoo-settings.ts";
import { AnyValue, TextValue } from "../values.ts";
import { face } from "./face.ts";

const Config = z.strictObject({
  ...odooConfig,
  id: AnyValue,
  name: TextValue,
  content: AnyValue,
  encoding: z.enum(["text", "base64"]).optional(),
  mimetype: TextValue.optional(),
});
export type Config = z.infer<typeof Config>;
const Input = z.object({
  ...odooInput,
  id: z.int().positive(),
  name: z.coerce.string().min(1),
  content: Json,
  encoding: z.enum(["text", "base64"]).default("text"),
  mimetype: z.coerce.string().optional(),
});
type Input = z.infer<typeof Input>;

const ATTACHMENT = "ir.attachment";

/** Text is written as UTF-8; anything else that is no text, as JSON. @throws StepFailure for what is not base64 */
function contentOf({ input, step: self }: StepContext<Input>): string {
  const { content, encoding, name } = input;
  if (encoding === "text") return base64Of(typeof content === "string" ? content : JSON.stringify(content, null, 2));
  const text = typeof content === "string" ? content.replaceAll(/\s/g, "") : "";
  if (text !== "" && /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0) return text;
  throw business("invalid-data", "odoo.file_content", `The content of ${name} that ${self.name ?? self.id} attaches is not base64.`, {
    fix: "Check where the content comes from, or attach it as text.",
    where: { model: input.model, record: input.id },
  });
}

export const step = defineStep<Config, Input>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    connectionField,
    modelField,
    recordField,
    { key: "name", label: "File name", control: "text", required: true },
    { key: "content", label: "Content", control: "expression", required: true },
    {
      key: "encoding",
      label: "The content is",
      control: "select",
      options: [
        { value: "text", label: "Text, or data that is written as JSON" },
        { value: "base64", label: "Base64" },
      ],
    },
    { key: "mimetype", label: "Media type", control: "text", placeholder: "application/pdf", help: "Empty: Odoo tells it by the name and the content." },
    contextField,
  ],
  outputs: () => writtenShape,
  effect: {
    ...face.effect,
    allowed: ["exactly-once"],
    keyHasVisit: true,
    preview: async (ctx) => {
      const { connection, model, id, name } = ctx.input;
      const bytes = sizeOfBase64(contentOf(ctx));
      const fields = [
        { name: "name", label: "File name", before: null, after: name },
        { name: "size", label: "Bytes", before: null, after: bytes },
      ];
      return [{ system: "odoo", title: `Attach ${name} to ${model} #${id}`, connection, model, action: "create", fields }];
    },
    simulate: ({ step: self }) => ({ id: { $new: self.id }, action: "created", changed: [] }),
  },
  execute: async (ctx) => {
    const { connection, model, id, name, mimetype } = ctx.input;
    const values = { name, datas: contentOf(ctx), res_model: model, res_id: id, ...(mimetype ? { mimetype } : {}) };
    const record = { externalId: ctx.effect.key, values, ...knownRecord(ctx.effect.receipt) };
    const [written] = await ctx.ports.odoo.create({ connection, model: ATTACHMENT, records: [record], ...contextIn(ctx.input) }, ctx);
    // what a file held before is not told: it would be kept with the run
    return { kind: "done", output: written ? { id: written.id, action: written.action, changed: [] } : null };
  },
});
