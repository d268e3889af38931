/** ISO 8601 durations in milliseconds. Months and years are left out of the format: their length is not fixed. */
import { Duration } from "./document.ts";

const UNITS = { weeks: 604_800_000, days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000 };

/** @throws RangeError where the text is not a duration such as PT4H, P1D or PT0.5S */
export function milliseconds(duration: string): number {
  if (!Duration.safeParse(duration).success) throw new RangeError(`${duration} is not a duration such as PT4H, P1D or PT0.5S.`);
  const read = (unit: string, text: string) => Number(new RegExp(`(\\d+(?:\\.\\d+)?)${unit}`).exec(text)?.[1] ?? 0);
  const [date = "", time = ""] = duration.slice(1).split("T");
  return (
    read("W", date) * UNITS.weeks +
    read("D", date) * UNITS.days +
    read("H", time) * UNITS.hours +
    read("M", time) * UNITS.minutes +
    read("S", time) * UNITS.seconds
  );
}
