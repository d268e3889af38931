"use client";

import { Minus, PencilLine, Plus } from "lucide-react";
import { cx } from "#components/ui/cx.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { FlowChange } from "#flow/compare.ts";
import { shownValue } from "./words.ts";
import styles from "./designer.module.css";
import marks from "./change-list.module.css";

const ICONS = { added: Plus, removed: Minus, changed: PencilLine };
const WORDS = { added: "Added", removed: "Removed", changed: "Changed" };
const MOST_FIELDS = 12;

export const changeKey = (change: FlowChange): string => `${change.kind} ${change.what} ${change.id}`;

/** What differs between two states of a flow, step by step and field by field. */
export function ChangeList({
  changes,
  empty,
  selected = null,
  onSelect,
  authorsOf,
}: {
  changes: readonly FlowChange[];
  empty: string;
  selected?: FlowChange | null;
  /** shows where a change is */
  onSelect?: (change: FlowChange) => void;
  /** who made it, where that is known */
  authorsOf?: (change: FlowChange) => readonly string[];
}) {
  if (changes.length === 0) return <EmptyState compact title={empty} />;
  return (
    <ul>
      {changes.map((change) => {
        const isSelected = selected !== null && changeKey(selected) === changeKey(change);
        const by = authorsOf?.(change) ?? [];
        return (
          <li key={changeKey(change)} className={cx(styles.change, isSelected && marks.selected)}>
            {onSelect ? (
              <button type="button" aria-pressed={isSelected} className={marks.head} onClick={() => onSelect(change)}>
                <Head change={change} by={by} />
              </button>
            ) : (
              <span className={marks.head}>
                <Head change={change} by={by} />
              </span>
            )}
            {change.fields.length > 0 && <Fields change={change} />}
          </li>
        );
      })}
    </ul>
  );
}

function Head({ change, by }: { change: FlowChange; by: readonly string[] }) {
  const Icon = ICONS[change.kind];
  return (
    <>
      <Icon size={14} aria-hidden data-kind={change.kind} className={marks.icon} />
      <span className="shrink-0 text-ink-3">
        {WORDS[change.kind]} {change.what === "flow" ? "settings" : change.what}
      </span>
      <b className="min-w-0 truncate">{change.title}</b>
      {change.frame && <span className="mono shrink-0 text-ink-3">in {change.frame}</span>}
      {by.length > 0 && <span className="ml-auto shrink-0 pl-2 text-ink-3">{by.join(", ")}</span>}
    </>
  );
}

function Fields({ change }: { change: FlowChange }) {
  return (
    <table className={marks.fields}>
      <caption className="sr-only">Fields of {change.title}</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {change.fields.slice(0, MOST_FIELDS).map((field) => (
          <tr key={field.path}>
            <th scope="row" className="mono text-ink-3">
              {field.path}
            </th>
            <td className="mono text-(--diff-before)">{shownValue(field.before)}</td>
            <td className="mono text-(--diff-after)">{shownValue(field.after)}</td>
          </tr>
        ))}
      </tbody>
      {change.fields.length > MOST_FIELDS && (
        <tfoot>
          <tr>
            <td colSpan={3} className="text-ink-3">
              and {change.fields.length - MOST_FIELDS} more fields
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
