/**
 * Days and moments that are counted from when the run looks: as expressions, so that every version of Odoo understands them and the run
 * shows which day it was. They are in UTC, as Odoo keeps times, and without the letters that Odoo cannot read.
 */

export type RelativeDate = { kind: "now" } | { kind: "today" } | { kind: "start"; of: "week" | "month" | "year" } | { kind: "days"; days: number };

const DAY_MS = 86_400_000;
const MIDNIGHT = { date: "", datetime: " 00:00:00" };
const DATE = "[Y0001]-[M01]-[D01]";
const TIME = " [H01]:[m01]:[s01]";

export function relativeSource(date: RelativeDate, type: "date" | "datetime"): string {
  const day = `${DATE}${MIDNIGHT[type]}`;
  switch (date.kind) {
    case "now":
      return `$now('${DATE}${type === "date" ? "" : TIME}')`;
    case "today":
      return `$now('${day}')`;
    case "days":
      return `$fromMillis($millis() ${date.days < 0 ? "-" : "+"} ${Math.abs(date.days)} * ${DAY_MS}, '${day}')`;
    case "start":
      if (date.of === "month") return `$now('[Y0001]-[M01]-01${MIDNIGHT[type]}')`;
      if (date.of === "year") return `$now('[Y0001]-01-01${MIDNIGHT[type]}')`;
      // Monday is the first day
      return `$fromMillis($millis() - ($number($now('[F1]')) - 1) * ${DAY_MS}, '${day}')`;
    default: {
      const unknown: never = date;
      return unknown;
    }
  }
}

const PLAIN: RelativeDate[] = [
  { kind: "now" },
  { kind: "today" },
  { kind: "start", of: "week" },
  { kind: "start", of: "month" },
  { kind: "start", of: "year" },
];

/** null where the expression is somebody's own. */
export function relativeIn(source: string, type: "date" | "datetime"): RelativeDate | null {
  const days = /^\$fromMillis\(\$millis\(\) ([-+]) (\d{1,5}) \* 86400000, /.exec(source);
  const counted = days === null ? null : ({ kind: "days", days: Number(days[2]) * (days[1] === "-" ? -1 : 1) } as const);
  if (counted !== null && relativeSource(counted, type) === source) return counted;
  // of a day, now and today are the same words
  return PLAIN.findLast((date) => relativeSource(date, type) === source) ?? null;
}
