import { defineFace } from "../../step.ts";
import { out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "trigger.event",
  title: "Event",
  description: "Starts a run when an event of a topic is published; every subscriber gets a run of its own.",
  icon: "radio",
  category: "trigger",
  group: "triggers",
  defaults: { topic: "project.activated" },
  summary: (config) => config.topic,
  ports: () => [out],
  uses: [],
  trigger: true,
});
