/**
 * When a schedule comes: a cron expression of five fields in a time zone. An hour that a zone leaves out brings its tick at the first
 * instant after it; an hour that comes twice brings a tick at a fixed time once, and one of every few minutes each time.
 */
import { Cron } from "croner";

export type Spec = { cron: string; timeZone: string };

/** What is wrong with it, as a sentence; null where it can be kept to. */
export function scheduleProblem(spec: Spec): string | null {
  try {
    new Intl.DateTimeFormat("en", { timeZone: spec.timeZone });
  } catch {
    return `there is no time zone ${spec.timeZone}; it looks like Europe/Stockholm`;
  }
  try {
    return cronOf(spec).nextRun(new Date(Date.UTC(2026, 0, 1))) === null ? "it never comes" : null;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Cron\w*: /, "") : "it cannot be read";
    return `${reason} (five fields: minute, hour, day of month, month, day of week)`;
  }
}

/** The first tick after an instant, in ms since the epoch; null where none comes. */
export function nextTick(spec: Spec, after: number): number | null {
  return cronOf(spec).nextRun(new Date(after))?.getTime() ?? null;
}

/** The next ticks after an instant. */
export function ticksFrom(spec: Spec, q: { after: number; count: number }): number[] {
  return cronOf(spec)
    .nextRuns(q.count, new Date(q.after))
    .map((tick) => tick.getTime());
}

/** Ticks after one instant and up to another, oldest first; where there are more than `most`, the latest of them. */
export function ticksBetween(spec: Spec, q: { after: number; until: number; most: number }): number[] {
  const cron = cronOf(spec);
  const ticks: number[] = [];
  for (let at = cron.nextRun(new Date(q.after))?.getTime() ?? null; at !== null && at <= q.until; at = cron.nextRun(new Date(at))?.getTime() ?? null) {
    ticks.push(at);
    if (ticks.length > q.most) ticks.shift();
  }
  return ticks;
}

function cronOf({ cron, timeZone }: Spec): Cron {
  return new Cron(cron, { timezone: timeZone, paused: true, mode: "5-part" });
}
