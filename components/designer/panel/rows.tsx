"use client";

import { Plus, X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { focusLater } from "../focus-later.ts";
import { usePanel } from "./panel-context.tsx";
import { EDITOR } from "./use-focus-field.ts";

/** Rows that can be added and taken away: fields, cases, facts. `children` draws one of them. */
export function Rows<T>({
  items,
  what,
  onChange,
  make,
  children,
}: {
  items: T[];
  what: string;
  onChange: (items: T[]) => void;
  make: () => T;
  children: (item: T, set: (item: T) => void, index: number) => ReactNode;
}) {
  const { canEdit } = usePanel();
  const list = useRef<HTMLDivElement>(null);
  const rowAt = (index: number) => list.current?.querySelectorAll(":scope > [data-row]")[index];
  const add = () => {
    onChange([...items, make()]);
    // the keyboard goes into the new one
    focusLater(() => rowAt(items.length)?.querySelector<HTMLElement>(EDITOR) ?? rowAt(items.length)?.querySelector("button"));
  };
  const remove = (index: number) => {
    onChange(items.filter((_, at) => at !== index));
    // the button is gone with its row: on to that of the next one, or of the one before
    focusLater(() => {
      if (rowAt(items.length - 1)) return null;
      const next = rowAt(Math.min(index, items.length - 2)) ?? list.current?.lastElementChild;
      return next?.querySelector<HTMLElement>("[data-remove] button") ?? next?.querySelector("button");
    });
  };
  return (
    <div ref={list} className="contents">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div key={index} data-row className="relative rounded-2 border border-line bg-surface-2 p-2 pr-8">
          {children(item, (next) => onChange(items.map((each, at) => (at === index ? next : each))), index)}
          <span data-remove className="absolute top-1 right-1">
            <IconButton size="sm" label={`Remove ${what} ${index + 1}`} disabled={!canEdit} onClick={() => remove(index)}>
              <X size={14} aria-hidden />
            </IconButton>
          </span>
        </div>
      ))}
      <div>
        <Button size="sm" icon={<Plus size={14} aria-hidden />} disabled={!canEdit} onClick={add}>
          Add {what}
        </Button>
      </div>
    </div>
  );
}
