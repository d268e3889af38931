"use client";

import { OctagonX, TriangleAlert, Wrench } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { keyed } from "#components/ui/keyed.ts";
import { Segmented } from "#components/ui/segmented.tsx";
import type { FlowDocument } from "#flow/document.ts";
import { stepName } from "#flow/edit.ts";
import { placeOf } from "#flow/nested.ts";
import type { Problem } from "#flow/problem.ts";
import { problemGroups } from "./problem-order.ts";
import { Unchecked } from "./unchecked.tsx";
import type { Checking } from "./use-problems.ts";
import { WaysOut } from "./panel/ways-out.tsx";
import styles from "./problem-list.module.css";

type Shown = "all" | "errors" | "warnings";

/** What keeps the flow from being published, then what should be thought about, step by step. Each leads to its field; where there is no doubt, it is put right here. */
export function ProblemList({
  problems,
  checking,
  document,
  onSelect,
  onRepair,
}: {
  problems: readonly Problem[];
  checking: Checking;
  document: FlowDocument;
  onSelect: (problem: Problem) => void;
  /** null: the flow may only be looked at */
  onRepair: ((problem: Problem) => void) | null;
}) {
  const [shown, setShown] = useState<Shown>("all");
  const errors = problems.filter((problem) => problem.severity === "error");
  const warnings = problems.filter((problem) => problem.severity === "warning");
  if (checking.kind === "failed" && problems.length === 0)
    return (
      <div className="p-3">
        <Unchecked again={checking.again} />
      </div>
    );
  if (problems.length === 0)
    return checking.kind === "looking" ? (
      <EmptyState compact title="Checking this flow" />
    ) : (
      <EmptyState compact title="No problems">
        This draft can be published.
      </EmptyState>
    );
  const groups = problemGroups(shown === "errors" ? errors : shown === "warnings" ? warnings : problems);
  return (
    <div className={styles.list}>
      {checking.kind === "failed" && <Unchecked again={checking.again} found className="m-3" />}
      <div className={styles.head}>
        <Segmented<Shown>
          label="Which problems"
          value={shown}
          onChange={setShown}
          options={[
            { value: "all", label: `All ${problems.length}` },
            { value: "errors", label: formatPlural(errors.length, "error") },
            { value: "warnings", label: formatPlural(warnings.length, "warning") },
          ]}
        />
        <span className={styles.hint}>
          <kbd>F8</kbd> next, <kbd>Shift F8</kbd> previous
        </span>
      </div>
      {groups.length === 0 && <p className={styles.none}>{shown === "errors" ? "No errors: this draft can be published." : "No warnings."}</p>}
      {groups.map((group) => {
        const step = group.step === null ? undefined : placeOf(document, group.step)?.step;
        const title = step ? stepName(step) : "The flow";
        return (
          <section key={group.step ?? ""} aria-label={`Problems of ${title}`}>
            <h3 className={styles.title}>{title}</h3>
            <ul>
              {keyed(group.problems, (problem) => `${problem.code} ${problem.field} ${problem.message}`).map(({ key, item }) => (
                <li key={key} className={styles.row}>
                  <button type="button" className={styles.problem} onClick={() => onSelect(item)}>
                    {item.severity === "error" ? (
                      <OctagonX size={14} strokeWidth={2} className="text-technical" aria-label="Error" />
                    ) : (
                      <TriangleAlert size={14} strokeWidth={2} className="text-warn" aria-label="Warning" />
                    )}
                    <span>
                      <span className="text-ink">{item.message}</span> {item.fix}
                      {item.field && <span className={styles.field}> {item.field}</span>}
                    </span>
                  </button>
                  {item.ways && <WaysOut step={item.step} ways={item.ways} />}
                  {item.repair && onRepair && (
                    <Button size="sm" icon={<Wrench size={14} aria-hidden />} aria-label={`Fix: ${item.message}`} onClick={() => onRepair(item)}>
                      Fix
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
