import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import { shown } from "../shown.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "notify",
  title: "Notify",
  description: "Tells people by e-mail. A mailbox cannot recognise a repeat, so it is sent at most once.",
  icon: "bell",
  category: "notify",
  group: "people",
  letter: "n",
  defaults: { channel: "email", connection: "mail", to: [], subject: "", text: "" },
  summary: (config) => `${config.channel} · ${shown(config.to)}`,
  ports: () => [out, onError],
  uses: ["mail"],
  effect: {
    delivery: "at-most-once",
  },
});
