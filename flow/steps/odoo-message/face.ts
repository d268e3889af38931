import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const isNote = (config: { to?: "note" | "followers" | undefined }) => config.to !== "followers";

export const face = defineFace<Config>({
  type: "odoo.message",
  title: "Post a message in Odoo",
  description: "Leaves a note on a record, or a message that its followers hear of.",
  icon: "message-square",
  category: "odoo",
  group: "odoo",
  defaults: { connection: "odoo", model: "crm.lead", id: { $: "" }, body: "" },
  summary: (config) => `${config.model} · ${isNote(config) ? "note" : "message"}`,
  ports: () => [out, onError],
  uses: ["odoo"],
  effect: {
    delivery: "exactly-once",
    deliveryFor: (config) => (isNote(config) ? "exactly-once" : "at-least-once"),
  },
});
