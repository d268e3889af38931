"use client";

import Link from "next/link";
import { formatPlural } from "#components/ui/format.ts";
import { RunStatusIcon, type RunState } from "#components/ui/run-status.tsx";
import type { StepCounts } from "#server/app.ts";
import { useDesigner } from "../context.tsx";
import styles from "./overlay-chips.module.css";

const CHIPS = [
  { key: "running", state: "running", status: "running,queued", words: "running" },
  { key: "waiting", state: "waiting", status: "waiting", words: "waiting" },
  { key: "parked", state: "parked", status: "parked", words: "parked" },
  { key: "failed", state: "technical", status: "technical,business", words: "failed" },
] as const satisfies readonly { key: Exclude<keyof StepCounts, "step">; state: RunState; status: string; words: string }[];

/** How many runs stand at a step; each leads to them. */
export function OverlayChips({ counts, name }: { counts: StepCounts; name: string }) {
  const { environment, flow } = useDesigner();
  return (
    <span className={`${styles.chips} nodrag nopan`}>
      {CHIPS.filter(({ key }) => counts[key] > 0).map(({ key, state, status, words }) => (
        <Link
          key={key}
          tabIndex={-1}
          className={styles.chip}
          href={`/${environment}/runs?flow=${encodeURIComponent(flow)}&step=${encodeURIComponent(counts.step)}&status=${status}&range=7d`}
          aria-label={`${formatPlural(counts[key], "run")} ${words} at ${name}`}
          title={`${formatPlural(counts[key], "run")} ${words}`}
          onClick={(event) => event.stopPropagation()}
        >
          <RunStatusIcon state={state} />
          {counts[key]}
        </Link>
      ))}
    </span>
  );
}
