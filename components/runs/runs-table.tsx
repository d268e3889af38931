"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import Link from "next/link";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { formatDuration, formatMoney, formatTime } from "#components/ui/format.ts";
import { runStateOf, RunStatusLabel } from "#components/ui/run-status.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { RunSummary } from "#server/app.ts";
import { durationOf, isOver, stepWords } from "./run-words.ts";
import { useKeys } from "#components/ui/use-keys.ts";
import { useNow } from "#components/ui/use-now.ts";
import { Bone } from "#components/ui/skeleton.tsx";
import styles from "./runs-table.module.css";

const ROW_HEIGHT = 33;

type TableProps = {
  /** null while the first page is read */
  runs: RunSummary[] | null;
  isStale: boolean;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  onOpen: (id: string) => void;
  environment: string;
  more: { isLoading: boolean; load: () => void } | null;
};

export function RunsTable(props: TableProps) {
  const { runs, selected, onSelect, more } = props;
  const pane = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const count = runs?.length ?? 0;
  const rows = useVirtualizer({
    count,
    getScrollElement: () => pane.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 24,
    getItemKey: (index) => runs?.[index]?.id ?? index,
  });
  const now = useNow(runs?.some((run) => !isOver(run.status)) ? 1_000 : null);
  const visible = rows.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? 0;

  // the end of the list comes into view: read on
  useEffect(() => {
    if (more && !more.isLoading && count > 0 && lastVisible >= count - 15) more.load();
  }, [more, lastVisible, count]);

  const move = (by: number) => {
    if (!runs || runs.length === 0) return;
    const index = runs.findIndex((run) => run.id === current);
    const next = Math.min(runs.length - 1, Math.max(0, index === -1 ? 0 : index + by));
    setCurrent(runs[next]?.id ?? null);
    rows.scrollToIndex(next);
  };
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  const extend = () => {
    if (!runs || !current) return;
    const ids = runs.map((run) => run.id);
    const to = ids.indexOf(current);
    const from = ids.findIndex((id) => selected.has(id));
    if (from === -1) return toggle(current);
    onSelect(new Set([...selected, ...ids.slice(Math.min(from, to), Math.max(from, to) + 1)]));
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    enter: () => current && props.onOpen(current),
    x: () => current && toggle(current),
    "shift+x": extend,
  });

  const allChosen = count > 0 && runs !== null && runs.every((run) => selected.has(run.id));
  const before = visible[0]?.start ?? 0;
  const after = rows.getTotalSize() - (visible.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard
    <section className={styles.tableScroll} ref={pane} aria-label="List of runs" aria-busy={runs === null} tabIndex={0} data-stale={props.isStale || undefined}>
      <table className={styles.table} aria-label="Runs" aria-rowcount={more ? -1 : count + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className={styles.pick}>
              <input
                type="checkbox"
                aria-label="Select all shown runs"
                checked={allChosen}
                ref={(box) => {
                  if (box) box.indeterminate = !allChosen && selected.size > 0;
                }}
                onChange={() => onSelect(allChosen ? new Set() : new Set(runs?.map((run) => run.id)))}
              />
            </th>
            <th scope="col">Status</th>
            <th scope="col">Business key</th>
            <th scope="col">Flow</th>
            <th scope="col">Step</th>
            <th scope="col" className={styles.num}>
              Duration
            </th>
            <th scope="col" className={styles.num} aria-sort="descending">
              Started <ArrowDown size={12} aria-hidden />
            </th>
            <th scope="col" className={styles.num}>
              Value
            </th>
            <th scope="col" className={styles.correlation}>
              Correlation id
            </th>
          </tr>
        </thead>
        <tbody>
          {runs === null && <LoadingRows />}
          {before > 0 && (
            // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a spacer for rows out of view; nothing in it takes focus
            <tr aria-hidden="true">
              <td colSpan={9} style={{ height: before, padding: 0, border: 0 }} />
            </tr>
          )}
          {visible.map((item) => {
            const run = runs?.[item.index];
            if (!run) return null;
            return (
              <RunRow
                key={run.id}
                measure={rows.measureElement}
                run={run}
                index={item.index}
                now={now}
                current={run.id === current}
                selected={selected.has(run.id)}
                environment={props.environment}
                onToggle={() => toggle(run.id)}
                onCurrent={() => setCurrent(run.id)}
                onOpen={() => props.onOpen(run.id)}
              />
            );
          })}
          {after > 0 && (
            // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a spacer for rows out of view; nothing in it takes focus
            <tr aria-hidden="true">
              <td colSpan={9} style={{ height: after, padding: 0, border: 0 }} />
            </tr>
          )}
        </tbody>
      </table>
      {more && (
        <div className={styles.more}>
          <Button size="sm" variant="ghost" onClick={more.load} disabled={more.isLoading}>
            {more.isLoading ? "Reading more…" : "Show more runs"}
          </Button>
        </div>
      )}
    </section>
  );
}

type RowProps = {
  measure: (row: HTMLTableRowElement | null) => void;
  run: RunSummary;
  index: number;
  now: number;
  current: boolean;
  selected: boolean;
  environment: string;
  onToggle: () => void;
  onCurrent: () => void;
  onOpen: () => void;
};

function RunRow({ measure, run, index, now, current, selected, environment, onToggle, onCurrent, onOpen }: RowProps) {
  const name = run.businessKey ?? run.id.slice(-8);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && event.target === event.currentTarget) onOpen();
  };
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={index + 2}
      data-run={run.id}
      data-selected={selected || undefined}
      data-current={current || undefined}
      onClick={onCurrent}
      onDoubleClick={onOpen}
      onKeyDown={onKeyDown}
    >
      <td className={styles.pick}>
        <input type="checkbox" aria-label={`Select run ${name}`} checked={selected} onChange={onToggle} />
      </td>
      <td>
        <RunStatusLabel state={runStateOf(run)} />
      </td>
      <td className={`${styles.keyCell} ${styles.words}`} title={run.customer === null ? undefined : `${name} ${run.customer}`}>
        <Link href={`/${environment}/runs/${run.id}`} className={run.businessKey ? undefined : "mono"}>
          {name}
        </Link>
        {run.customer && <span> {run.customer}</span>}
      </td>
      <td className={styles.words} title={run.flow.name}>
        {run.flow.name} <span className={styles.nil}>v{run.version}</span>
      </td>
      <td title={run.failure?.message ?? run.waitingFor?.text}>
        {stepWords(run)}
        {run.step && run.step.attempts > 1 && (
          <>
            {" "}
            <Tag>{run.step.attempts} tries</Tag>
          </>
        )}
      </td>
      <td className={styles.num}>{formatDuration(durationOf(run, now))}</td>
      <td className={`${styles.num} ${styles.nil}`}>
        <time dateTime={run.createdAt}>{formatTime(run.createdAt)}</time>
      </td>
      <td className={`${styles.num} ${styles.money}`}>{run.value === null ? "" : formatMoney(run.value, run.currency)}</td>
      <td className={styles.correlation} title={run.correlationId}>
        {run.correlationId}
      </td>
    </tr>
  );
}

const BONES = [
  ["status", "70%"],
  ["key", "60%"],
  ["flow", "75%"],
  ["step", "50%"],
  ["duration", "40%"],
  ["started", "50%"],
  ["value", "45%"],
  ["correlation", "70%"],
] as const;

function LoadingRows() {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((row) => (
    <tr key={row}>
      <td className={styles.pick} />
      {BONES.map(([column, width]) => (
        <td key={column}>
          <Bone style={{ width, height: 12 }} />
        </td>
      ))}
    </tr>
  ));
}
