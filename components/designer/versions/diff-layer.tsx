"use client";

import { ViewportPortal } from "@xyflow/react";
import { Minus, PencilLine, Plus } from "lucide-react";
import { useMemo } from "react";
import { stepName } from "#flow/edit.ts";
import { sizeOf } from "#flow/placement.ts";
import type { Mark, Union } from "#flow/union.ts";
import { geometryOf } from "../canvas/geometry.ts";
import { useDesignerState } from "../context.tsx";
import { pathOf } from "../canvas/line.ts";
import styles from "./versions.module.css";

export const MARKS: Record<Mark, { word: string; Icon: typeof Plus }> = {
  added: { word: "Added", Icon: Plus },
  removed: { word: "Removed", Icon: Minus },
  changed: { word: "Changed", Icon: PencilLine },
};

/** What became of each step and edge, over the canvas: a frame with a word, a line. */
export function DiffLayer({ union }: { union: Union }) {
  const document = useDesignerState((state) => state.document);
  const lines = useMemo(
    () =>
      geometryOf(document, document.layout ?? {}).lines.flatMap((line) => {
        const mark = union.edges.get(line.key);
        return mark ? [{ ...line, mark }] : [];
      }),
    [document, union],
  );
  return (
    <ViewportPortal>
      <svg aria-hidden className={styles.lines}>
        {lines.map((line) => (
          <path key={line.key} d={pathOf(line)} data-mark={line.mark} />
        ))}
      </svg>
      {document.steps.flatMap((step) => {
        const mark = union.steps.get(step.id);
        const at = document.layout?.[step.id];
        if (!mark || !at) return [];
        const { width, height } = sizeOf(step);
        const { word, Icon } = MARKS[mark];
        return (
          <div key={step.id} data-mark={mark} className={styles.mark} style={{ transform: `translate(${at[0]}px, ${at[1]}px)`, width, height }}>
            <span className={styles.chip}>
              <Icon size={11} strokeWidth={2.25} aria-hidden />
              {word}
              <span className="sr-only">: {stepName(step)}</span>
            </span>
          </div>
        );
      })}
    </ViewportPortal>
  );
}
