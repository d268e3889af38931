"use client";

import { type KeyboardEvent, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Input } from "#components/ui/input.tsx";
import type { FunctionEntry } from "#flow/expression/reference/entry.ts";
import { FUNCTION_GROUPS, signatureOf } from "#flow/expression/reference/all.ts";
import styles from "./expression.module.css";

/** All functions with what they are for and with examples. Search, arrows, Enter: the call is written where the cursor was. */
export function FunctionReference({ onChoose, onClose }: { onChoose: (name: string) => void; onClose: () => void }) {
  const id = useId();
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const groups = FUNCTION_GROUPS.map((group) => ({ ...group, functions: group.functions.filter((each) => isLike(each, query)) })).filter(
    (group) => group.functions.length > 0,
  );
  const all = groups.flatMap((group) => group.functions);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = all.find((each) => each.name === chosen) ?? all[0];
  const optionOf = (name: string) => `${id}-${name.slice(1)}`;

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (event.key === "Enter" && shown) onChoose(shown.name);
    else if (step !== undefined && shown) {
      const next = all[Math.min(Math.max(all.indexOf(shown) + step, 0), all.length - 1)];
      if (next) {
        setChosen(next.name);
        list.current?.querySelector(`[id="${optionOf(next.name)}"]`)?.scrollIntoView({ block: "nearest" });
      }
    } else return;
    event.preventDefault();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Functions"
      description="Enter writes the call where the cursor was."
      initialFocus={search}
      wide
    >
      <Input
        ref={search}
        type="search"
        role="combobox"
        aria-label="Search functions"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={shown ? optionOf(shown.name) : undefined}
        placeholder="round, date, join texts …"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(null);
        }}
        onKeyDown={onKeyDown}
      />
      <div className={styles.reference}>
        <div ref={list} id={`${id}-list`} role="listbox" aria-label="Functions" className={styles.functions}>
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox, not of fields
            <div key={group.title} role="group" aria-label={group.title}>
              <div aria-hidden className={styles.group}>
                {group.title}
              </div>
              {group.functions.map((each) => (
                // biome-ignore lint/a11y/useFocusableInteractive: the search field keeps the focus and names the active option
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the search field
                <div
                  key={each.name}
                  id={optionOf(each.name)}
                  role="option"
                  aria-selected={each === shown}
                  className={cx(styles.function, each === shown && styles.chosen)}
                  onClick={() => setChosen(each.name)}
                  onDoubleClick={() => onChoose(each.name)}
                >
                  {each.name}
                </div>
              ))}
            </div>
          ))}
          {all.length === 0 && (
            <EmptyState compact title="No such function">
              Other words may find it: what it takes, or what it gives.
            </EmptyState>
          )}
        </div>
        {shown && <Entry entry={shown} />}
      </div>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
        <Button variant="primary" disabled={!shown} onClick={() => shown && onChoose(shown.name)}>
          Insert {shown?.name}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Entry({ entry }: { entry: FunctionEntry }) {
  return (
    <section aria-live="polite" aria-label={`About ${entry.name}`} className={styles.entry}>
      <h3 className="mono text-13 font-medium text-ink">{signatureOf(entry)}</h3>
      <p className="mt-0.5 text-12 text-ink-3">gives {entry.gives}</p>
      <p className="mt-2 text-13 text-ink-2">{entry.about}</p>
      <h4 className="mt-3 mb-1 text-12 font-medium text-ink-2">Examples</h4>
      <dl className={styles.examples}>
        {entry.examples.map((example) => (
          <div key={example.source}>
            <dt>{example.source}</dt>
            <dd>{example.gives === undefined ? "nothing" : JSON.stringify(example.gives)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** By name, by what it is for and by what it gives: every word must be found. */
function isLike(entry: FunctionEntry, query: string): boolean {
  const told = `${entry.name} ${entry.about} ${entry.gives} ${entry.parameters.map((each) => each.name).join(" ")}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => told.includes(word));
}
