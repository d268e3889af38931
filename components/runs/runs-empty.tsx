"use client";

import { SearchX } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import type { Droppable, RunFilters } from "./run-filters.ts";
import empty from "#components/ui/empty-pane.module.css";
import styles from "./runs-empty.module.css";

export function NoRuns({ droppable, onDrop }: { droppable: Droppable[]; onDrop: (filters: RunFilters) => void }) {
  return (
    <div className={empty.pane} role="status">
      <SearchX size={28} strokeWidth={1.5} aria-hidden />
      <h2>No run matches</h2>
      <p>{droppable.length > 0 ? "Drop a filter to see more:" : "When a trigger accepts something, its run appears here at once."}</p>
      <div className={styles.drops}>
        {droppable.map((filter) => (
          <Button key={filter.label} size="sm" onClick={() => onDrop(filter.without)}>
            Drop {filter.label}
          </Button>
        ))}
      </div>
    </div>
  );
}

export function RunsFailed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <div className={empty.pane} role="alert">
      <h2>The runs could not be read</h2>
      <p>{message}</p>
      <Button onClick={onRetry}>Read again</Button>
    </div>
  );
}
