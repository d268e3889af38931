"use client";

import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { usePanel } from "./panel-context.tsx";

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
  return (
    <>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div key={index} className="relative rounded-2 border border-line bg-surface-2 p-2 pr-8">
          {children(item, (next) => onChange(items.map((each, at) => (at === index ? next : each))), index)}
          <span className="absolute top-1 right-1">
            <IconButton size="sm" label={`Remove ${what} ${index + 1}`} disabled={!canEdit} onClick={() => onChange(items.filter((_, at) => at !== index))}>
              <X size={14} aria-hidden />
            </IconButton>
          </span>
        </div>
      ))}
      <div>
        <Button size="sm" icon={<Plus size={14} aria-hidden />} disabled={!canEdit} onClick={() => onChange([...items, make()])}>
          Add {what}
        </Button>
      </div>
    </>
  );
}
