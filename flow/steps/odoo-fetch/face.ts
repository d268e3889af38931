import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const ATTACHMENT = "ir.attachment";

export const face = defineFace<Config>({
  type: "odoo.fetch",
  title: "Fetch a file from Odoo",
  description: "Reads a file that is attached to a record: by its id, or the newest of a name.",
  icon: "file-down",
  category: "odoo",
  group: "odoo",
  defaults: { connection: "odoo", model: "project.project", record: { $: "" }, name: "" },
  summary: (config) => `${config.model ?? ATTACHMENT} · fetch a file`,
  ports: () => [out, onError],
  uses: ["odoo"],
});
