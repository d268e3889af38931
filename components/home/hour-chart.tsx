import Link from "next/link";
import { formatCount, formatTime } from "#components/ui/format.ts";
import type { OverviewData } from "./home-screen.tsx";

type Hour = OverviewData["perHour"][number];
const PARTS = [
  { key: "succeeded", label: "Succeeded", colour: "var(--succeeded)", status: "succeeded" },
  { key: "business", label: "Business", colour: "var(--business)", status: "business" },
  { key: "technical", label: "Technical", colour: "var(--technical)", status: "technical" },
  { key: "open", label: "Open", colour: "var(--waiting)", status: "queued,running,waiting,parked" },
] as const satisfies { key: Exclude<keyof Hour, "from">; label: string; colour: string; status: string }[];

const HEIGHT = 190;
const WIDTH = 720;
const HOUR_WORDS = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** Runs per hour, stacked by outcome in the order that every chart here has. Its table is there for screen readers. */
export function HourChart({ hours, environment }: { hours: Hour[]; environment: string }) {
  const top = roundUp(Math.max(0, ...hours.map(totalOf)));
  const slot = WIDTH / Math.max(1, hours.length);
  return (
    <section aria-labelledby="per-hour">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 id="per-hour" className="text-13 font-semibold">
          Runs by outcome <span className="font-normal text-ink-3">per hour, last 24 h</span>
        </h2>
        <ul className="ml-auto flex flex-wrap gap-x-4 text-12 text-ink-2 max-md:ml-0">
          {PARTS.map((part) => (
            <li key={part.key}>
              <Link href={`/${environment}/runs?status=${part.status}&range=24h`} className="flex min-h-6 items-center gap-1.5 text-ink-2">
                <span aria-hidden className="size-2 rounded-[2px]" style={{ background: part.colour }} />
                {part.label} <b className="tabular-nums">{hours.length === 0 ? "–" : formatCount(sum(hours, part.key))}</b>
              </Link>
            </li>
          ))}
        </ul>
      </div>
      <div className="relative mt-3 pl-8" aria-hidden="true">
        {[1, 0.5, 0].map((share) => (
          <span
            key={share}
            className="absolute left-0 w-6 -translate-y-1/2 text-right text-11 text-ink-3 tabular-nums"
            style={{ top: 4 + (1 - share) * (HEIGHT - 4) }}
          >
            {hours.length === 0 ? "" : formatCount(top * share)}
          </span>
        ))}
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" height={HEIGHT} preserveAspectRatio="none" aria-hidden="true" focusable="false" className="block">
          {[1, 0.5, 0].map((share) => (
            <line
              key={share}
              x1="0"
              x2={WIDTH}
              y1={share === 0 ? HEIGHT - 0.5 : HEIGHT - share * (HEIGHT - 4)}
              y2={share === 0 ? HEIGHT - 0.5 : HEIGHT - share * (HEIGHT - 4)}
              stroke={share === 0 ? "var(--line-strong)" : "var(--line)"}
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {hours.map((hour, index) => (
            <Stack key={hour.from} hour={hour} x={index * slot + slot * 0.08} width={slot * 0.84} top={top} />
          ))}
        </svg>
        <div className="relative mt-1 h-4 text-11 text-ink-3 tabular-nums">
          {hours.map((hour, index) =>
            index % 6 === 0 || index === hours.length - 1 ? (
              <span
                key={hour.from}
                className="absolute whitespace-nowrap"
                style={index === hours.length - 1 ? { right: 0 } : { left: `${(index / hours.length) * 100}%` }}
              >
                {HOUR_WORDS.format(new Date(hour.from))}
              </span>
            ) : null,
          )}
        </div>
      </div>
      {/* a table alone keeps the width of its words, and would widen the page */}
      <div className="sr-only">
        <table>
          <caption>Runs per hour by outcome; hours without runs are left out</caption>
          <thead>
            <tr>
              <th scope="col">Hour</th>
              {PARTS.map((part) => (
                <th key={part.key} scope="col">
                  {part.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hours
              .filter((hour) => totalOf(hour) > 0)
              .map((hour) => (
                <tr key={hour.from}>
                  <th scope="row">{formatTime(hour.from)}</th>
                  {PARTS.map((part) => (
                    <td key={part.key}>{hour[part.key]}</td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Stack({ hour, x, width, top }: { hour: Hour; x: number; width: number; top: number }) {
  let y = HEIGHT - 1;
  return (
    <g>
      <title>{`${HOUR_WORDS.format(new Date(hour.from))}: ${PARTS.map((part) => `${hour[part.key]} ${part.label.toLowerCase()}`).join(", ")}`}</title>
      {/* the whole column answers the mouse, also above a short bar */}
      {totalOf(hour) > 0 && <rect x={x} y={0} width={width} height={HEIGHT} fill="transparent" />}
      {PARTS.map((part) => {
        if (hour[part.key] === 0) return null;
        // one failed run among thousands must still be seen
        const height = Math.max(1.5, (hour[part.key] / top) * (HEIGHT - 5));
        y -= height;
        return <rect key={part.key} x={x} y={y} width={width} height={height} fill={part.colour} />;
      })}
    </g>
  );
}

function totalOf(hour: Hour): number {
  return PARTS.reduce((all, part) => all + hour[part.key], 0);
}

function sum(hours: Hour[], key: (typeof PARTS)[number]["key"]): number {
  return hours.reduce((all, hour) => all + hour[key], 0);
}

/** A top for the scale whose half is a whole number too: 4, 10, 20, 40, 100 … */
function roundUp(highest: number): number {
  const steps = [4, 10, 20, 40, 60, 80];
  for (let scale = 1; ; scale *= 10) for (const step of steps) if (step * scale >= highest) return step * scale;
}
