import type { ReactNode } from "react";

/** Floats over the foot of a list while rows are selected: count, primary action, the rest. */
export function ActionBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div
      role="toolbar"
      aria-label={label}
      className="absolute bottom-3 left-1/2 z-20 flex max-w-[calc(100%-24px)] -translate-x-1/2 flex-wrap items-center gap-2 rounded-4 border border-line bg-raised px-4 py-2 text-13 text-ink shadow-3"
    >
      {children}
    </div>
  );
}
