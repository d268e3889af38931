// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, so that only those in sight are drawn
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys
"use client";

import { Check, Pencil, TriangleAlert, X } from "lucide-react";
import { readMapped } from "#flow/mapping/mapped.ts";
import type { Mapped } from "#flow/mapping/mapped.ts";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { valueWords } from "../panel/live-value.tsx";
import { differenceIn } from "./difference.ts";
import { TARGET_ROW } from "./drawn-lines.ts";
import { LineEditor } from "./line-editor.tsx";
import styles from "./mapper.module.css";
import { useMapper } from "./mapper-context.tsx";
import { shownSuggestion, sourceWords } from "./shown-suggestion.ts";
import type { TargetKeys } from "./target-keys.ts";
import type { TargetRow } from "./target-rows.ts";
import { useHeight } from "./use-height.ts";
import { formWords, typeWords } from "./words.ts";

type Pane = TargetKeys & {
  onHeight: (height: number) => void;
  onHover: (name: string | null) => void;
  onChange: (row: TargetRow, value: TargetRow["value"], options?: { isTyping: boolean }) => void;
  onConnect: (row: TargetRow) => void;
};
type TargetLineProps = { row: TargetRow; index: number; top: number; isActive: boolean; isLit: boolean; isOpen: boolean; isPicking: boolean; pane: Pane };

/** One field: what it is, what fills it, and its value for the sample. */
export function TargetLine({ row, index, top, isActive, isLit, isOpen, isPicking, pane }: TargetLineProps) {
  const { target, value, suggestion } = row;
  const { canEdit } = useMapper();
  const editor = useHeight(isOpen, pane.onHeight);
  const mapped = value === undefined ? null : readMapped(value);
  return (
    <div
      id={`target-${index}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isActive}
      data-target={target.name}
      className={cx(styles.target, isActive && styles.isActive, isLit && styles.isLit, isPicking && !target.readonly && styles.isWanted)}
      style={{ top }}
      onPointerEnter={() => pane.onHover(target.name)}
      onPointerLeave={() => pane.onHover(null)}
    >
      <div
        role="gridcell"
        className={styles.field}
        style={{ height: TARGET_ROW }}
        onClick={() => {
          pane.onActive(index);
          if (isPicking) pane.onConnect(row);
        }}
      >
        <span className={cx(styles.anchor, mapped !== null && styles.isUsed)} aria-hidden />
        <span className="min-w-0 flex-1">
          <span className="flex min-w-0 items-baseline gap-1.5">
            <span className={cx("truncate text-13 font-medium", target.readonly && value === undefined ? "text-ink-3" : "text-ink")}>{target.label}</span>
            {target.required && <span className={cx("shrink-0 text-11", mapped === null ? "text-warn-text" : "text-ink-3")}>required</span>}
            {target.readonly && <span className="shrink-0 text-11 text-ink-3">computed</span>}
          </span>
          <span className="block truncate font-mono text-11 text-ink-3">
            {target.label === target.name ? "" : `${target.name} · `}
            {typeWords(target)}
          </span>
        </span>
      </div>
      <div
        role="gridcell"
        className={styles.filled}
        style={{ height: TARGET_ROW }}
        onClick={() => {
          pane.onActive(index);
          if (isPicking) pane.onConnect(row);
        }}
        onDoubleClick={() => pane.onOpen(row)}
      >
        {value !== undefined && mapped ? <Filled row={row} mapped={mapped} /> : <Unfilled row={row} isActive={isActive} isPicking={isPicking} pane={pane} />}
      </div>
      <div role="gridcell" className={styles.lineTools} style={{ height: TARGET_ROW }}>
        {value === undefined && suggestion && (
          <IconButton
            size="sm"
            label={`Accept ${shownSuggestion(suggestion.value)} for ${target.label}`}
            shortcut="Y"
            disabled={!canEdit}
            onClick={() => pane.onAccept(row)}
          >
            <Check size={14} aria-hidden />
          </IconButton>
        )}
        <IconButton
          size="sm"
          label={`${value === undefined ? "Write" : "Edit"} ${target.label}`}
          shortcut="F2"
          isOn={isOpen}
          onClick={() => {
            pane.onActive(index);
            pane.onOpen(isOpen ? null : row);
          }}
        >
          <Pencil size={13} aria-hidden />
        </IconButton>
        {value !== undefined && (
          <IconButton size="sm" label={`Clear ${target.label}`} shortcut="Del" disabled={!canEdit} onClick={() => pane.onClear(row)}>
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      {isOpen && (
        <div role="gridcell" ref={editor} className={styles.editor}>
          <LineEditor row={row} onChange={(next, options) => pane.onChange(row, next, options)} />
        </div>
      )}
    </div>
  );
}

function Filled({ row, mapped }: { row: TargetRow; mapped: Mapped }) {
  const { live, hasSample, sources, strange } = useMapper();
  const { target, value } = row;
  const form = formWords(mapped);
  const difference = differenceIn(mapped, target, sources);
  const answer = value === undefined ? undefined : live(target.name, value);
  return (
    <>
      <span className="flex min-w-0 items-baseline gap-2">
        <span className="truncate font-mono text-12 text-ink">{sourceWords(mapped)}</span>
        {form && <span className="shrink-0 text-11 text-ink-3">{form}</span>}
        {!row.isKnown && <span className="shrink-0 text-11 text-technical-text">{strange}</span>}
      </span>
      {difference ? (
        <span className="flex min-w-0 items-center gap-1.5 text-11 text-warn-text">
          <TriangleAlert size={12} aria-hidden className="shrink-0 text-warn" />
          <span className="truncate">
            {difference.what}
            {difference.ways.map((way, at) => (
              <span key={way.id} className="ml-2 text-ink-2">
                <Kbd className="mr-1">{at + 1}</Kbd>
                {way.title}
              </span>
            ))}
          </span>
        </span>
      ) : (
        <span className={cx("block truncate font-mono text-11", answer && !answer.ok ? "text-technical-text" : "text-ink-3")}>
          {mapped.kind === "literal" ? "" : hasSample ? `= ${valueWords(answer)}` : ""}
        </span>
      )}
    </>
  );
}

function Unfilled({ row, isActive, isPicking, pane }: { row: TargetRow; isActive: boolean; isPicking: boolean; pane: Pane }) {
  const { suggestion, target } = row;
  const { canEdit } = useMapper();
  if (isPicking && !target.readonly) return <span className="text-12 text-accent-text">Connect here</span>;
  if (!suggestion) return <span className="text-12 text-ink-3">{isActive && !target.readonly ? "Not mapped: pick a source, or write a value" : ""}</span>;
  return (
    <button
      type="button"
      tabIndex={-1}
      disabled={!canEdit}
      aria-label={`Accept ${shownSuggestion(suggestion.value)} for ${target.label}, ${suggestion.because}`}
      className={styles.suggestion}
      onClick={(event) => {
        event.stopPropagation();
        pane.onAccept(row);
      }}
    >
      <span className="truncate font-mono text-12">{shownSuggestion(suggestion.value)}</span>
      <span className="shrink-0 text-11">{suggestion.because}</span>
      {isActive && <Kbd>Y</Kbd>}
    </button>
  );
}
