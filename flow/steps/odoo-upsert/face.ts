import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import { shown } from "../shown.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "odoo.upsert",
  title: "Upsert in Odoo",
  description: "Finds a record in Odoo and writes only the fields that differ; creates it where there is none.",
  icon: "box",
  category: "odoo",
  group: "odoo",
  letter: "o",
  defaults: { connection: "odoo", model: "res.partner", match: { kind: "external-id", key: "" }, values: {} },
  summary: (config) =>
    `${config.model} · upsert by ${config.match.kind === "external-id" ? shown(config.match.key) || "external id" : config.match.fields.join(", ")}`,
  ports: () => [out, onError],
  uses: ["odoo"],
  effect: {
    delivery: "exactly-once",
  },
});
