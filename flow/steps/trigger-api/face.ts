import { defineFace } from "../../step.ts";
import { out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "trigger.api",
  title: "API call",
  description: "Starts a run when a program calls the API with this flow's key.",
  icon: "terminal",
  category: "trigger",
  group: "triggers",
  defaults: {},
  summary: (config) => (config.schema ? "input checked by schema" : "any input"),
  ports: () => [out],
  uses: [],
  trigger: true,
});
