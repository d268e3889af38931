import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "odoo.archive",
  title: "Archive in Odoo",
  description: "Archives records, or takes them back from the archive. What is archived already is left as it is.",
  icon: "archive",
  category: "odoo",
  group: "odoo",
  defaults: { connection: "odoo", model: "res.partner", ids: { $: "" } },
  summary: (config) => `${config.model} · ${config.what ?? "archive"}`,
  ports: () => [out, onError],
  uses: ["odoo"],
  effect: {
    delivery: "exactly-once",
  },
});
