"use client";

import { WifiOff } from "lucide-react";
import { formatTime } from "#components/ui/format.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { useLive } from "./live.tsx";

/** Says when the page no longer hears what happens. Nothing is shown while all is well. */
export function LiveNote({ compact = false }: { compact?: boolean }) {
  const { status, since } = useLive();
  if (status !== "lost" || !since) return <span role="alert" className="sr-only" />;
  const text = `Live updates lost at ${formatTime(since)}. Trying to reconnect; what you see may be older.`;
  if (compact)
    return (
      <Tooltip text={text} side="right">
        <button type="button" aria-label={text} className="grid size-[34px] place-items-center rounded-2 text-warn">
          <WifiOff size={16} aria-hidden />
          <span role="alert" className="sr-only">
            {text}
          </span>
        </button>
      </Tooltip>
    );
  return (
    <p role="alert" className="mb-1.5 flex gap-2 rounded-2 bg-warn-bg px-2 py-1.5 text-11 text-warn-text shadow-[inset_0_0_0_1px_var(--warn-line)]">
      <WifiOff size={14} aria-hidden className="mt-px shrink-0 text-warn" />
      {text}
    </p>
  );
}
