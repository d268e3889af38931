"use client";

import { Pin, PinOff } from "lucide-react";
import { memo, type ReactNode, useDeferredValue, useState } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { JsonView } from "#components/ui/json-view.tsx";
import { Note } from "#components/ui/note.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { EffectList } from "../dialogs/effect-list.tsx";
import type { FrameItem, Live } from "../panel/use-live.ts";
import { DataTables } from "./data-tables.tsx";
import { type DataLook, DataTools } from "./data-tools.tsx";
import { SourceTree } from "./source-tree.tsx";
import type { Source } from "./sources.ts";
import styles from "./wide.module.css";

type OutputPaneProps = {
  /** what the step gave, or what it is known to give */
  source: Source;
  record: Live["record"];
  /** how it is run from here; null where it cannot be */
  tools: ReactNode;
  /** keeps what is shown with the sample; null where there is nothing to keep */
  onPin: (() => void) | null;
  /** lets go of what is kept; null where nothing is */
  onUnpin: (() => void) | null;
};

const NO_FRAMES: readonly FrameItem[] = [];
const nothing = () => undefined;

/** What the last test run of this step gave; before any, what the step declares that it gives. */
export const OutputPane = memo(function OutputPane({ source, record, tools, onPin, onUnpin }: OutputPaneProps) {
  const [look, setLook] = useState<DataLook>("tree");
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query);
  const { value } = source;
  return (
    <section aria-label="Output" className={`${styles.pane} ${styles.side}`}>
      <header className={styles.paneHead}>
        <h3>Output</h3>
        {record && (
          <Tag tone={record.status === "failed" ? "danger" : record.status === "succeeded" ? "ok" : "neutral"}>
            {record.sent ? "sent" : STATUS_WORDS[record.status]}
          </Tag>
        )}
        {record && record.milliseconds > 0 && <span className="text-11 text-ink-3">{formatDuration(record.milliseconds)}</span>}
        <span className="flex-1" />
        {onUnpin && (
          <IconButton size="sm" isOn label="Let go of the pinned output" aria-pressed onClick={onUnpin}>
            <PinOff size={14} aria-hidden />
          </IconButton>
        )}
        {onPin && (
          <IconButton size="sm" label="Pin this output: test runs take it instead of running the step" onClick={onPin}>
            <Pin size={14} aria-hidden />
          </IconButton>
        )}
      </header>
      {tools}
      <DataTools what="Output" look={look} onLook={setLook} query={query} onQuery={setQuery} />
      <div className={styles.scroll}>
        {record && (record.failure || record.note || record.effects.length > 0) && (
          <div className="flex flex-col gap-3 border-b border-line p-3">
            {record.failure && (
              <Note tone="danger">
                <b>{record.failure.message}</b>
                {record.failure.fix && <p className="mt-0.5">{record.failure.fix}</p>}
              </Note>
            )}
            {record.note && <p className="text-12 text-ink-2">{record.note}</p>}
            {record.effects.length > 0 && <EffectList effects={record.effects} />}
          </div>
        )}
        {value === undefined && source.shape.kind === "unknown" && (
          <EmptyState compact title="Not run yet">
            What this step gives is seen here after a test run. Effects are described, not done.
          </EmptyState>
        )}
        {(value !== undefined || source.shape.kind !== "unknown") && look === "tree" && (
          <SourceTree isStill label="What this step gives" sources={[source]} query={wanted} frames={NO_FRAMES} onLookAt={nothing} />
        )}
        {value !== undefined && look === "table" && (
          <div className={styles.tables}>
            <DataTables isStill value={value} path={source.path} query={wanted} />
          </div>
        )}
        {value !== undefined && look === "json" && (
          <div className="p-3">
            <JsonView value={value} label={source.path} />
          </div>
        )}
        {value === undefined && source.shape.kind !== "unknown" && look !== "tree" && (
          <p className="px-4 py-6 text-13 text-ink-3">Only the shape is known so far: the tree shows it. A test run brings values.</p>
        )}
      </div>
    </section>
  );
});

const STATUS_WORDS: Record<NonNullable<Live["record"]>["status"], string> = {
  succeeded: "succeeded",
  simulated: "described, not done",
  failed: "failed",
  waiting: "waits",
  skipped: "not reached",
};
