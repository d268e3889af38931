import { defineFace } from "../../step.ts";
import { out } from "../outcomes.ts";
import { shown } from "../shown.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "lookup",
  title: "Look up",
  description: "Finds the entry of a table that has a key.",
  icon: "table-2",
  category: "transform",
  group: "data",
  defaults: { key: { $: "trigger.body.key" }, from: "rows", rows: {}, onMissing: "fail" },
  summary: (config) => `${shown(config.key)} in ${config.from === "rows" ? "its rows" : config.variable || "a variable"}`,
  ports: (config) => (config.onMissing === "port" ? [out, { id: "missing", label: "missing", kind: "outcome" }] : [out]),
  uses: [],
});
