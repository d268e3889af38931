"use client";

import { type CSSProperties, useEffect, useRef } from "react";
import { formatDuration } from "#components/ui/format.ts";
import { RunStatusIcon } from "#components/ui/run-status.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { placeOf } from "#flow/nested.ts";
import type { RunView, StepRunView } from "#server/app.ts";
import { portName } from "./path.ts";
import type { Selection } from "./selection.ts";
import { stepStateWords } from "./step-state-words.ts";
import type { AttemptRow, Bar, Row, StepRow, Waterfall } from "./waterfall.ts";
import { cx } from "#components/ui/cx.ts";
import option from "#components/ui/option-row.module.css";
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
          <Axis layout={layout} />
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

function Axis({ layout }: { layout: Waterfall }) {
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

type RowProps = { row: Row; run: RunView; selected: boolean; focusable: boolean; onSelect: (selection: Selection) => void };

function TimelineRow({ row, run, selected, focusable, onSelect }: RowProps) {
  const words = row.kind === "step" ? stepWords(row, run) : formatDuration(row.milliseconds);
  const name = row.kind === "step" ? row.name : `Attempt ${row.number}`;
  const select = () =>
    onSelect(row.kind === "step" ? { step: row.step, seq: shownFirst(row.passes), attempt: null } : { step: row.step, seq: row.seq, attempt: row.number });
  const unreached = row.kind === "step" && row.passes.length === 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the page's arrow keys move through the rows (roving focus)
    <div
      role="option"
      aria-selected={selected}
      aria-label={[row.kind === "attempt" ? `${nameOfStep(run, row.step)}, ${name}` : name, stepStateWords(row.state), words]
        .filter((part) => part !== "")
        .join(", ")}
      tabIndex={focusable ? 0 : -1}
      data-row={keyOf(row)}
      className={cx(option.option, styles.row, row.kind === "attempt" && styles.attempt, unreached && styles.unreached)}
      onClick={select}
    >
      <div className={styles.label}>
        {row.kind === "step" && <StepTile type={row.type} size="sm" />}
        <span className={styles.name}>{name}</span>
        <span className="flex-1" />
        <RunStatusIcon state={row.state} />
      </div>
      <div className={styles.words}>{words}</div>
      <div className={styles.bars}>{row.kind === "step" ? row.bars.map((bar) => <BarView key={bar.key} bar={bar} />) : <AttemptBars row={row} />}</div>
    </div>
  );
}

function BarView({ bar }: { bar: Bar }) {
  const place: CSSProperties = { left: percent(bar.left), width: percent(bar.width) };
  if (bar.kind === "copied") return <em style={{ left: 0 }}>copied from the first run</em>;
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
        <em style={bar.left + bar.width > 0.9 ? { right: percent(1 - bar.left), paddingRight: 5 } : { left: percent(bar.left + bar.width) }}>{bar.label}</em>
      )}
    </>
  );
}

function AttemptBars({ row }: { row: AttemptRow }) {
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

function stepWords(row: StepRow, run: RunView): string {
  const last = row.passes.at(-1);
  if (!last) return row.state === "queued" ? "Not yet" : "Not reached";
  if (last.how === "copied") return "copied";
  if (row.type === "approve" && row.passes.length > 1) return `${row.passes.length} rounds`;
  if (last.item !== null) return itemWords(row.passes);
  if (row.passes.length > 1) return `${row.passes.length} passes`;
  if (last.attempts.length > 1 && row.type !== "approve") return `${last.attempts.length} attempts`;
  if (row.type === "branch" && last.port) return portName(last.port);
  if (run.status === "waiting" && last.status === "waiting") return formatDuration(row.milliseconds ?? 0);
  return row.milliseconds === null ? "" : formatDuration(row.milliseconds);
}

function itemWords(passes: StepRunView[]): string {
  const failed = passes.filter((pass) => pass.status === "failed" && pass.port === null).length;
  return failed > 0 ? `${failed} of ${passes.length} failed` : `${passes.length} item${passes.length === 1 ? "" : "s"}`;
}

/** Of many items the one that failed is what people come for. */
function shownFirst(passes: StepRunView[]): number {
  return (passes.findLast((pass) => pass.item !== null && pass.status === "failed") ?? passes.at(-1))?.seq ?? 0;
}

function nameOfStep(run: RunView, id: string): string {
  return placeOf(run.document, id)?.step.name ?? id;
}

function keyOf(row: Row): string {
  return row.kind === "step" ? row.step : `${row.step}:${row.seq}:${row.number}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}
