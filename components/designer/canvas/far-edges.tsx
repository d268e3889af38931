"use client";

import { ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import { cx } from "#components/ui/cx.ts";
import { farLines } from "./far-lines.ts";
import type { Line } from "./line.ts";
import styles from "./canvas.module.css";

/** All edges as they look far away. They are told one by one in the outline, and when one comes nearer. */
export function FarEdges({
  lines: all,
  taken,
  selected,
  aimed,
}: {
  lines: readonly Line[];
  /** keys of edges that a run took */
  taken: ReadonlySet<string>;
  selected: string | null;
  aimed: string | null;
}) {
  const lines = useMemo(() => farLines(all, { taken, chosen: [selected, aimed] }), [all, taken, selected, aimed]);
  return (
    <ViewportPortal>
      <svg aria-hidden className={styles.farLines}>
        {lines.map(({ name, mark, path }) => (
          <path key={name} d={path} className={cx(styles.edge, styles[mark])} />
        ))}
      </svg>
    </ViewportPortal>
  );
}
