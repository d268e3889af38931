import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "odoo.attach",
  title: "Attach a file in Odoo",
  description: "Attaches a file to a record, once.",
  icon: "paperclip",
  category: "odoo",
  group: "odoo",
  defaults: { connection: "odoo", model: "project.project", id: { $: "" }, name: "file.txt", content: { $: "" } },
  summary: (config) => `${config.model} · attach`,
  ports: () => [out, onError],
  uses: ["odoo"],
  effect: {
    delivery: "exactly-once",
  },
});
