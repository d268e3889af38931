import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import { shown } from "../shown.ts";
import type { Config } from "./step.ts";

export const isRead = (method: string) => method === "GET" || method === "HEAD";

export const face = defineFace<Config>({
  type: "http",
  title: "HTTP request",
  description: "Sends a request to another system. The effect's key goes along as Idempotency-Key.",
  icon: "globe",
  category: "http",
  group: "other",
  letter: "h",
  defaults: { method: "POST", url: "https://" },
  summary: (config) => `${config.method} ${shown(config.url)}`,
  ports: () => [out, onError],
  uses: ["http"],
  effect: {
    delivery: "at-most-once",
    deliveryFor: (config) => (isRead(String(config.method)) ? "at-least-once" : "at-most-once"),
  },
});
