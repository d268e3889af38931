"use client";

import { ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import { cx } from "#components/ui/cx.ts";
import { farLines } from "./far-lines.ts";
import type { FlowEdgeType } from "./flow-edge.tsx";
import styles from "./canvas.module.css";

/** All edges as they look far away. They are told one by one in the outline, and when one comes nearer. */
export function FarEdges({ edges }: { edges: readonly FlowEdgeType[] }) {
  const lines = useMemo(() => farLines(edges), [edges]);
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
