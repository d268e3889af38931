"use client";

import { type PointerEvent, type ReactNode, useRef, useState } from "react";
import { formatCount, formatDateTime, formatSpan } from "#components/ui/format.ts";
import { Segmented } from "#components/ui/segmented.tsx";
import type { Runs } from "#server/app.ts";
import { effectiveRange, RANGES, rangeWords, type RunFilters } from "./run-filters.ts";
import styles from "./histogram.module.css";

type Bucket = Awaited<ReturnType<Runs["list"]>>["histogram"][number];

const OUTCOMES = [
  { key: "succeeded", name: "Succeeded", colour: "var(--succeeded)" },
  { key: "business", name: "Failed · business", colour: "var(--business)" },
  { key: "technical", name: "Failed · technical", colour: "var(--technical)" },
  { key: "open", name: "Open", colour: "var(--waiting)" },
] as const;

const HEIGHT = 46;

/** Runs over time, stacked by outcome in one order everywhere. Dragging over a part shows only that part. */
export function Histogram({
  buckets,
  total,
  filters,
  onChange,
  action,
}: {
  buckets: Bucket[] | null;
  /** runs that match, null while not known */
  total: number | null;
  filters: RunFilters;
  onChange: (filters: RunFilters) => void;
  /** what can be done with all that match */
  action?: ReactNode;
}) {
  const range = effectiveRange(filters);
  const first = buckets?.[0];
  const last = buckets?.at(-1);
  const from = filters.window?.from ?? first?.from;
  const to = filters.window?.to ?? last?.to;
  const chosen = filters.window ? "custom" : (range ?? "all");
  return (
    <section className={styles.histogram} aria-label="Runs over time">
      <div className={styles.histogramHead}>
        <b>{range === null && !filters.window ? "All time" : from && to ? formatSpan(from, to) : `Last ${rangeWords(range ?? "24h")}`}</b>
        <span aria-live="off">
          {total !== null ? `${total > 10_000 ? "10\u202f000+" : formatCount(total)} ${total === 1 ? "run" : "runs"}` : "–"}
          {range === null && !filters.window ? ", the last 24 h below" : ""}
        </span>
        {action}
        <span className="flex-1" />
        <Segmented
          label="Time range"
          value={chosen}
          onChange={(value) => {
            const next = RANGES.find((name) => name === value);
            if (next) onChange({ ...filters, range: next, window: null });
          }}
          options={[
            ...RANGES.map((name) => ({ value: name as string, label: rangeWords(name) })),
            ...(chosen === "custom" ? [{ value: "custom", label: "Custom" }] : []),
            ...(chosen === "all" ? [{ value: "all", label: "All" }] : []),
          ]}
        />
      </div>
      <Chart buckets={buckets ?? []} filters={filters} onChange={onChange} />
      <div className={styles.axis} aria-hidden="true">
        {axisLabels(buckets ?? []).map((label) => (
          <span key={label.at}>{label.text}</span>
        ))}
      </div>
    </section>
  );
}

function Chart({ buckets, filters, onChange }: { buckets: Bucket[]; filters: RunFilters; onChange: (filters: RunFilters) => void }) {
  const area = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const highest = Math.max(1, ...buckets.map(totalOf));
  const slot = buckets.length === 0 ? 0 : 768 / buckets.length;

  const indexAt = (event: PointerEvent) => {
    const box = area.current?.getBoundingClientRect();
    if (!box || buckets.length === 0) return 0;
    return Math.min(buckets.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * buckets.length)));
  };
  const finish = () => {
    if (!drag) return;
    const from = buckets[Math.min(drag.from, drag.to)];
    const to = buckets[Math.max(drag.from, drag.to)];
    setDrag(null);
    if (from && to) onChange({ ...filters, window: { from: from.from, to: to.to } });
  };
  const brush = drag ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) + 1 } : windowPlace(buckets, filters.window);
  return (
    <>
      <div
        ref={area}
        className={styles.chart}
        onPointerDown={(event) => {
          if (event.button !== 0 || buckets.length === 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: indexAt(event), to: indexAt(event) });
        }}
        onPointerMove={(event) => drag && setDrag({ from: drag.from, to: indexAt(event) })}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(null)}
      >
        <svg viewBox={`0 0 768 ${HEIGHT}`} width="100%" height="56" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <line x1="0" x2="768" y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line-strong)" vectorEffect="non-scaling-stroke" />
          {buckets.map((bucket, index) => (
            <Stack
              key={bucket.from}
              bucket={bucket}
              x={index * slot + slot * 0.08}
              width={slot * 0.84}
              highest={highest}
              faded={brush !== null && (index < brush.from || index >= brush.to)}
            />
          ))}
        </svg>
        {brush && (
          <div
            className={styles.brush}
            style={{ left: `${(brush.from / buckets.length) * 100}%`, width: `${((brush.to - brush.from) / buckets.length) * 100}%` }}
            aria-hidden="true"
          />
        )}
      </div>
      {/* a table alone keeps the width of its words, and would widen the page */}
      <div className="sr-only">
        <table>
          <caption>Runs over time by outcome</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              {OUTCOMES.map((outcome) => (
                <th key={outcome.key} scope="col">
                  {outcome.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {buckets
              .filter((bucket) => totalOf(bucket) > 0)
              .map((bucket) => (
                <tr key={bucket.from}>
                  <th scope="row">{formatDateTime(bucket.from)}</th>
                  {OUTCOMES.map((outcome) => (
                    <td key={outcome.key}>{bucket[outcome.key]}</td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Stack({ bucket, x, width, highest, faded }: { bucket: Bucket; x: number; width: number; highest: number; faded: boolean }) {
  let y = HEIGHT - 1;
  return (
    <g opacity={faded ? 0.38 : 1}>
      {OUTCOMES.map((outcome) => {
        const count = bucket[outcome.key];
        if (count === 0) return null;
        // one failed run among thousands must still be seen
        const height = Math.max(1.5, (count / highest) * (HEIGHT - 6));
        y -= height;
        return <rect key={outcome.key} x={x} y={y} width={width} height={height} fill={outcome.colour} />;
      })}
    </g>
  );
}

function totalOf(bucket: Bucket): number {
  return bucket.succeeded + bucket.business + bucket.technical + bucket.open;
}

function inWindow(bucket: Bucket, window: RunFilters["window"]): boolean {
  return window === null || (bucket.to > window.from && bucket.from < window.to);
}

function windowPlace(buckets: Bucket[], window: RunFilters["window"]): { from: number; to: number } | null {
  if (!window) return null;
  const inside = buckets.flatMap((bucket, index) => (inWindow(bucket, window) ? [index] : []));
  const from = inside[0];
  const to = inside.at(-1);
  return from === undefined || to === undefined ? null : { from, to: to + 1 };
}

function axisLabels(buckets: Bucket[]): { at: number; text: string }[] {
  const first = buckets[0];
  const last = buckets.at(-1);
  if (!first || !last) return [];
  const start = Date.parse(first.from);
  const span = Date.parse(last.to) - start;
  const words = new Intl.DateTimeFormat("en-GB", span > 2 * 86_400_000 ? { day: "numeric", month: "short" } : { hour: "2-digit", minute: "2-digit" });
  return [0, 1, 2, 3, 4, 5, 6].map((part) => ({ at: part, text: words.format(new Date(start + (span * part) / 6)) }));
}
