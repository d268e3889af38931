/** What a run or a step waits for, as recorded by the engine. Records of other releases that do not parse are shown as not waiting rather than breaking the page. */
import { z } from "zod";
import type { WaitingFor } from "#server/app.ts";

const Recorded = z.object({
  kind: z.enum(["approval", "timer", "retry", "job", "order", "breaker", "limit", "child", "event"]),
  step: z.string().nullable().default(null),
  since: z.string(),
  until: z.string().nullable().default(null),
  text: z.string().default(""),
});

export function waitingForOf(recorded: unknown): WaitingFor | null {
  const parsed = Recorded.safeParse(recorded);
  return parsed.success ? parsed.data : null;
}
