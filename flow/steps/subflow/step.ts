import { z } from "zod";
import { Json } from "../../document.ts";
import { defineStep } from "../../step.ts";
import { face } from "./face.ts";

const Config = z.strictObject({ flow: z.string().min(1), input: Json.optional() });
export type Config = z.infer<typeof Config>;
const Input = z.object({ flow: z.string(), input: Json.default({}) });

export const step = defineStep<Config, z.infer<typeof Input>>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    {
      key: "flow",
      label: "Flow",
      control: "flow",
      required: true,
      help: "A flow that is deployed here and has an API trigger.",
    },
    { key: "input", label: "Input", control: "flow-input", help: "What its trigger gets as body." },
  ],
  outputs: (config, seen) => seen.flow(config.flow),
  effect: {
    ...face.effect,
    allowed: ["exactly-once"],
    keyHasVisit: true,
    preview: async ({ input }) => [
      { system: "flow", title: `Run ${input.flow}`, action: "call", fields: [{ name: "input", label: "Input", before: null, after: input.input }] },
    ],
    simulate: ({ step: self }) => ({ $new: self.id }),
  },
  execute: async (ctx) => {
    const called = await ctx.ports.flows.call({ key: ctx.effect.key, step: ctx.step.id, flow: ctx.input.flow, input: ctx.input.input });
    ctx.note({ request: { flow: ctx.input.flow, input: ctx.input.input, runId: called.runId } });
    if (called.state === "done") return { kind: "done", output: called.output };
    return { kind: "wait", wait: { kind: "child", runId: called.runId, text: `Waits for ${ctx.input.flow}.` } };
  },
});
