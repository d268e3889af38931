import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "odoo.update",
  title: "Update in Odoo",
  description: "Writes the fields that differ on records that are there.",
  icon: "box",
  category: "odoo",
  group: "odoo",
  defaults: { connection: "odoo", model: "res.partner", id: { $: "" }, values: {} },
  summary: (config) => `${config.model} · update`,
  ports: () => [out, onError],
  uses: ["odoo"],
  effect: {
    delivery: "exactly-once",
  },
});
