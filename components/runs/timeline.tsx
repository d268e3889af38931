"use client";

import { useEffect, useRef } from "react";
import { formatDuration } from "#components/ui/format.ts";
import type { RunView } from "#server/app.ts";
import { percent } from "./percent.ts";
import type { Selection } from "./selection.ts";
import { TimelineAxis } from "./timeline-axis.tsx";
import { keyOf, TimelineRow } from "./timeline-row.tsx";
import type { Row, Waterfall } from "./waterfall.ts";
import styles from "./timeline.module.css";

type TimelineProps = {
  layout: Waterfall;
  run: RunView;
  selection: Selection | null;
  onSelect: (selection: Selection) => void;
  fold: boolean;
  onFold: (fold: boolean) => void;
};

/** One row per step; passes are bars, attempts unfold under their step, waits are hatched. */
export function Timeline({ layout, run, selection, onSelect, fold, onFold }: TimelineProps) {
  const list = useRef<HTMLDivElement>(null);
  const isSelected = (row: Row) =>
    selection?.step === row.step &&
    (row.kind === "step"
      ? selection.attempt === null || row.passes.every((pass) => pass.attempts.length < 2)
      : selection.seq === row.seq && selection.attempt === row.number);
  const selectedKey = layout.rows.filter(isSelected).map(keyOf)[0] ?? null;

  // the keys move the selection; where the list has the focus, focus goes along
  useEffect(() => {
    if (selectedKey && list.current?.contains(document.activeElement))
      list.current.querySelector<HTMLElement>(`[data-row="${CSS.escape(selectedKey)}"]`)?.focus();
  }, [selectedKey]);

  return (
    <section aria-label="Timeline">
      <div className={styles.timelineHead}>
        <label className={styles.fold}>
          <input type="checkbox" checked={fold} onChange={(event) => onFold(event.target.checked)} />
          Fold waiting time
        </label>
      </div>
      <div className={styles.waterfall}>
        <div className={styles.waterfallInner}>
          <TimelineAxis layout={layout} />
          <div className={styles.grid} aria-hidden="true">
            {layout.ticks
              .filter((tick) => tick.at > 0 && tick.at < 1)
              .map((tick) => (
                <i key={tick.at} style={{ left: percent(tick.at) }} />
              ))}
          </div>
          <div role="listbox" aria-label="Steps" ref={list}>
            {layout.rows.map((row, index) => (
              <TimelineRow
                key={keyOf(row)}
                row={row}
                run={run}
                selected={isSelected(row)}
                focusable={selectedKey === null ? index === 0 : keyOf(row) === selectedKey}
                onSelect={onSelect}
              />
            ))}
          </div>
        </div>
      </div>
      <p className={`sr-only ${styles.foldWords}`}>
        {layout.folds.length > 0 && `Folded: ${layout.folds.map((one) => formatDuration(one.milliseconds)).join(", ")} of waiting.`} Worked for{" "}
        {formatDuration(layout.working)} in all.
      </p>
    </section>
  );
}
