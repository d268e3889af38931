/** How long an API key still lasts, in words and in the tone that it deserves. Pure. */
import { formatDate, formatPlural } from "#components/ui/format.ts";
import type { ConnectionView } from "#server/app.ts";

export type KeyState = { tone: "ok" | "soon" | "expired"; short: string; long: string };

const DAY_MS = 86_400_000;
/** From here on somebody should replace it: long enough for a holiday. */
const SOON_DAYS = 14;

/** Null: it never ends, or nobody knows. */
export function keyState(expiry: ConnectionView["keyExpiry"], now: number): KeyState | null {
  if (expiry === null) return null;
  const left = Date.parse(expiry.at) - now;
  const day = formatDate(expiry.at, now);
  if (left <= 0) return { tone: "expired", short: "key expired", long: `Expired on ${day}` };
  const days = Math.floor(left / DAY_MS);
  const when = days === 0 ? "within a day" : `in ${formatPlural(days, "day")}`;
  const long = `Expires ${when}, on ${day}`;
  if (days <= SOON_DAYS) return { tone: "soon", short: `key ends ${when}`, long };
  return { tone: "ok", short: `key ends ${when}`, long };
}
