import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "subflow",
  title: "Sub-flow",
  description: "Runs another flow through its API trigger, waits for its end, and goes on with what it gave.",
  icon: "workflow",
  category: "subflow",
  group: "control",
  letter: "s",
  defaults: { flow: "", input: {} },
  summary: (config) => config.flow || "no flow chosen",
  ports: () => [out, onError],
  uses: ["flows"],
  effect: {
    delivery: "exactly-once",
  },
});
