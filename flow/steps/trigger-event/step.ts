import { z } from "zod";
import { Expression } from "../../document.ts";
import { either, unknownShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { out } from "../values.ts";

const Config = z.strictObject({ topic: z.string().min(1), filter: Expression.optional() });
type Config = z.infer<typeof Config>;

export const step = defineStep<Config, Config>({
  type: "trigger.event",
  version: 1,
  title: "Event",
  description: "Starts a run when an event of a topic is published; every subscriber gets a run of its own.",
  icon: "radio",
  category: "trigger",
  group: "triggers",
  config: Config,
  input: Config,
  defaults: { topic: "project.activated" },
  fields: [
    { key: "topic", label: "Topic", control: "topic", required: true },
    { key: "filter", label: "Only when", control: "condition" },
  ],
  summary: (config) => config.topic,
  ports: () => [out],
  outputs: () => ({ kind: "object", fields: { body: unknownShape, topic: { kind: "string" }, key: either({ kind: "string" }, { kind: "null" }) }, open: true }),
  uses: [],
  trigger: true,
});
