/**
 * Named places between engine statements where a test lets the process die, as a power cut would: no handler runs, nothing is flushed.
 * Off unless the environment names one, which only tests do.
 */
export const CRASH_POINTS = [
  "claim.done", // the lease is ours, nothing has happened
  "effect.before", // inputs are resolved, nothing was sent
  "effect.intent", // at most once: the intent is committed, nothing was sent
  "effect.sent", // the other system has answered, nothing is recorded
  "checkpoint.before", // about to record
  "checkpoint.done", // recorded, the job is not completed
  "resume.taken", // an outcome is consumed, the run has not gone on
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

const armed = process.env.THROUGHLINE_CRASH_AT;

export function crashPoint(name: CrashPoint): void {
  if (armed === name) process.kill(process.pid, "SIGKILL");
}
