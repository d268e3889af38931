import { formatDuration } from "#components/ui/format.ts";
import { percent } from "./percent.ts";
import type { Waterfall } from "./waterfall.ts";
import styles from "./timeline-row.module.css";

/** The times above the rows, and where waiting is folded. */
export function TimelineAxis({ layout }: { layout: Waterfall }) {
  return (
    <div className={`${styles.row} ${styles.axis}`} aria-hidden="true">
      <div className={styles.label}>Step</div>
      <div />
      <div className={styles.bars}>
        {layout.ticks.map((tick) => (
          <span
            key={tick.at}
            style={tick.at >= 0.999 ? { right: 0 } : { left: percent(tick.at) }}
            className={
              tick.at > 0.001 && tick.at < 0.999 ? (layout.folds.length === 0 ? `${styles.tickMiddle} ${styles.tickCentred}` : styles.tickMiddle) : undefined
            }
          >
            {tickWords(tick.time, layout)}
          </span>
        ))}
        {layout.folds.map((one) => (
          <span key={one.left} className={styles.foldMark} style={{ left: percent(one.left + one.width / 2) }}>
            {formatDuration(one.milliseconds)} folded
          </span>
        ))}
      </div>
    </div>
  );
}

/** Short runs read best from their start: all of it happens within one second of the clock. */
function tickWords(time: number, layout: Waterfall): string {
  if (layout.end - layout.start < 10_000 && time > layout.start) return `+${formatDuration(time - layout.start)}`;
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(new Date(time));
}
