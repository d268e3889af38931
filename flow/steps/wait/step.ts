import { z } from "zod";
import { Duration } from "../../document.ts";
import { milliseconds } from "../../duration.ts";
import { business } from "../../failure.ts";
import { defineStep } from "../../step.ts";
import { out, shown, TextValue } from "../values.ts";

const Config = z
  .strictObject({ for: TextValue.optional(), until: TextValue.optional() })
  .refine((config) => (config.for === undefined) !== (config.until === undefined), {
    message: "takes either a duration or a time",
    path: ["for"],
  });
type Config = z.infer<typeof Config>;
const Input = z.object({ for: z.string().optional(), until: z.string().optional() });

export const step = defineStep<Config, z.infer<typeof Input>>({
  type: "wait",
  version: 1,
  title: "Wait",
  description: "Goes on after a duration or at a time; nothing runs meanwhile.",
  icon: "timer",
  category: "logic",
  group: "control",
  letter: "w",
  config: Config,
  input: Input,
  defaults: { for: "PT1H" },
  fields: [
    { key: "for", label: "For", control: "duration" },
    { key: "until", label: "Until", control: "expression", help: "A time such as 2026-12-01T09:00:00Z." },
  ],
  summary: (config) => (config.for === undefined ? `until ${shown(config.until)}` : `for ${shown(config.for)}`),
  ports: () => [out],
  outputs: () => ({ kind: "object", fields: { until: { kind: "datetime" } } }),
  uses: [],
  execute: async ({ input, now }) => {
    if (input.for !== undefined && !Duration.safeParse(input.for).success) {
      throw business("invalid-data", "wait.duration", `${JSON.stringify(input.for)} is not a duration.`, {
        fix: "Give an ISO 8601 duration such as PT4H or P1D.",
      });
    }
    const at = input.for === undefined ? Date.parse(input.until ?? "") : now + milliseconds(input.for);
    if (Number.isNaN(at))
      throw business("invalid-data", "wait.time", `${JSON.stringify(input.until ?? null)} is not a time.`, {
        fix: "Give a time such as 2026-12-01T09:00:00Z.",
      });
    return { kind: "wait", wait: { kind: "timer", until: new Date(at).toISOString() } };
  },
});
