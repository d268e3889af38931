import { defineFace } from "../../step.ts";
import { out } from "../outcomes.ts";
import { shown } from "../shown.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "filter",
  title: "Filter",
  description: "Keeps the items of a list that fulfil a condition.",
  icon: "filter",
  category: "transform",
  group: "data",
  defaults: { items: { $: "[]" }, where: { $: "true" } },
  summary: (config) => `${shown(config.items)} where ${shown(config.where)}`,
  ports: () => [out],
  uses: [],
});
