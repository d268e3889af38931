import { z } from "zod";
import { Json } from "../../document.ts";
import { defineStep } from "../../step.ts";
import { onError, out, TextValue } from "../values.ts";

const Config = z.strictObject({ topic: z.string().min(1), key: TextValue.optional(), payload: Json, contract: z.string().optional() });
type Config = z.infer<typeof Config>;
const Input = z.object({ topic: z.string(), key: z.coerce.string().optional(), payload: Json.default(null) });

export const step = defineStep<Config, z.infer<typeof Input>>({
  type: "event.publish",
  version: 1,
  title: "Publish event",
  description: "Says that something happened; every subscriber gets a run of its own.",
  icon: "radio",
  category: "event",
  group: "other",
  letter: "p",
  config: Config,
  input: Input,
  defaults: { topic: "project.activated", payload: {} },
  fields: [
    { key: "topic", label: "Topic", control: "topic", required: true },
    { key: "key", label: "Key", control: "expression" },
    { key: "payload", label: "Payload", control: "json", required: true },
    { key: "contract", label: "Contract", control: "contract", help: "What the payload is; whoever listens can count on it." },
  ],
  summary: (config) => config.topic,
  ports: () => [out, onError],
  outputs: () => ({ kind: "object", fields: { eventId: { kind: "string" } } }),
  uses: ["events"],
  effect: {
    delivery: "exactly-once",
    allowed: ["exactly-once"],
    keyHasVisit: true,
    preview: async ({ input }) => [
      { system: "event", title: `Publish ${input.topic}`, action: "send", fields: [{ name: "payload", label: "Payload", before: null, after: input.payload }] },
    ],
    simulate: ({ step: self }) => ({ eventId: { $new: self.id } }),
  },
  execute: async (ctx) => {
    const { topic, key, payload } = ctx.input;
    const { eventId } = await ctx.ports.events.publish({ id: ctx.effect.key, topic, payload, ...(key === undefined ? {} : { key }) });
    return { kind: "done", output: { eventId } };
  },
});
