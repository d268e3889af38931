import { defineFace } from "../../step.ts";
import { out } from "../outcomes.ts";
import type { OdooTriggerConfig } from "./step.ts";

export const WHAT: Record<OdooTriggerConfig["on"], string> = {
  created: "new",
  updated: "changed",
  both: "new or changed",
  deleted: "deleted",
  any: "new, changed or deleted",
};

export const face = defineFace<OdooTriggerConfig>({
  type: "trigger.odoo",
  title: "Odoo change",
  description: "Starts a run when a record is made, changed or deleted in Odoo. What Odoo's webhook does not tell, a regular look finds.",
  icon: "zap",
  category: "trigger",
  group: "triggers",
  defaults: { connection: "odoo", model: "res.partner", fields: ["name"], on: "both", sweepEvery: "PT5M" },
  summary: (config) => `${config.model} · ${WHAT[config.on] ?? WHAT.both} · ${config.fields.join(", ")}`,
  ports: () => [out],
  uses: [],
  trigger: true,
});
