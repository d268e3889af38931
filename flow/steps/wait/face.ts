import { defineFace } from "../../step.ts";
import { out } from "../outcomes.ts";
import { shown } from "../shown.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "wait",
  title: "Wait",
  description: "Goes on after a duration, at a time, or when an event comes; nothing runs meanwhile.",
  icon: "timer",
  category: "logic",
  group: "control",
  letter: "w",
  defaults: { for: "PT1H" },
  summary: (config) => {
    if (config.event) return `event ${config.event.topic}${config.event.match === undefined ? "" : ` · ${shown(config.event.match)}`}`;
    return config.for === undefined ? `until ${shown(config.until)}` : `for ${shown(config.for)}`;
  },
  ports: (config) => (config.event?.timeout === undefined ? [out] : [out, { id: "timeout", label: "Timeout", kind: "outcome" }]),
  uses: ["events"],
});
