"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { Json } from "#flow/document.ts";
import { CopyButton } from "./copy-button.tsx";
import { formatCount, formatPlural } from "./format.ts";

/** Values deeper or longer than this start folded, and further up where it would be more rows in all, so that a large payload opens at once. */
const OPEN_DEPTH = 3;
const OPEN_ENTRIES = 60;
const OPEN_ROWS = 1_000;
/** Of a long text, as much at a time. */
const TEXT = 10_000;

/** A payload to read: highlighted, folding, with a copy of the whole. */
export function JsonView({ value, label }: { value: Json; label: string }) {
  return (
    <div className="group relative rounded-2 bg-surface-3">
      <div className="absolute top-1 right-1 z-10 rounded-2 bg-surface-3 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
        <CopyButton text={() => JSON.stringify(value, null, 2)} what={label.toLowerCase()} />
      </div>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by the keyboard
        tabIndex={0}
        className="max-h-[520px] overflow-auto rounded-2 px-2.5 py-2 font-mono text-[11.5px]/[18px] tracking-[-.01em] text-ink-2 focus-visible:shadow-(--focus-inset)"
      >
        <Value value={value} open={openDepth(value)} tail="" />
      </section>
    </div>
  );
}

function Value({ value, open, tail, name }: { value: Json | undefined; open: number; tail: string; name?: string | undefined }) {
  const head = name === undefined ? null : <Name name={name} />;
  if (isInner(value)) return <Branch head={head} open={open} tail={tail} value={value} />;
  return (
    <div className="pl-4 break-words whitespace-pre-wrap">
      {head}
      <Leaf value={value} />
      {tail}
    </div>
  );
}

type Inner = Extract<Json, object>;

/** How many levels start open. */
function openDepth(value: Json): number {
  let depth = OPEN_DEPTH;
  while (depth > 1 && rowsOf(value, depth) > OPEN_ROWS) depth -= 1;
  return depth;
}

/** Counted no further than it matters. */
function rowsOf(value: Json | undefined, depth: number): number {
  if (depth === 0 || !isInner(value)) return 1;
  const length = lengthOf(value);
  if (length > OPEN_ENTRIES) return 1;
  let rows = 1;
  for (const entry of entriesOf(value, length)) {
    rows += rowsOf(entry.value, depth - 1);
    if (rows > OPEN_ROWS) break;
  }
  return rows;
}

function isInner(value: Json | undefined): value is Inner {
  return value !== null && typeof value === "object";
}

function lengthOf(value: Inner): number {
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

function entriesOf(value: Inner, count: number): { name?: string; value: Json | undefined }[] {
  if (Array.isArray(value)) return value.slice(0, count).map((entry) => ({ value: entry }));
  return Object.keys(value)
    .slice(0, count)
    .map((name) => ({ name, value: value[name] }));
}

function Branch({ head, value, open, tail }: { head: React.ReactNode; value: Inner; open: number; tail: string }) {
  const length = lengthOf(value);
  const [first, last] = Array.isArray(value) ? "[]" : "{}";
  const [isOpen, setOpen] = useState(open > 0 && length <= OPEN_ENTRIES);
  const [shown, setShown] = useState(OPEN_ENTRIES * 4);
  if (length === 0)
    return (
      <div className="pl-4">
        {head}
        {first}
        {last}
        {tail}
      </div>
    );
  return (
    <div>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="flex w-full items-start rounded-1 text-left hover:bg-line/60">
        <span className="grid h-[18px] w-4 shrink-0 place-items-center text-ink-3">
          {isOpen ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />}
        </span>
        <span>
          {head}
          {first}
          {!isOpen && (
            <>
              <span className="text-ink-3"> {Array.isArray(value) ? formatPlural(length, "entry", "entries") : formatPlural(length, "key")} </span>
              {last}
              {tail}
            </>
          )}
        </span>
      </button>
      {isOpen && (
        <>
          <div className="ml-[7px] border-l border-line-strong/60 pl-[5px]">
            {entriesOf(value, shown).map((entry, index) => (
              <Value key={entry.name ?? index} name={entry.name} value={entry.value} open={open - 1} tail={index < length - 1 ? "," : ""} />
            ))}
            {length > shown && (
              <div className="pl-4">
                <More left={length - shown} of={formatCount(length)} step={OPEN_ENTRIES * 10} onMore={(more) => setShown(shown + more)} />
              </div>
            )}
          </div>
          <div className="pl-4">
            {last}
            {tail}
          </div>
        </>
      )}
    </div>
  );
}

function More({ left, of, step, onMore }: { left: number; of: string; step: number; onMore: (more: number) => void }) {
  return (
    <button type="button" className="text-accent-text hover:underline" onClick={() => onMore(step)}>
      Show {formatCount(Math.min(left, step))} more of {of}
    </button>
  );
}

function Name({ name }: { name: string }) {
  return (
    <>
      <span className="text-(--c-transform)">{JSON.stringify(name)}</span>
      {": "}
    </>
  );
}

function Leaf({ value }: { value: Json | undefined }) {
  if (typeof value === "string") return <Text text={value} />;
  if (typeof value === "number") return <span className="text-business-text">{String(value)}</span>;
  return <span className="text-accent-text">{value === undefined ? "not set" : String(value)}</span>;
}

function Text({ text }: { text: string }) {
  const [shown, setShown] = useState(TEXT);
  if (text.length <= shown) return <span className="text-succeeded-text">{JSON.stringify(text)}</span>;
  return (
    <>
      <span className="text-succeeded-text">{JSON.stringify(text.slice(0, shown)).slice(0, -1)}…</span>{" "}
      <More left={text.length - shown} of={`${formatCount(text.length)} characters`} step={TEXT * 10} onMore={(more) => setShown(shown + more)} />
    </>
  );
}
