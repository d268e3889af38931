import { defineFace } from "../../step.ts";
import { shown } from "../shown.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "stop",
  title: "Stop",
  description: "Ends the run here: succeeded, or failed with a business error.",
  icon: "circle-stop",
  category: "logic",
  group: "control",
  defaults: { outcome: "succeeded", reason: "" },
  summary: (config) => `${config.outcome} · ${shown(config.reason)}`,
  ports: () => [],
  uses: [],
});
