import { z } from "zod";
import { Json } from "../../document.ts";
import { business } from "../../failure.ts";
import { defineStep } from "../../step.ts";
import type { StepContext } from "../../step.ts";
import { misfit } from "../fitting.ts";
import { TextValue } from "../values.ts";
import { face } from "./face.ts";

const Config = z.strictObject({
  topic: z.string().min(1),
  key: TextValue.optional(),
  payload: Json,
  contract: z.string().optional(),
  schema: z.record(z.string(), Json).optional(),
});
export type Config = z.infer<typeof Config>;
const Input = z.object({ topic: z.string(), key: z.coerce.string().optional(), payload: Json.default(null) });
type Input = z.infer<typeof Input>;

export const step = defineStep<Config, Input>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    { key: "topic", label: "Topic", control: "topic", required: true },
    { key: "key", label: "Key", control: "expression" },
    { key: "payload", label: "Payload", control: "json", required: true },
    {
      key: "contract",
      label: "Contract",
      control: "contract",
      help: "What the payload is; whoever listens can count on it. A version keeps the schema, and a run whose payload does not fit publishes nothing.",
    },
    {
      key: "schema",
      label: "Checked by",
      control: "json-schema",
      help: "A schema of your own that the payload must fit, too, in every run; one that does not is not published.",
    },
  ],
  outputs: () => ({ kind: "object", fields: { eventId: { kind: "string" } } }),
  effect: {
    ...face.effect,
    allowed: ["exactly-once"],
    keyHasVisit: true,
    preview: async (ctx) => {
      const { topic, payload } = fitting(ctx);
      return [{ system: "event", title: `Publish ${topic}`, action: "send", fields: [{ name: "payload", label: "Payload", before: null, after: payload }] }];
    },
    simulate: ({ step: self }) => ({ eventId: { $new: self.id } }),
  },
  execute: async (ctx) => {
    const { topic, key, payload } = fitting(ctx);
    const { eventId } = await ctx.ports.events.publish({ id: ctx.effect.key, topic, payload, ...(key === undefined ? {} : { key }) });
    return { kind: "done", output: { eventId } };
  },
});

/** What others count on is kept before anybody hears of it. */
function fitting({ input, ports, step: self, contract }: Pick<StepContext<Input>, "input" | "ports" | "step" | "contract">): Input {
  // as the version holds it, not as resolved for this run: so it is compiled once
  const { schema } = self.config;
  const kept = [
    { schema, whose: "its schema" },
    { schema: contract, whose: String(self.config.contract) },
  ];
  for (const { schema: each, whose } of kept) {
    const found = each === undefined ? null : misfit(ports.schema, { schema: each, value: input.payload });
    if (found === null) continue;
    throw business("invalid-data", "event.payload", `What ${self.name ?? self.id} would publish as ${input.topic} does not fit ${whose}: ${found.told}.`, {
      fix: "Correct the payload or the data that it comes from, then replay. Nothing was published.",
      detail: { places: found.places },
    });
  }
  return input;
}
