import { z } from "zod";
import { Json } from "../../document.ts";
import { business } from "../../failure.ts";
import { schemaShape } from "../../schema-shape.ts";
import { defineStep } from "../../step.ts";
import { shown } from "../shown.ts";
import { face } from "./face.ts";

const Config = z.strictObject({ value: Json, schema: z.record(z.string(), Json) });
export type Config = z.infer<typeof Config>;

export const step = defineStep<Config, Config>({
  ...face,
  version: 1,
  config: Config,
  input: Config,
  fields: [
    { key: "value", label: "Value", control: "expression", required: true },
    { key: "schema", label: "JSON Schema", control: "json-schema", required: true },
  ],
  outputs: (config) => schemaShape(config.schema),
  lazy: true,
  execute: async ({ input, evaluate, ports, step: self }) => {
    const value = await evaluate(input.value);
    if (value === undefined)
      throw business("invalid-data", "validate.missing", `${self.name ?? self.id} has nothing to check: ${shown(input.value)} is missing.`, {
        fix: "Send the data, or correct the expression.",
      });
    const places = ports.schema.check({ schema: input.schema, value });
    if (places.length === 0) return { kind: "done", output: value };
    const told = places.slice(0, 5).map(({ place, message }) => `${place || "the whole"} ${message}`);
    const more = places.length > told.length ? `; and ${places.length - told.length} more` : "";
    throw business("invalid-data", "validate.failed", `The data does not fit the schema of ${self.name ?? self.id}: ${told.join("; ")}${more}.`, {
      fix: "Correct the data where it comes from and send it again, or replay with a corrected body.",
      detail: { places },
    });
  },
});
