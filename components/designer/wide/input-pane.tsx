"use client";

import { memo, type ReactNode, useDeferredValue, useState } from "react";
import { JsonView } from "#components/ui/json-view.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { FrameItem } from "../panel/use-live.ts";
import { DataTables } from "./data-tables.tsx";
import { type DataLook, DataTools } from "./data-tools.tsx";
import { FrameSteppers } from "./frame-steppers.tsx";
import { SourceTree } from "./source-tree.tsx";
import { ORIGIN_WORDS, type Source } from "./sources.ts";
import styles from "./wide.module.css";

type InputPaneProps = { sources: readonly Source[]; frames: readonly FrameItem[]; onLookAt: (frame: string, at: number) => void; sample: ReactNode };

/** What the step sees, and where each part of it comes from. Drawn again when that changes, not while settings are typed. */
export const InputPane = memo(function InputPane({ sources, frames, onLookAt, sample }: InputPaneProps) {
  const [look, setLook] = useState<DataLook>("tree");
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query);
  return (
    <section aria-label="Input" className={`${styles.pane} ${styles.side}`}>
      <header className={styles.paneHead}>
        <h3>Input</h3>
        <span className="flex-1" />
        {sample}
      </header>
      <DataTools what="Input" look={look} onLook={setLook} query={query} onQuery={setQuery} />
      <FrameSteppers frames={frames} onLookAt={onLookAt} />
      <div className={styles.scroll}>
        {look === "tree" && <SourceTree sources={sources} query={wanted} frames={frames} onLookAt={onLookAt} />}
        {look !== "tree" && (
          <div className={styles.tables}>
            {sources.map((source) => (
              <section key={source.path} aria-label={source.title} className="flex min-w-0 flex-col gap-1.5">
                <h4 className="flex items-center gap-2 text-13 font-medium">
                  {source.type && <StepTile type={source.type} size="sm" />}
                  <span className="min-w-0 truncate">{source.title}</span>
                  <span className="mono text-11 font-normal text-ink-3">{source.path}</span>
                  <Tag>{ORIGIN_WORDS[source.origin]}</Tag>
                </h4>
                {source.value === undefined ? (
                  <p className="text-12 text-ink-3">No value yet: choose a sample, or run the flow up to here.</p>
                ) : look === "table" ? (
                  <DataTables value={source.value} path={source.path} query={wanted} />
                ) : (
                  <JsonView value={source.value} label={source.path} />
                )}
              </section>
            ))}
          </div>
        )}
      </div>
    </section>
  );
});
