import type { CSSProperties } from "react";
import { formatDuration } from "#components/ui/format.ts";
import { percent } from "./percent.ts";
import type { AttemptRow, Bar } from "./waterfall.ts";
import styles from "./timeline-bars.module.css";

export function BarView({ bar }: { bar: Bar }) {
  const place: CSSProperties = { left: percent(bar.left), width: percent(bar.width) };
  if (bar.kind === "copied")
    return (
      <em className={styles.said} style={{ left: 0 }}>
        copied from the first run
      </em>
    );
  if (bar.kind === "wait") {
    return (
      <i
        className={`${styles.bar} ${styles.wait}`}
        style={place}
        data-state={bar.state}
        data-open={bar.state === "waiting" || bar.state === "parked" || undefined}
      >
        <span>{bar.label}</span>
      </i>
    );
  }
  return (
    <>
      <i className={`${styles.bar} ${bar.kind === "span" ? styles.span : ""}`} style={place} data-state={bar.state} />
      {bar.label && (
        <em
          className={styles.said}
          style={bar.left + bar.width > 0.9 ? { right: percent(1 - bar.left), paddingRight: 5 } : { left: percent(bar.left + bar.width) }}
        >
          {bar.label}
        </em>
      )}
    </>
  );
}

export function AttemptBars({ row }: { row: AttemptRow }) {
  return (
    <>
      {row.backoff && (
        <i className={`${styles.bar} ${styles.backoff}`} style={{ left: percent(row.backoff.left), width: percent(row.backoff.width) }}>
          <span>{formatDuration(row.backoff.milliseconds)}</span>
        </i>
      )}
      <i className={styles.bar} style={{ left: percent(row.bar.left), width: percent(row.bar.width) }} data-state={row.state} />
    </>
  );
}
