import { defineFace } from "../../step.ts";
import { shown } from "../shown.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "branch",
  title: "Branch",
  description: "Leaves by the first case whose condition is true, else by the last port.",
  icon: "split",
  category: "logic",
  group: "control",
  letter: "b",
  defaults: { cases: [{ port: "yes", when: { $: "true" } }], else: "no" },
  summary: (config) => config.cases.map((one) => shown(one.when)).join(" · ") || `always ${config.else}`,
  ports: (config) => [...new Set([...config.cases.map((one) => one.port), config.else])].map((id) => ({ id, label: id, kind: "outcome" })),
  uses: [],
});
