import { z } from "zod";
import { scheduleProblem } from "../../schedule.ts";
import { defineStep } from "../../step.ts";
import { either } from "../../shape.ts";
import { face } from "./face.ts";

const Config = z
  .strictObject({
    cron: z.string().min(1),
    timeZone: z.string().min(1).default("UTC"),
    overlap: z.enum(["skip", "queue", "parallel"]).default("skip"),
    catchUp: z.enum(["none", "one", "all"]).default("one"),
  })
  .check((context) => {
    const problem = scheduleProblem(context.value);
    if (problem !== null) context.issues.push({ code: "custom", path: ["cron"], message: problem, input: context.value.cron });
  });
export type Config = z.infer<typeof Config>;

export const step = defineStep<Config, Config>({
  ...face,
  version: 1,
  config: Config,
  input: Config,
  fields: [
    {
      key: "cron",
      label: "When",
      control: "cron",
      required: true,
      placeholder: "0 7 * * 1-5",
      help: "Minute, hour, day of month, month, day of week. 0 7 * * 1-5 is seven in the morning on weekdays.",
    },
    { key: "timeZone", label: "Time zone", control: "text", required: true, placeholder: "Europe/Stockholm" },
    {
      key: "overlap",
      label: "While the run before goes on",
      control: "select",
      options: [
        { value: "skip", label: "Skip the new one, and say so" },
        { value: "queue", label: "Let the new one wait for its end" },
        { value: "parallel", label: "Start beside it" },
      ],
    },
    {
      key: "catchUp",
      label: "After a time without workers",
      control: "select",
      options: [
        { value: "one", label: "Start one run for all that was missed" },
        { value: "all", label: "Start a run for each that was missed" },
        { value: "none", label: "Go on with the next" },
      ],
    },
  ],
  outputs: () => ({ kind: "object", fields: { at: { kind: "datetime" }, previous: either({ kind: "datetime" }, { kind: "null" }) }, open: true }),
});
