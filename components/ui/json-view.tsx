"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { Json } from "#flow/document.ts";
import { CopyButton } from "./copy-button.tsx";

/** Values deeper or longer than this start folded, so that a large payload opens at once. */
const OPEN_DEPTH = 3;
const OPEN_ENTRIES = 60;

/** A payload to read: highlighted, folding, with a copy of the whole. */
export function JsonView({ value, label }: { value: Json; label: string }) {
  return (
    <div className="group relative rounded-2 bg-surface-3">
      <div className="absolute top-1 right-1 z-10 rounded-2 bg-surface-3 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
        <CopyButton text={JSON.stringify(value, null, 2)} what={label.toLowerCase()} />
      </div>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by the keyboard
        tabIndex={0}
        className="max-h-[520px] overflow-auto rounded-2 px-2.5 py-2 font-mono text-[11.5px]/[18px] tracking-[-.01em] text-ink-2 focus-visible:shadow-(--focus-inset)"
      >
        <Value value={value} depth={0} tail="" />
      </section>
    </div>
  );
}

function Value({ value, depth, tail, name }: { value: Json | undefined; depth: number; tail: string; name?: string }) {
  const head = name === undefined ? null : <Name name={name} />;
  if (Array.isArray(value))
    return <Branch head={head} depth={depth} open="[" close="]" tail={tail} entries={value.map((entry) => ({ name: undefined, value: entry }))} />;
  if (value !== null && typeof value === "object")
    return (
      <Branch head={head} depth={depth} open="{" close="}" tail={tail} entries={Object.entries(value).map(([key, entry]) => ({ name: key, value: entry }))} />
    );
  return (
    <div className="pl-4 break-words whitespace-pre-wrap">
      {head}
      <Leaf value={value} />
      {tail}
    </div>
  );
}

type BranchProps = {
  head: React.ReactNode;
  depth: number;
  open: string;
  close: string;
  tail: string;
  entries: { name: string | undefined; value: Json | undefined }[];
};

function Branch({ head, depth, open, close, tail, entries }: BranchProps) {
  const [isOpen, setOpen] = useState(depth < OPEN_DEPTH && entries.length <= OPEN_ENTRIES);
  const [shown, setShown] = useState(OPEN_ENTRIES * 4);
  if (entries.length === 0)
    return (
      <div className="pl-4">
        {head}
        {open}
        {close}
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
          {open}
          {!isOpen && (
            <>
              <span className="text-ink-3">
                {" "}
                {entries.length} {open === "[" ? (entries.length === 1 ? "entry" : "entries") : entries.length === 1 ? "key" : "keys"}{" "}
              </span>
              {close}
              {tail}
            </>
          )}
        </span>
      </button>
      {isOpen && (
        <>
          <div className="ml-[7px] border-l border-line-strong/60 pl-[5px]">
            {entries.slice(0, shown).map((entry, index) => (
              <Value key={entry.name ?? index} name={entry.name} value={entry.value} depth={depth + 1} tail={index < entries.length - 1 ? "," : ""} />
            ))}
            {entries.length > shown && (
              <button type="button" className="pl-4 text-accent-text hover:underline" onClick={() => setShown(shown + OPEN_ENTRIES * 10)}>
                Show {Math.min(entries.length - shown, OPEN_ENTRIES * 10)} more of {entries.length}
              </button>
            )}
          </div>
          <div className="pl-4">
            {close}
            {tail}
          </div>
        </>
      )}
    </div>
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
  if (typeof value === "string") return <span className="text-succeeded-text">{JSON.stringify(value)}</span>;
  if (typeof value === "number") return <span className="text-business-text">{String(value)}</span>;
  return <span className="text-accent-text">{value === undefined ? "not set" : String(value)}</span>;
}
