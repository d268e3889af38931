"use client";

import { ChevronDown, ChevronUp, Group, StickyNote, X } from "lucide-react";
import { type KeyboardEvent, type Ref, useDeferredValue, useImperativeHandle, useMemo, useRef, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { type Found, findIn } from "#flow/find.ts";
import { useKeyWords } from "../commands/key-hints.tsx";
import { useDesignerState } from "../context.tsx";
import styles from "./find.module.css";

export type FindHandle = { focus: () => void; go: (by: 1 | -1) => void };

const WHERE: Record<Found["where"], string> = {
  name: "name",
  id: "id",
  type: "type",
  setting: "setting",
  expression: "expression",
  notes: "notes",
  text: "text",
};

/** Finds words in the whole flow. Enter goes to what is found, F3 to the next one; the list stays until it is closed. */
export function FindPanel({ ref, onGo, onClose }: { ref: Ref<FindHandle>; onGo: (found: Found) => void; onClose: () => void }) {
  const whole = useDesignerState((state) => state.whole);
  const keyOf = useKeyWords();
  const [search, setSearch] = useState("");
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const deferred = useDeferredValue(search);
  const { found, isMore } = useMemo(() => findIn(whole, deferred), [whole, deferred]);
  const current = Math.min(at, Math.max(0, found.length - 1));

  const show = (index: number) => {
    setAt(index);
    requestAnimationFrame(() => list.current?.children[index]?.scrollIntoView({ block: "nearest" }));
  };
  const go = (index: number) => {
    const next = found.length === 0 ? 0 : (index + found.length) % found.length;
    show(next);
    const hit = found[next];
    if (hit) onGo(hit);
  };
  useImperativeHandle(ref, () => ({
    focus: () => {
      input.current?.focus();
      input.current?.select();
    },
    go: (by) => go(current + by),
  }));
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0 && found.length > 0) show((current + by + found.length) % found.length);
    else if (event.key === "Enter") go(event.shiftKey ? current - 1 : current);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <search className={styles.panel} data-own-keys aria-label="Find in the flow" onKeyDown={onKeyDown}>
      <div className={styles.head}>
        <input
          ref={input}
          // biome-ignore lint/a11y/noAutofocus: it was asked for by a key
          autoFocus
          type="text"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls="found"
          aria-activedescendant={found.length > 0 ? `found-${current}` : undefined}
          aria-label="Find"
          placeholder="Find in steps, settings and expressions"
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setAt(0);
          }}
        />
        <span role="status" className={styles.count}>
          {search.trim() === "" ? "" : found.length === 0 ? "nothing" : `${current + 1} of ${found.length}${isMore ? "+" : ""}`}
        </span>
        <IconButton label="The one before" shortcut={keyOf("find.previous")} size="sm" disabled={found.length === 0} onClick={() => go(current - 1)}>
          <ChevronUp size={14} aria-hidden />
        </IconButton>
        <IconButton label="The next one" shortcut={keyOf("find.next")} size="sm" disabled={found.length === 0} onClick={() => go(current + 1)}>
          <ChevronDown size={14} aria-hidden />
        </IconButton>
        <IconButton label="Close" shortcut="Esc" size="sm" onClick={onClose}>
          <X size={14} aria-hidden />
        </IconButton>
      </div>
      {found.length > 0 && (
        <div ref={list} id="found" role="listbox" aria-label="Found" className={styles.list}>
          {found.map((hit, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys, as in every combobox
            // biome-ignore lint/a11y/useFocusableInteractive: the same
            <div
              key={`${hit.what} ${hit.id} ${hit.where} ${hit.path} ${hit.from}`}
              id={`found-${index}`}
              role="option"
              aria-selected={index === current}
              className={cx(styles.hit, index === current && styles.on)}
              onClick={() => go(index)}
            >
              {hit.what === "step" ? (
                <StepTile type={hit.type ?? ""} size="sm" />
              ) : (
                <span className={styles.icon}>{hit.what === "note" ? <StickyNote size={14} aria-hidden /> : <Group size={14} aria-hidden />}</span>
              )}
              <span className={styles.words}>
                <span className={styles.title}>
                  {hit.title} <span className={styles.where}>{hit.path ?? WHERE[hit.where]}</span>
                </span>
                <span className={styles.text}>
                  {hit.text.slice(0, hit.from)}
                  <mark>{hit.text.slice(hit.from, hit.to)}</mark>
                  {hit.text.slice(hit.to)}
                </span>
              </span>
            </div>
          ))}
        </div>
      )}
    </search>
  );
}
