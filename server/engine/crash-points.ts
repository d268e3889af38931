/**
 * Named places between engine statements where a test lets the process die, as a power cut would: no handler runs, nothing is flushed.
 * Off unless the environment names one, which only tests do; `effect.sent:3` dies the third time that the process comes there.
 */
export const CRASH_POINTS = [
  "accept.before", // arrivals have been read, nothing is on disk
  "accept.done", // they are on disk, their senders have not been told
  "claim.done", // the lease is ours, nothing has happened
  "effect.before", // inputs are resolved, nothing was sent
  "effect.intent", // at most once: the intent is committed, nothing was sent
  "effect.sent", // the other system has answered, nothing is recorded
  "chunk.begun", // a part of a long for each is a run with a job, its parent has noted nothing
  "checkpoint.before", // about to record
  "checkpoint.locked", // approvals are locked, the transaction has written nothing
  "checkpoint.written", // the run's part is written, its approvals and jobs are not, nothing is committed
  "checkpoint.uncommitted", // everything is written, nothing is committed
  "checkpoint.done", // recorded, the job is not completed
  "event.inserted", // an event is written, its subscribers' runs are not, nothing is committed
  "event.published", // an event and its runs are committed, its publisher does not know
  "resume.locked", // approvals are locked, the outcome is not consumed
  "replay.made", // a bulk replay has written a run, its note of it is not written, nothing is committed
  "resume.taken", // an outcome is consumed, the run has not gone on
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

export type CrashAt = CrashPoint | `${CrashPoint}:${number}`;

const [armed, time = "1"] = process.env.THROUGHLINE_CRASH_AT?.split(":") ?? [];
let left = Number(time);

export function crashPoint(name: CrashPoint): void {
  if (armed !== name) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, "SIGKILL");
}
