import Link from "next/link";
import { formatCount, formatPercent } from "#components/ui/format.ts";
import type { OverviewData } from "./home-screen.tsx";

type Line = { values: number[]; colour: string };

/** The five numbers. Each opens the list behind it. */
export function Figures({ data, environment }: { data: OverviewData | null; environment: string }) {
  const counts = data?.counts;
  const finished = counts ? counts.succeeded24h + counts.failed24h : 0;
  const hours = data?.perHour ?? [];
  const open = data?.failing.length ?? 0;
  return (
    <dl className="grid grid-cols-5 border-b border-line bg-surface max-lg:grid-cols-3 max-sm:grid-cols-2">
      <Figure
        label="Accepted, 24 h"
        value={counts && formatCount(counts.accepted24h)}
        href={`/${environment}/runs?range=24h`}
        line={{ values: hours.map((hour) => hour.succeeded + hour.business + hour.technical + hour.open), colour: "var(--ink-3)" }}
      />
      <Figure
        label="Succeeded, 24 h"
        value={counts && (finished === 0 ? "–" : formatPercent(counts.succeeded24h / finished))}
        note={counts && (finished === 0 ? "nothing finished yet" : `${formatCount(counts.succeeded24h)} of ${formatCount(finished)} finished`)}
        href={`/${environment}/runs?status=succeeded&range=24h`}
        line={{ values: hours.map((hour) => hour.succeeded), colour: "var(--succeeded)" }}
      />
      <Figure
        label="Failed, 24 h"
        value={counts && formatCount(counts.failed24h)}
        note={counts && (open === 0 ? "none is open" : `${formatCount(open)}${open === 8 ? " or more" : ""} not set right yet`)}
        href={`/${environment}/runs?status=technical,business&range=24h`}
        line={{ values: hours.map((hour) => hour.business + hour.technical), colour: "var(--technical)" }}
      />
      <Figure
        label="Waiting"
        value={counts && formatCount(counts.waiting)}
        note={counts && (counts.parked > 0 ? `and ${formatCount(counts.parked)} parked` : "for a person or a time")}
        href={`/${environment}/runs?status=waiting,parked&range=7d`}
      />
      <Figure
        label="Open approvals"
        value={counts && formatCount(counts.openApprovals)}
        note={counts && (counts.openApprovals === 0 ? "nothing to decide" : "of everybody")}
        href={`/${environment}/inbox`}
      />
    </dl>
  );
}

function Figure({ label, value, note, href, line }: { label: string; value?: string | undefined; note?: string | undefined; href: string; line?: Line }) {
  return (
    <div className="relative border-r border-line px-4 py-3 last:border-r-0 hover:bg-surface-2 max-lg:border-b">
      <dt className="text-12 text-ink-2">{label}</dt>
      <dd className="mt-0.5">
        <Link
          href={href}
          aria-label={value === undefined ? `${label}, being read` : `${label}: ${value}`}
          className="text-28 leading-8 font-semibold tabular-nums text-ink after:absolute after:inset-0 hover:no-underline focus-visible:shadow-none focus-visible:after:shadow-(--focus-inset)"
        >
          {value ?? <span className="text-ink-4">–</span>}
        </Link>
        <span className="block min-h-4 text-11 text-ink-3">{note}</span>
      </dd>
      {line && <Sparkline {...line} />}
    </div>
  );
}

/** The shape of the day beside its number; the chart below has the numbers. */
function Sparkline({ values, colour }: Line) {
  const highest = Math.max(...values, 0);
  if (highest === 0 || values.length < 2) return null;
  const points = values.map((value, index) => `${(index / (values.length - 1)) * 60},${22 - (value / highest) * 20}`);
  const [x = "60", y = "22"] = (points.at(-1) ?? "").split(",");
  return (
    <svg
      width="64"
      height="24"
      viewBox="0 0 64 24"
      fill="none"
      aria-hidden="true"
      focusable="false"
      className="pointer-events-none absolute top-4 right-4 max-2xl:hidden max-lg:block"
    >
      <polyline points={points.join(" ")} stroke={colour} strokeWidth="1.5" strokeLinejoin="round" />
      <circle cx={x} cy={y} r="2" fill={colour} />
    </svg>
  );
}
