/** How numbers, money and times read on every screen. Pure; times are shown in the reader's own zone. */

const THIN = "\u202f";

/** 1 284 */
export function formatCount(value: number): string {
  return group(String(Math.round(value)));
}

/** 1 284.5, at most `digits` after the point and no trailing zeros. */
export function formatNumber(value: number, digits = 2): string {
  const [whole = "0", rest] = String(Number(value.toFixed(digits))).split(".");
  return rest ? `${group(whole)}.${rest}` : group(whole);
}

/** €148,500; cents only where there are some. A currency that nobody knows is written out. */
export function formatMoney(value: number, currency: string | null): string {
  const digits = Number.isInteger(value) ? 0 : 2;
  try {
    return new Intl.NumberFormat("en-GB", {
      style: "currency",
      currency: currency ?? "EUR",
      currencyDisplay: "narrowSymbol",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  } catch {
    return `${currency ?? ""} ${new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)}`.trim();
  }
}

/** `share` is 0 to 1: 31.4 % */
export function formatPercent(share: number, digits = 1): string {
  return `${formatNumber(share * 100, digits)} %`;
}

/** 320 ms, 2.4 s, 6 min 12 s, 4 h 46 min, 3 d 2 h */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return two(Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1_440) return two(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.floor(minutes / 60);
  return two(Math.floor(hours / 24), "d", hours % 24, "h");
}

/** 14:06:12 today, 22 Nov 14:06 before, with the year when it is another one. */
export function formatTime(iso: string, now: number = Date.now()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const today = new Date(now);
  if (at.toDateString() === today.toDateString()) return at.toLocaleTimeString("en-GB");
  const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return `${formatDate(iso, now)} ${time}`;
}

/** 23 Nov, with the year when it is another one. */
export function formatDate(iso: string, now: number = Date.now()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const year = at.getFullYear() === new Date(now).getFullYear() ? "" : ` ${at.getFullYear()}`;
  return `${at.getDate()} ${MONTHS[at.getMonth()] ?? ""}${year}`;
}

/** 23 Nov 2026, 14:06:12 */
export function formatDateTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return `${at.getDate()} ${MONTHS[at.getMonth()] ?? ""} ${at.getFullYear()}, ${at.toLocaleTimeString("en-GB")}`;
}

/** Today 05:30 to 14:06, Yesterday 14:06 to today 14:06, 22 Nov 09:00 to 24 Nov 18:00 */
export function formatSpan(from: string, to: string, now: number = Date.now()): string {
  const [start, end] = [new Date(from), new Date(to)];
  if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) return `${from} to ${to}`;
  const minute = (at: Date) => at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const first = `${dayWords(start, now)} ${minute(start)}`;
  const isOneDay = start.toDateString() === end.toDateString();
  return `${first.charAt(0).toUpperCase()}${first.slice(1)} to ${isOneDay ? "" : `${dayWords(end, now)} `}${minute(end)}`;
}

function dayWords(at: Date, now: number): string {
  const day = new Date(now);
  if (at.toDateString() === day.toDateString()) return "today";
  day.setDate(day.getDate() - 1);
  return at.toDateString() === day.toDateString() ? "yesterday" : formatDate(at.toISOString(), now);
}

/** just now, 6 min ago, in 42 min, yesterday, 3 days ago, 12 Oct */
export function formatRelative(iso: string, now: number = Date.now()): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  const gap = Math.abs(now - at);
  const words = (text: string) => (at <= now ? `${text} ago` : `in ${text}`);
  if (gap < 45_000) return at <= now ? "just now" : "in a moment";
  if (gap < 3_600_000) return words(`${Math.max(1, Math.round(gap / 60_000))} min`);
  if (gap < 79_200_000) return words(`${Math.round(gap / 3_600_000)} h`);
  const days = Math.round(gap / 86_400_000);
  if (days <= 1) return at <= now ? "yesterday" : "tomorrow";
  if (days < 14) return words(`${days} days`);
  return formatDate(iso, now);
}

/** 1 flow, 3 flows; irregular plurals are given. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
}

function two(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}
