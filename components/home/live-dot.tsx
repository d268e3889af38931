"use client";

import { useLive } from "#components/shell/live.tsx";
import { formatTime } from "#components/ui/format.ts";

/** Live, and of when; the dot goes when the page no longer hears what happens. */
export function LiveDot({ updatedAt }: { updatedAt: number | null }) {
  const { status } = useLive();
  if (updatedAt === null) return null;
  const at = formatTime(new Date(updatedAt).toISOString());
  if (status !== "live") return <span className="tabular-nums">as of {at}</span>;
  return (
    <>
      <span aria-hidden className="size-[7px] rounded-full bg-succeeded" />
      <span className="tabular-nums">Live, updated {at}</span>
    </>
  );
}
