import { z } from "zod";
import { Json } from "../../document.ts";
import { business } from "../../failure.ts";
import { numberShape, textShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import type { StepContext } from "../../step.ts";
import { textOfBase64 } from "../base64.ts";
import { connectionField, contextField, contextIn } from "../odoo-settings.ts";
import { AnyValue, TextValue } from "../values.ts";
import { face, ATTACHMENT } from "./face.ts";

const Config = z.strictObject({
  connection: z.string().min(1),
  id: AnyValue.optional(),
  model: z.string().min(1).optional(),
  record: AnyValue.optional(),
  name: TextValue.optional(),
  encoding: z.enum(["base64", "text"]).optional(),
  context: z.record(z.string(), Json).optional(),
});
export type Config = z.infer<typeof Config>;
const Input = z.object({
  connection: z.string(),
  id: z.int().positive().nullish(),
  model: z.string().optional(),
  record: z.int().positive().nullish(),
  name: z.coerce.string().optional(),
  encoding: z.enum(["base64", "text"]).default("base64"),
  context: z.record(z.string(), Json).optional(),
});
type Input = z.infer<typeof Input>;

/** What a file may have so that, in base64, it fits into what a step gives (4 MiB). */
const MOST_BYTES = 3_000_000;
const Described = z.object({ id: z.number(), name: z.string(), mimetype: z.union([z.string(), z.literal(false)]), file_size: z.number() });

async function find(ctx: StepContext<Input>): Promise<z.infer<typeof Described>> {
  const { connection, id, model, record, name } = ctx.input;
  const domain: Json[] = id
    ? [["id", "=", id]]
    : [["res_model", "=", model ?? false], ["res_id", "=", record ?? 0], ...(name ? [["name", "=ilike", name.replaceAll("*", "%")]] : [])];
  const fields = ["name", "mimetype", "file_size"];
  const call = { connection, model: ATTACHMENT, domain, fields, order: "id desc", limit: 1, ...contextIn(ctx.input) };
  const { records } = await ctx.ports.odoo.search(call, ctx);
  const found = Described.safeParse(records[0]);
  const what = id ? `attachment #${id}` : `${name || "file"} on ${model} #${record}`;
  if (!found.success)
    throw business("not-found", "odoo.file_missing", `There is no ${what} in Odoo, or the connection's user may not see it.`, {
      fix: "Check the id and the name, and whether the file was deleted.",
      where: { connection, ...(model === undefined ? {} : { model }), ...(record ? { record } : {}) },
    });
  if (found.data.file_size <= MOST_BYTES) return found.data;
  throw business("limit", "odoo.file_too_large", `${found.data.name} has ${found.data.file_size} bytes; a step takes files of up to ${MOST_BYTES}.`, {
    fix: "Hand its id on, and let the system that needs the file fetch it.",
    where: { connection, record: found.data.id },
  });
}

export const step = defineStep<Config, Input>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    connectionField,
    { key: "model", label: "Model", control: "odoo-model" },
    { key: "record", label: "Record id", control: "expression" },
    { key: "name", label: "File name", control: "text", placeholder: "contract*.pdf", help: "An asterisk stands for anything. The newest that fits is taken." },
    { key: "id", label: "Or the file's own id", control: "expression" },
    {
      key: "encoding",
      label: "Give it as",
      control: "select",
      options: [
        { value: "base64", label: "Base64, for any file" },
        { value: "text", label: "Text (UTF-8)" },
      ],
    },
    contextField,
  ],
  outputs: () => ({ kind: "object", fields: { id: numberShape, name: textShape, mimetype: textShape, size: numberShape, content: textShape } }),
  execute: async (ctx) => {
    const { connection, encoding } = ctx.input;
    const { id, name, mimetype, file_size: size } = await find(ctx);
    const call = { connection, model: ATTACHMENT, domain: [["id", "=", id]], fields: ["datas"], limit: 1, ...contextIn(ctx.input) };
    const { records } = await ctx.ports.odoo.search(call, ctx);
    const datas = typeof records[0]?.datas === "string" ? records[0].datas : "";
    const described = { id, name, mimetype: mimetype || "application/octet-stream", size };
    if (encoding === "base64") return { kind: "done", output: { ...described, content: datas } };
    try {
      return { kind: "done", output: { ...described, content: textOfBase64(datas) } };
    } catch {
      throw business("invalid-data", "odoo.file_not_text", `${name} is no text in UTF-8.`, { fix: "Fetch it as base64.", where: { connection, record: id } });
    }
  },
});
