/** How a replay says what it would do with a step. */
import type { ReplayPreview } from "#server/app.ts";

export type Will = ReplayPreview["steps"][number]["will"];

export const WILL: Record<Will, { words: string; tone: "quiet" | "plain" | "ok" | "send" | "warn" }> = {
  copied: { words: "kept", tone: "quiet" },
  execute: { words: "runs again", tone: "plain" },
  "found, will be skipped": { words: "found, will be skipped", tone: "ok" },
  "changed, will update": { words: "changed, will update", tone: "send" },
  "will be sent": { words: "will be sent", tone: "send" },
  "outcome unknown": { words: "outcome unknown", tone: "warn" },
  "needs send again": { words: "needs send again", tone: "warn" },
  "record was deleted": { words: "record was deleted", tone: "warn" },
};
