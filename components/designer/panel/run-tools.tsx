"use client";

import { Play, StepForward } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { BlockedNote } from "../dialogs/test-run-bar.tsx";
import type { Blocked, RunPart } from "../run-part.ts";
import type { Live } from "./use-live.ts";

type RunToolsProps = {
  isRunning: boolean;
  blocked: Blocked | null;
  onRunThis: () => void;
  onRunUpTo: () => void;
};

/** The two ways to run a step, and what it lacks where it could not run by itself. */
export function RunTools({ isRunning, blocked, onRunThis, onRunUpTo }: RunToolsProps) {
  return (
    <div className="flex flex-col gap-2 border-b border-line p-3">
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          icon={<Play size={14} aria-hidden />}
          disabled={isRunning}
          onClick={onRunThis}
          title="With what the steps before it gave (Ctrl Shift Enter)"
        >
          Run this step
        </Button>
        <Button
          size="sm"
          icon={<StepForward size={14} aria-hidden />}
          loading={isRunning}
          onClick={onRunUpTo}
          title="The flow from its trigger up to this step"
        >
          Run up to here
        </Button>
      </div>
      {blocked && <BlockedNote blocked={blocked} onRunUpTo={onRunUpTo} />}
    </div>
  );
}

/** A run of this step alone: over what the panel knows of the steps before it, and inside a for each with the item that is looked at. */
export function partAlone(step: string, live: Live): RunPart {
  const { item, before } = live;
  if (item === undefined) return { kind: "only", step, ...(before === null ? {} : { pins: before }) };
  const pins = Object.fromEntries(Object.entries(live.steps).map(([id, output]) => [id, { port: "out", output }]));
  return { kind: "only", step, pins, item: { ...item, ...(live.path === undefined ? {} : { path: live.path }) } };
}
