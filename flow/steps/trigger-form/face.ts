import { defineFace } from "../../step.ts";
import { out } from "../outcomes.ts";
import type { FormConfig } from "./step.ts";

export const face = defineFace<FormConfig>({
  type: "trigger.form",
  title: "Manual form",
  description: "Starts a run when a person fills in a form.",
  icon: "clipboard-list",
  category: "trigger",
  group: "triggers",
  defaults: { title: "New request", schema: { type: "object", properties: { subject: { type: "string", title: "Subject" } }, required: ["subject"] } },
  summary: (config) => config.title,
  ports: () => [out],
  uses: [],
  trigger: true,
});
