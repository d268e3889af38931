import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "event.publish",
  title: "Publish event",
  description: "Says that something happened; every subscriber gets a run of its own.",
  icon: "radio",
  category: "event",
  group: "other",
  letter: "p",
  defaults: { topic: "project.activated", payload: {} },
  summary: (config) => config.topic,
  ports: () => [out, onError],
  uses: ["events", "schema"],
  effect: {
    delivery: "exactly-once",
  },
});
