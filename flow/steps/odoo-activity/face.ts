import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "odoo.activity",
  title: "Schedule an activity in Odoo",
  description: "Gives somebody something to do on a record, once.",
  icon: "calendar-plus",
  category: "odoo",
  group: "odoo",
  defaults: { connection: "odoo", model: "crm.lead", id: { $: "" }, summary: "" },
  summary: (config) => `${config.model} · activity`,
  ports: () => [out, onError],
  uses: ["odoo"],
  effect: {
    delivery: "exactly-once",
  },
});
