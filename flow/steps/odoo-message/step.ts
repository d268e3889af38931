import { z } from "zod";
import type { Json } from "../../document.ts";
import { business } from "../../failure.ts";
import { RECORD } from "../../record-lookup.ts";
import { numberShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import type { StepContext } from "../../step.ts";
import { knownRecord } from "../known-record.ts";
import { connectionField, contextField, contextIn, modelField, odooConfig, odooInput, recordField } from "../odoo-settings.ts";
import { asHtml } from "../rich-text.ts";
import { AnyValue, listOf, TextValue } from "../values.ts";
import { resolvedOrThrow } from "../with-records.ts";
import { face, isNote } from "./face.ts";

const Config = z.strictObject({
  ...odooConfig,
  id: AnyValue,
  body: TextValue,
  format: z.enum(["text", "html"]).optional(),
  to: z.enum(["note", "followers"]).optional(),
  partners: AnyValue.optional(),
  subject: TextValue.optional(),
});
export type Config = z.infer<typeof Config>;
const Input = z.object({
  ...odooInput,
  id: z.int().positive(),
  body: z.coerce.string(),
  format: z.enum(["text", "html"]).default("text"),
  to: z.enum(["note", "followers"]).default("note"),
  partners: listOf(z.int().positive()),
  subject: z.coerce.string().optional(),
});
type Input = z.infer<typeof Input>;

/** What Odoo keeps with the message and can be asked for: our key, as mail knows messages. */
function messageIdOf(key: string): string {
  return `<${encodeURIComponent(key).replaceAll("%", ".")}@throughline>`;
}

/** Kept by a name of ours in the same transaction: written once. */
async function note(ctx: StepContext<Input>): Promise<Json> {
  const { connection, model, id, body, format, subject } = ctx.input;
  const more = contextIn(ctx.input);
  const wanted = { model, res_id: id, message_type: "comment", body: asHtml(body, format), ...(subject ? { subject } : {}) };
  const subtype = { [RECORD]: { by: "external-id", value: "mail.mt_note" } };
  const [resolved] = await ctx.ports.odoo.resolve(
    { connection, model: "mail.message", records: [{ values: { ...wanted, subtype_id: subtype }, lookups: ["subtype_id"] }], isDry: false, ...more },
    ctx,
  );
  const record = { externalId: ctx.effect.key, values: resolvedOrThrow(resolved) ?? wanted, ...knownRecord(ctx.effect.receipt) };
  const [written] = await ctx.ports.odoo.create({ connection, model: "mail.message", records: [record], ...more }, ctx);
  return { id: written?.id ?? null, action: written?.action ?? "found" };
}

/** People hear of it, so that Odoo itself has to send it: looked for first, then posted with a key that the next look finds. */
async function post(ctx: StepContext<Input>): Promise<Json> {
  const { connection, model, id, body, format, subject, partners } = ctx.input;
  const more = contextIn(ctx.input);
  const messageId = messageIdOf(ctx.effect.key);
  const domain = [["message_id", "=", messageId]];
  const there = await ctx.ports.odoo.search({ connection, model: "mail.message", domain, fields: ["id"], limit: 1, ...more }, ctx);
  const [found] = there.records;
  if (found !== undefined) return { id: typeof found.id === "number" ? found.id : null, action: "found" };
  const args = {
    body: asHtml(body, format),
    body_is_html: true,
    message_type: "comment",
    subtype_xmlid: "mail.mt_comment",
    message_id: messageId,
    ...(partners.length > 0 ? { partner_ids: partners } : {}),
    ...(subject ? { subject } : {}),
  };
  const posted = await ctx.ports.odoo.call({ connection, model, method: "message_post", ids: [id], args, ...more }, ctx);
  const first = Array.isArray(posted) ? posted[0] : posted;
  return { id: typeof first === "number" ? first : null, action: "created" };
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
    { key: "body", label: "Text", control: "long-text", required: true },
    {
      key: "format",
      label: "Written as",
      control: "select",
      options: [
        { value: "text", label: "Plain text" },
        { value: "html", label: "HTML" },
      ],
    },
    {
      key: "to",
      label: "Who hears of it",
      control: "select",
      help: "A note is written exactly once. A message to followers is looked for before it is sent; where an answer was lost in that very moment, it may come twice.",
      options: [
        { value: "note", label: "Nobody: a note on the record" },
        { value: "followers", label: "The record's followers" },
      ],
    },
    {
      key: "partners",
      label: "And these contacts",
      control: "expression",
      when: { key: "to", is: "followers" },
      help: "Ids of contacts, beside the followers.",
    },
    { key: "subject", label: "Subject", control: "text" },
    contextField,
  ],
  outputs: () => ({ kind: "object", fields: { id: numberShape, action: { kind: "string", values: ["created", "found"] } } }),
  effect: {
    ...face.effect,
    allowed: ["exactly-once", "at-least-once", "at-most-once"],
    keyHasVisit: true,
    preview: async ({ input }) => [
      {
        system: "odoo",
        title: `${isNote(input) ? "Note on" : "Message on"} ${input.model} #${input.id}`,
        connection: input.connection,
        model: input.model,
        action: "send",
        fields: [
          { name: "body", label: "Text", before: null, after: input.body },
          ...(input.subject ? [{ name: "subject", label: "Subject", before: null, after: input.subject }] : []),
        ],
      },
    ],
    simulate: ({ step: self }) => ({ id: { $new: self.id }, action: "created" }),
  },
  execute: async (ctx) => {
    if (ctx.input.body.trim() === "") {
      throw business("invalid-data", "odoo.message_empty", `${ctx.step.name ?? ctx.step.id} has no text to post on ${ctx.input.model} #${ctx.input.id}.`, {
        fix: "Send the data that the text is made of.",
        where: { model: ctx.input.model, record: ctx.input.id },
      });
    }
    return { kind: "done", output: isNote(ctx.input) ? await note(ctx) : await post(ctx) };
  },
});
