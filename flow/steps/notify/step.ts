import { z } from "zod";
import { defineStep } from "../../step.ts";
import { AnyValue, listOf, TextValue } from "../values.ts";
import { face } from "./face.ts";

const Config = z.strictObject({
  channel: z.literal("email", { error: "must be email: chat is not built yet" }),
  connection: z.string().min(1),
  to: AnyValue,
  subject: TextValue,
  text: TextValue,
});
export type Config = z.infer<typeof Config>;
const Input = z.object({
  channel: z.literal("email"),
  connection: z.string(),
  to: listOf(z.string().regex(/^[^\s@<>"]+@[^\s@<>"]+$/, "is not an e-mail address")).refine((to) => to.length > 0, "names nobody to tell"),
  subject: z.coerce.string().regex(/^[^\r\n]*$/, "must be one line"),
  text: z.coerce.string(),
});

export const step = defineStep<Config, z.infer<typeof Input>>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    { key: "channel", label: "Channel", control: "select", required: true, options: [{ value: "email", label: "E-mail" }] },
    { key: "connection", label: "Connection", control: "connection", connectionKind: "smtp", required: true },
    { key: "to", label: "To", control: "text", required: true },
    { key: "subject", label: "Subject", control: "text", required: true },
    { key: "text", label: "Text", control: "long-text", required: true },
  ],
  outputs: () => ({ kind: "object", fields: { messageId: { kind: "string" } } }),
  effect: {
    ...face.effect,
    allowed: ["at-most-once", "at-least-once"],
    keyHasVisit: true,
    preview: async ({ input }) => [
      {
        system: "smtp",
        title: `E-mail ${input.to.join(", ")}: ${input.subject}`,
        connection: input.connection,
        action: "send",
        fields: [{ name: "text", label: "Text", before: null, after: input.text }],
      },
    ],
    simulate: () => ({ messageId: null }),
  },
  execute: async (ctx) => {
    const { connection, to, subject, text } = ctx.input;
    return { kind: "done", output: await ctx.ports.mail.send({ connection, to, subject, text, messageId: ctx.effect.key }, ctx) };
  },
});
