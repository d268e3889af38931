import { z } from "zod";
import { Json } from "../../document.ts";
import { schemaShape } from "../../schema-shape.ts";
import { defineStep } from "../../step.ts";
import { face } from "./face.ts";

const Config = z.strictObject({ schema: Json.optional() });
export type Config = z.infer<typeof Config>;

export const step = defineStep<Config, Config>({
  ...face,
  version: 1,
  config: Config,
  input: Config,
  fields: [{ key: "schema", label: "Input schema", control: "json-schema", help: "JSON Schema that the input must fit." }],
  outputs: (config) => ({ kind: "object", fields: { body: schemaShape(config.schema) }, open: true }),
});
