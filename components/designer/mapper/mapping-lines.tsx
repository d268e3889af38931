"use client";

import { cx } from "#components/ui/cx.ts";
import styles from "./mapper.module.css";

export type DrawnLine = {
  key: string;
  from: number;
  to: number;
  look: "plain" | "lit" | "suggested";
  /** more than a place: drawn dashed */
  isWorked: boolean;
};

/** The lines between both lists, for what is in sight: ends that are scrolled away lie at the edge. */
export function MappingLines({
  lines,
  width,
  height,
  dragged,
}: {
  lines: readonly DrawnLine[];
  width: number;
  height: number;
  dragged: { from: number; x: number; y: number } | null;
}) {
  return (
    <svg className={styles.lines} width={width} height={height} aria-hidden="true">
      {lines.map((line) => (
        <path
          key={line.key}
          d={curve({ x: 0, y: line.from }, { x: width, y: line.to })}
          className={cx(
            styles.line,
            line.look === "lit" && styles.lineLit,
            line.look === "suggested" && styles.lineSuggested,
            line.isWorked && styles.lineWorked,
          )}
        />
      ))}
      {dragged && <path d={curve({ x: 0, y: dragged.from }, dragged)} className={cx(styles.line, styles.lineLit)} />}
    </svg>
  );
}

function curve(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const bend = Math.max(18, Math.abs(to.x - from.x) * 0.5);
  return `M ${from.x} ${from.y} C ${from.x + bend} ${from.y}, ${to.x - bend} ${to.y}, ${to.x} ${to.y}`;
}
