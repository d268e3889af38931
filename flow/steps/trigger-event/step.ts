import { z } from "zod";
import { Expression, Json } from "../../document.ts";
import { schemaShape } from "../../schema-shape.ts";
import { either } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { face } from "./face.ts";

const Config = z.strictObject({ topic: z.string().min(1), filter: Expression.optional(), schema: z.record(z.string(), Json).optional() });
export type Config = z.infer<typeof Config>;

export const step = defineStep<Config, Config>({
  ...face,
  version: 1,
  config: Config,
  input: Config,
  fields: [
    { key: "topic", label: "Topic", control: "topic", required: true },
    { key: "filter", label: "Only when", control: "condition" },
    {
      key: "schema",
      label: "Payload schema",
      control: "json-schema",
      help: "JSON Schema that the payload must fit. An event that does not fit leaves a failed run, which is replayed with a corrected payload.",
    },
  ],
  outputs: (config, seen) => ({
    kind: "object",
    fields: {
      body: config.schema === undefined ? seen.topic(config.topic) : schemaShape(config.schema),
      topic: { kind: "string" },
      key: either({ kind: "string" }, { kind: "null" }),
    },
    open: true,
  }),
});
