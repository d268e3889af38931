import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "odoo.create",
  title: "Create in Odoo",
  description: "Creates a record in Odoo, once: a retry, a crash and a replay all find the record that is there.",
  icon: "box",
  category: "odoo",
  group: "odoo",
  defaults: { connection: "odoo", model: "project.project", values: {} },
  summary: (config) => `${config.model} · create`,
  ports: () => [out, onError],
  uses: ["odoo"],
  effect: {
    delivery: "exactly-once",
  },
});
