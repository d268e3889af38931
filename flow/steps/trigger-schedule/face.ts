import { defineFace } from "../../step.ts";
import { out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "trigger.schedule",
  title: "Schedule",
  description: "Starts a run at the times of a schedule, in the time zone that people live in.",
  icon: "calendar-clock",
  category: "trigger",
  group: "triggers",
  defaults: { cron: "0 7 * * 1-5", timeZone: "UTC", overlap: "skip", catchUp: "one" },
  summary: (config) => `${config.cron} · ${config.timeZone}`,
  ports: () => [out],
  uses: [],
  trigger: true,
});
