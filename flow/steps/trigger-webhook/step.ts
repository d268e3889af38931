import { z } from "zod";
import { Duration, Expression, Json, SecretRef } from "../../document.ts";
import { milliseconds } from "../../duration.ts";
import { schemaShape } from "../../schema-shape.ts";
import { defineStep } from "../../step.ts";
import { face } from "./face.ts";

export const WebhookAuth = z.strictObject({
  kind: z.enum(["none", "bearer", "basic", "apiKey", "hmac"]),
  secret: SecretRef.optional(),
  header: z.string().optional(),
  prefix: z.string().optional(),
  timestampHeader: z.string().optional(),
  tolerance: Duration.optional(),
});
export type WebhookAuth = z.infer<typeof WebhookAuth>;

export const WebhookConfig = z.strictObject({
  auth: WebhookAuth.refine((auth) => auth.kind === "none" || auth.secret !== undefined, {
    message: "names the secret that callers prove to know",
    path: ["secret"],
  }),
  dedupe: Expression.optional(),
  filter: Expression.optional(),
  schema: Json.optional(),
  /** requests that are taken; more of them are told to come again */
  rateLimit: z
    .strictObject({
      requests: z.int().min(1).max(100_000),
      per: Duration.refine((per) => !Duration.safeParse(per).success || milliseconds(per) > 0, "must be longer than nothing"),
    })
    .optional(),
  respond: z.union([z.literal("immediately"), z.strictObject({ whenFinished: Duration })]).optional(),
});
export type WebhookConfig = z.infer<typeof WebhookConfig>;

export const step = defineStep<WebhookConfig, WebhookConfig>({
  ...face,
  version: 1,
  config: WebhookConfig,
  input: WebhookConfig,
  fields: [
    { key: "auth", label: "Authentication", control: "webhook-auth", required: true, help: "How a caller proves who it is." },
    { key: "dedupe", label: "Dedupe key", control: "key", help: "Two requests with the same key are one run. Without it, every delivery is new." },
    { key: "filter", label: "Only when", control: "condition", help: "A request for which this is false is recorded as skipped." },
    { key: "schema", label: "Body schema", control: "json-schema" },
    {
      key: "rateLimit",
      label: "Rate",
      control: "rate",
      help: "Requests beyond it are told to come again (429), and nothing is accepted. It holds over all servers together.",
    },
    {
      key: "respond",
      label: "Answer",
      control: "respond",
      help: "A caller that waits gets the run's result, and 202 with the run's id when the time is over.",
    },
  ],
  outputs: (config) => ({
    kind: "object",
    fields: { body: schemaShape(config.schema), headers: { kind: "object", fields: {}, open: true }, query: { kind: "object", fields: {}, open: true } },
  }),
});
