import { z } from "zod";
import { business } from "../../failure.ts";
import { defineStep } from "../../step.ts";
import { TextValue } from "../values.ts";
import { face } from "./face.ts";

const Config = z.strictObject({ outcome: z.enum(["succeeded", "failed"]), code: z.string().optional(), reason: TextValue });
export type Config = z.infer<typeof Config>;
const Input = z.object({ outcome: z.enum(["succeeded", "failed"]), code: z.string().optional(), reason: z.coerce.string().default("") });

export const step = defineStep<Config, z.infer<typeof Input>>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    {
      key: "outcome",
      label: "Outcome",
      control: "select",
      required: true,
      options: [
        { value: "succeeded", label: "Succeeded" },
        { value: "failed", label: "Failed, business error" },
      ],
    },
    { key: "code", label: "Error code", control: "text", when: { key: "outcome", is: "failed" }, help: "Groups runs that failed the same way." },
    { key: "reason", label: "Reason", control: "text", required: true },
  ],
  outputs: () => ({ kind: "object", fields: { reason: { kind: "string" } } }),
  execute: async ({ input }) => {
    if (input.outcome === "failed") throw business("rule", input.code ?? "flow.stopped", input.reason || "The flow stopped this run.");
    return { kind: "done", output: { reason: input.reason } };
  },
});
