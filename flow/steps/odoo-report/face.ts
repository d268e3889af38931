import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "odoo.report",
  title: "Read report PDF from Odoo",
  description: "Lets Odoo print a report of a record, such as an order or an invoice, and gives it as PDF.",
  icon: "file-text",
  category: "odoo",
  group: "odoo",
  defaults: { connection: "odoo", model: "sale.order", record: { $: "" }, report: "sale.report_saleorder" },
  summary: (config) => `${config.model} · report as PDF`,
  ports: () => [out, onError],
  uses: ["odoo"],
});
