"use client";

import { Minus, PencilLine, Plus } from "lucide-react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { FlowChange } from "#flow/compare.ts";
import { shownValue } from "./words.ts";
import styles from "./designer.module.css";

const ICONS = { added: Plus, removed: Minus, changed: PencilLine };
const WORDS = { added: "Added", removed: "Removed", changed: "Changed" };

/** What differs between two states of a flow, step by step and field by field. */
export function ChangeList({ changes, empty }: { changes: readonly FlowChange[]; empty: string }) {
  if (changes.length === 0) return <EmptyState compact title={empty} />;
  return (
    <ul>
      {changes.map((change) => {
        const Icon = ICONS[change.kind];
        return (
          <li key={`${change.what} ${change.kind} ${change.id}`} className={styles.change}>
            <span className="flex items-center gap-2">
              <Icon size={14} aria-hidden className="shrink-0 text-ink-3" />
              <span className="text-ink-3">
                {WORDS[change.kind]} {change.what === "flow" ? "setting" : change.what}
              </span>
              <b className="min-w-0 truncate">{change.title}</b>
            </span>
            {change.fields.length > 0 && (
              <dl className="mt-1 ml-[22px] grid grid-cols-[minmax(80px,160px)_minmax(0,1fr)_minmax(0,1fr)] gap-x-3 gap-y-0.5">
                {change.fields.slice(0, 12).map((field) => (
                  <div key={field.path} className="contents">
                    <dt className="mono truncate text-ink-3">{field.path}</dt>
                    <dd className="mono truncate text-(--diff-before)">
                      <span className="sr-only">before: </span>
                      {shownValue(field.before)}
                    </dd>
                    <dd className="mono truncate text-(--diff-after)">
                      <span className="sr-only">after: </span>
                      {shownValue(field.after)}
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        );
      })}
    </ul>
  );
}
