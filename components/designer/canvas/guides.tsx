"use client";

import { ViewportPortal } from "@xyflow/react";
import type { Geometry } from "./geometry.ts";
import { type Box, middleX, middleY } from "./route.ts";
import styles from "./canvas.module.css";

/** Lines through the middles of other steps that a dragged step is in line with. */
export function Guides({ geometry, moving }: { geometry: Geometry; moving: readonly string[] }) {
  const [first] = moving;
  const own = first === undefined ? undefined : geometry.shapes.get(first)?.box;
  if (!own) return null;
  const isMoving = new Set(moving);
  const others = [...geometry.shapes].flatMap(([id, shape]) => (isMoving.has(id) ? [] : [shape.box]));
  const column = others.filter((box) => middleX(box) === middleX(own));
  const row = others.filter((box) => middleY(box) === middleY(own));
  return (
    <ViewportPortal>
      {column.length > 0 && (
        <Line left={middleX(own)} top={Math.min(own.y, ...column.map((box) => box.y))} height={span([own, ...column], "y", "height")} width={1} />
      )}
      {row.length > 0 && <Line left={Math.min(own.x, ...row.map((box) => box.x))} top={middleY(own)} width={span([own, ...row], "x", "width")} height={1} />}
    </ViewportPortal>
  );
}

function Line(place: { left: number; top: number; width: number; height: number }) {
  return <div aria-hidden className={styles.guide} style={place} />;
}

function span(boxes: readonly Box[], from: "x" | "y", size: "width" | "height"): number {
  return Math.max(...boxes.map((box) => box[from] + box[size])) - Math.min(...boxes.map((box) => box[from]));
}
