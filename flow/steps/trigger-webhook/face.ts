import { defineFace } from "../../step.ts";
import { out } from "../outcomes.ts";
import type { WebhookConfig } from "./step.ts";

export const face = defineFace<WebhookConfig>({
  type: "trigger.webhook",
  title: "Webhook",
  description: "Starts a run when another system sends a request to this flow's own address.",
  icon: "webhook",
  category: "trigger",
  group: "triggers",
  letter: "t",
  defaults: { auth: { kind: "none" } },
  summary: (config) => `${config.auth.kind === "none" ? "open" : config.auth.kind}${config.dedupe ? ` · once per ${config.dedupe.$}` : ""}`,
  ports: () => [out],
  uses: [],
  trigger: true,
});
