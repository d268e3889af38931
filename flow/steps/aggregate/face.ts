import { defineFace } from "../../step.ts";
import { out } from "../outcomes.ts";
import { shown } from "../shown.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "aggregate",
  title: "Aggregate",
  description: "Counts, adds up and groups the items of a list.",
  icon: "square-function",
  category: "transform",
  group: "data",
  defaults: { items: { $: "[]" }, measures: [{ name: "count", operation: "count" }] },
  summary: (config) => {
    const measures = config.measures.map((one) => (one.of === undefined ? one.operation : `${one.operation} ${shown(one.of)}`)).join(", ");
    return config.groupBy === undefined ? measures : `${measures} by ${shown(config.groupBy)}`;
  },
  ports: () => [out],
  uses: [],
});
