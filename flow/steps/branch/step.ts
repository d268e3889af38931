import { z } from "zod";
import { Json } from "../../document.ts";
import { business } from "../../failure.ts";
import { defineStep } from "../../step.ts";
import { shown } from "../shown.ts";
import { face } from "./face.ts";

const Config = z.strictObject({ cases: z.array(z.strictObject({ port: z.string().min(1), when: Json })), else: z.string().min(1) });
export type Config = z.infer<typeof Config>;

export const step = defineStep<Config, Config>({
  ...face,
  version: 1,
  config: Config,
  input: Config,
  fields: [
    { key: "cases", label: "Cases", control: "cases", required: true, help: "The first one that is true wins." },
    { key: "else", label: "Otherwise", control: "text", required: true, help: "The port taken when no case is true." },
  ],
  outputs: (config) => ({ kind: "object", fields: { port: { kind: "string", values: [...new Set([...config.cases.map((one) => one.port), config.else])] } } }),
  lazy: true,
  execute: async ({ input, evaluate, step: self }) => {
    for (const one of input.cases) {
      const holds = await evaluate(one.when);
      if (holds === true) return { kind: "done", port: one.port, output: { port: one.port } };
      if (holds !== false) {
        throw business(
          "invalid-data",
          "expression.not_boolean",
          `The condition for ${one.port} of ${self.name ?? self.id} must give true or false, and gave ${holds === undefined ? "nothing, because data that it asks for is missing" : JSON.stringify(holds)}.`,
          {
            fix: "Correct the data and replay, or make the condition cover missing data.",
            detail: { condition: shown(one.when) },
          },
        );
      }
    }
    return { kind: "done", port: input.else, output: { port: input.else } };
  },
});
