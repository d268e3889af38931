import { cx } from "#components/ui/cx.ts";
import { formatDuration } from "#components/ui/format.ts";
import option from "#components/ui/option-row.module.css";
import { RunStatusIcon } from "#components/ui/run-status.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { placeOf } from "#flow/nested.ts";
import type { RunView, StepRunView } from "#server/app.ts";
import { portName } from "./path.ts";
import type { Selection } from "./selection.ts";
import { stepStateWords } from "./step-state-words.ts";
import { AttemptBars, BarView } from "./timeline-bars.tsx";
import type { Row, StepRow } from "./waterfall.ts";
import styles from "./timeline-row.module.css";

type RowProps = { row: Row; run: RunView; selected: boolean; focusable: boolean; onSelect: (selection: Selection) => void };

export function TimelineRow({ row, run, selected, focusable, onSelect }: RowProps) {
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

export function keyOf(row: Row): string {
  return row.kind === "step" ? row.step : `${row.step}:${row.seq}:${row.number}`;
}
