"use client";

import type { ReactNode } from "react";
import { cx } from "#components/ui/cx.ts";
import { shown } from "../dialogs/effect-list.tsx";
import { usePanel } from "./panel-context.tsx";

/** A field among others. A bar marks one that would be another for the sample, with what stands in it now. */
export function FieldRow({ name, children }: { name: string; children: ReactNode }) {
  const { changed } = usePanel();
  const before = changed.get(name);
  return (
    <div className={cx("-mx-4 border-b border-line px-4 pb-2", before !== undefined && "shadow-[inset_2px_0_0_var(--accent)]")}>
      {children}
      {before !== undefined && (
        <p className="truncate text-right text-11 text-ink-3">
          changes, now <span className="font-mono">{shown(before)}</span>
        </p>
      )}
    </div>
  );
}
