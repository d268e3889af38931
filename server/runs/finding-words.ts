/** What the watchdog found at a run and what it did, for people. */
import { z } from "zod";

export const FindingKind = z.enum(["job-missing", "worker-lost", "turn-missing"]);
export type FindingKind = z.infer<typeof FindingKind>;

export function findingText(kind: FindingKind): string {
  switch (kind) {
    case "job-missing":
      return "Was to go on and nothing would have moved it: the watchdog gave it a job. Nothing is done twice.";
    case "worker-lost":
      return "The worker that had it fell silent: another one goes on with it where it was.";
    case "turn-missing":
      return "Waited for a turn that nobody had: the watchdog let it go on.";
  }
}
