"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { FrameItem } from "../panel/use-live.ts";

/** Which item of each for each around the step is looked at: live values, input and output are those of this one. */
export function FrameSteppers({ frames, onLookAt }: { frames: readonly FrameItem[]; onLookAt: (frame: string, at: number) => void }) {
  return frames.map(({ frame, name, at, of }) => (
    <section key={frame} aria-label={`Item of ${name}`} className="flex shrink-0 items-center gap-1 border-b border-line px-3 py-1 text-12 text-ink-2">
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <IconButton size="sm" label={`Item before, of ${name}`} disabled={at === 0} onClick={() => onLookAt(frame, at - 1)}>
        <ChevronLeft size={14} aria-hidden />
      </IconButton>
      <span aria-live="polite" className="tabular-nums">
        {at + 1} of {of}
      </span>
      <IconButton size="sm" label={`Next item of ${name}`} disabled={at >= of - 1} onClick={() => onLookAt(frame, at + 1)}>
        <ChevronRight size={14} aria-hidden />
      </IconButton>
    </section>
  ));
}
