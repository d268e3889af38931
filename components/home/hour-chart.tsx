import { formatCount, formatTime } from "#components/ui/format.ts";
import type { OverviewData } from "./home-screen.tsx";

type Hour = OverviewData["perHour"][number];
const PARTS = [
  { key: "succeeded", label: "Succeeded", colour: "var(--succeeded)" },
  { key: "business", label: "Business", colour: "var(--business)" },
  { key: "technical", label: "Technical", colour: "var(--technical)" },
  { key: "open", label: "Open", colour: "var(--waiting)" },
] as const satisfies { key: Exclude<keyof Hour, "from">; label: string; colour: string }[];

const HEIGHT = 150;
const WIDTH = 720;

/** Runs per hour, stacked by outcome in the order that every chart here has. */
export function HourChart({ hours }: { hours: Hour[] }) {
  const totals = hours.map((hour) => PARTS.reduce((sum, part) => sum + hour[part.key], 0));
  const highest = Math.max(4, ...totals);
  const slot = WIDTH / Math.max(1, hours.length);
  return (
    <section aria-labelledby="per-hour">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 id="per-hour" className="text-13 font-semibold">
          Runs by outcome <span className="font-normal text-ink-3">per hour</span>
        </h2>
        <ul className="ml-auto flex flex-wrap gap-x-4 text-12 text-ink-2">
          {PARTS.map((part) => (
            <li key={part.key} className="flex items-center gap-1.5">
              <span aria-hidden className="size-2 rounded-[2px]" style={{ background: part.colour }} />
              {part.label} <b className="tabular-nums">{formatCount(hours.reduce((sum, hour) => sum + hour[part.key], 0))}</b>
            </li>
          ))}
        </ul>
      </div>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" height={HEIGHT} preserveAspectRatio="none" aria-hidden="true" className="mt-3 block">
        {[0.5, 1].map((share) => (
          <line
            key={share}
            x1="0"
            x2={WIDTH}
            y1={HEIGHT - share * (HEIGHT - 6)}
            y2={HEIGHT - share * (HEIGHT - 6)}
            stroke="var(--line)"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line-strong)" vectorEffect="non-scaling-stroke" />
        {hours.map((hour, index) => {
          let top = HEIGHT;
          return (
            <g key={hour.from}>
              {PARTS.map((part) => {
                const height = (hour[part.key] / highest) * (HEIGHT - 6);
                top -= height;
                return height === 0 ? null : (
                  <rect key={part.key} x={index * slot + slot * 0.1} width={slot * 0.8} y={top} height={height} fill={part.colour} />
                );
              })}
            </g>
          );
        })}
      </svg>
      <div aria-hidden className="mt-1 flex justify-between text-11 text-ink-3 tabular-nums">
        {hours
          .filter((_, index) => index % 6 === 0 || index === hours.length - 1)
          .map((hour) => (
            <span key={hour.from}>{formatTime(hour.from)}</span>
          ))}
      </div>
    </section>
  );
}
