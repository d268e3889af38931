import { z } from "zod";
import { Json } from "../../document.ts";
import { unknownShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { RecordValue } from "../values.ts";
import { face } from "./face.ts";

const LONGEST = 10_000;
const milliseconds = z.int().min(1).max(LONGEST).optional();
// never an expression: code is written by the flow's author, not by whoever sends data
const code = z.string().min(1).max(100_000);
const Config = z.strictObject({ code, input: RecordValue.optional(), milliseconds });
export type Config = z.infer<typeof Config>;
const Input = z.object({ code, input: Json.optional(), milliseconds });

export const step = defineStep<Config, z.infer<typeof Input>>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    { key: "input", label: "Input", control: "key-values", help: "What the code sees as input.<name>." },
    {
      key: "code",
      label: "JavaScript",
      control: "code",
      required: true,
      help: "Gives its result with return. It has no network, no files and no clock but the run's; console.log shows on the run page.",
    },
    { key: "milliseconds", label: "Time limit in ms", control: "number", placeholder: "1000", help: `At most ${LONGEST}.` },
  ],
  outputs: () => unknownShape,
  execute: async ({ input, ports, scope, now, seed, step: self, signal, note }) => {
    const { output, log } = await ports.code.run(
      { code: input.code, input: input.input ?? {}, now, seed: `${seed}:${self.id}:${scope.index ?? ""}`, milliseconds: input.milliseconds ?? 1000 },
      { signal },
    );
    note({ response: { log } });
    return { kind: "done", output };
  },
});
