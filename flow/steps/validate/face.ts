import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import { shown } from "../shown.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "validate",
  title: "Validate",
  description: "Checks a value against a JSON Schema and says every place that does not fit.",
  icon: "bookmark-check",
  category: "transform",
  group: "data",
  defaults: { value: { $: "trigger.body" }, schema: { type: "object" } },
  summary: (config) => shown(config.value),
  ports: () => [out, onError],
  uses: ["schema"],
});
