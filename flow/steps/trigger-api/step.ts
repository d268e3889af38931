import { z } from "zod";
import { Json } from "../../document.ts";
import { schemaShape } from "../../schema-shape.ts";
import { defineStep } from "../../step.ts";
import { out } from "../values.ts";

const Config = z.strictObject({ schema: Json.optional() });
type Config = z.infer<typeof Config>;

export const step = defineStep<Config, Config>({
  type: "trigger.api",
  version: 1,
  title: "API call",
  description: "Starts a run when a program calls the API with this flow's key.",
  icon: "terminal",
  category: "trigger",
  group: "triggers",
  config: Config,
  input: Config,
  defaults: {},
  fields: [{ key: "schema", label: "Input schema", control: "json-schema", help: "JSON Schema that the input must fit." }],
  summary: (config) => (config.schema ? "input checked by schema" : "any input"),
  ports: () => [out],
  outputs: (config) => ({ kind: "object", fields: { body: schemaShape(config.schema) }, open: true }),
  uses: [],
  trigger: true,
});
