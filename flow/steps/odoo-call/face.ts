import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "odoo.call",
  title: "Call an Odoo method",
  description:
    "Presses a button or calls a method in Odoo. Odoo cannot recognise a repeat, so it is sent at most once, unless the step knows what is done already.",
  icon: "square-play",
  category: "odoo",
  group: "odoo",
  defaults: { connection: "odoo", model: "sale.order", method: "action_confirm", args: {} },
  summary: (config) => `${config.model} · ${config.method}`,
  ports: () => [out, onError],
  uses: ["odoo"],
  effect: {
    delivery: "at-most-once",
    deliveryFor: (config) => (config.done === undefined ? "at-most-once" : "at-least-once"),
  },
});
