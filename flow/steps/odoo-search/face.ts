import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "odoo.search",
  title: "Read from Odoo",
  description: "Finds records and reads the fields that you name.",
  icon: "search",
  category: "odoo",
  group: "odoo",
  defaults: { connection: "odoo", model: "res.partner", domain: [], fields: ["name"] },
  summary: (config) => `${config.model} · read`,
  ports: () => [out, onError],
  uses: ["odoo"],
});
