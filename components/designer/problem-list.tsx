"use client";

import { OctagonX, TriangleAlert } from "lucide-react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { keyed } from "#components/ui/keyed.ts";
import type { FlowDocument } from "#flow/document.ts";
import { stepName } from "#flow/edit.ts";
import { placeOf } from "#flow/nested.ts";
import type { Problem } from "#flow/problem.ts";
import styles from "./designer.module.css";

/** What keeps the flow from being published, then what should be thought about. Each leads to its step and field. */
export function ProblemList({ problems, document, onSelect }: { problems: readonly Problem[]; document: FlowDocument; onSelect: (problem: Problem) => void }) {
  if (problems.length === 0)
    return (
      <EmptyState compact title="No problems">
        This draft can be published.
      </EmptyState>
    );
  const sorted = problems.toSorted((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  return (
    <ul className={styles.problemList} aria-label="Problems">
      {keyed(sorted, (problem) => `${problem.code} ${problem.step} ${problem.field} ${problem.message}`).map(({ key, item }) => {
        const step = item.step === null ? undefined : placeOf(document, item.step)?.step;
        return (
          <li key={key}>
            <button type="button" className={styles.problem} onClick={() => onSelect(item)}>
              {item.severity === "error" ? (
                <OctagonX size={14} strokeWidth={2} className="text-technical" aria-label="Error" />
              ) : (
                <TriangleAlert size={14} strokeWidth={2} className="text-warn" aria-label="Warning" />
              )}
              <span className="min-w-0 truncate">
                <b>{step ? stepName(step) : "The flow"}</b>
                {item.field && <span className="mono text-ink-3"> {item.field}</span>}
              </span>
              <span>
                <span className="text-ink">{item.message}</span> {item.fix}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
