/** Times of a place: what stands there without a zone, and the day that a moment has there. */

/** Minutes that a zone is ahead of UTC at a moment. */
function offsetAt(instant: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(instant);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const there = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return Math.round((there - Math.floor(instant.getTime() / 1000) * 1000) / 60_000);
}

/**
 * The moment at which clocks of the zone show a time, given as if it were UTC. A time that a change of clocks leaves out is taken as the
 * moment at which it would have come; of one that comes twice, the first.
 */
export function momentIn(zone: string, shown: Date): Date {
  const day = 86_400_000;
  const before = offsetAt(new Date(shown.getTime() - day), zone);
  const guess = new Date(shown.getTime() - before * 60_000);
  if (offsetAt(guess, zone) === before) return guess;
  const after = offsetAt(new Date(shown.getTime() + day), zone);
  const other = new Date(shown.getTime() - after * 60_000);
  return offsetAt(other, zone) === after ? other : guess;
}

/** YYYY-MM-DD */
export function dayIn(zone: string, instant: Date): string {
  return new Date(instant.getTime() + offsetAt(instant, zone) * 60_000).toISOString().slice(0, 10);
}

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
