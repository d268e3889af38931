import { defineFace } from "../../step.ts";
import { out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "map",
  title: "Map",
  description: "Makes a new object from what came before, field by field.",
  icon: "shuffle",
  category: "transform",
  group: "data",
  letter: "m",
  defaults: { fields: [] },
  summary: (config) => (config.fields.length === 1 ? "1 field" : `${config.fields.length} fields`),
  ports: () => [out],
  uses: ["schema"],
});
