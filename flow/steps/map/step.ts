import { z } from "zod";
import { Json } from "../../document.ts";
import { business } from "../../failure.ts";
import { recordOf } from "../../schema-resolve.ts";
import { objectOf } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { valueShape } from "../../value-shape.ts";
import { misfit } from "../fitting.ts";
import { face } from "./face.ts";

/** What it is meant to make: the mapper offers its fields, and what is missing or does not fit is told. In a run it keeps to its contract. */
const Aim = z.union([z.strictObject({ contract: z.string().min(1) }), z.strictObject({ connection: z.string().min(1), model: z.string().min(1) })]);
const Config = z.strictObject({ fields: z.array(z.strictObject({ name: z.string().min(1), value: Json })), target: Aim.optional() });
export type Config = z.infer<typeof Config>;
const Input = z.object({ fields: z.array(z.object({ name: z.string(), value: Json.optional() })) });

export const step = defineStep<Config, z.infer<typeof Input>>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [{ key: "fields", label: "Fields", control: "map-fields", required: true }],
  outputs: (config, seen) => objectOf(config.fields.map((field) => [field.name, valueShape(field.value, seen)])),
  execute: async ({ input, contract, ports, step: self }) => {
    // a field whose data is missing is left out, as expressions leave it out
    const output = Object.fromEntries(input.fields.flatMap((field) => (field.value === undefined ? [] : [[field.name, field.value]])));
    const found = contract === undefined ? null : misfit(ports.schema, { schema: contract, value: output });
    if (found === null) return { kind: "done", output };
    const ref = String(recordOf(self.config.target).contract);
    throw business("invalid-data", "map.contract", `What ${self.name ?? self.id} makes is no ${ref}: ${found.told}.`, {
      fix: "Correct the data that it comes from, then replay; or map what is missing, publish and deploy, and replay with that version.",
      detail: { places: found.places },
    });
  },
});
