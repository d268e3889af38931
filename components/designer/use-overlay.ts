/** Where runs of the flow stand in this environment, shown over its steps while somebody wants to see it. */
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLiveMessages } from "#components/shell/live.tsx";
import { useTRPC } from "#components/trpc.tsx";
import type { LiveMessage, OverlayView, StepCounts } from "#server/app.ts";

/** However much happens, ms. */
const PAUSE_MS = 10_000;

export type OverlayRange = "24" | "168";
export type Overlay = {
  isOn: boolean;
  toggle: () => void;
  range: OverlayRange;
  setRange: (range: OverlayRange) => void;
  counts: ReadonlyMap<string, StepCounts>;
  /** how many runs stand at a step, by version; null while nothing was read */
  versions: OverlayView["versions"] | null;
  error: string | null;
};

const NONE: ReadonlyMap<string, StepCounts> = new Map();

export function useOverlay({ flow, environment }: { flow: string; environment: string }): Overlay {
  const trpc = useTRPC();
  const [isOn, setOn] = useState(false);
  const [range, setRange] = useState<OverlayRange>("24");
  // asked in its own time: run messages would make it read anew with every run that moves
  const query = useQuery(trpc.runs.overlay.queryOptions({ flow, environment, hours: Number(range) }, { enabled: false }));
  const { refetch } = query;
  const last = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const look = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    last.current = Date.now();
    void refetch();
  }, [refetch]);
  useEffect(() => {
    void range;
    if (isOn) look();
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [isOn, range, look]);
  const hear = useCallback(
    (message: LiveMessage) => {
      if (!isOn || timer.current !== undefined || message.kind !== "run" || message.flow !== flow || message.environment !== environment) return;
      timer.current = setTimeout(look, Math.max(0, last.current + PAUSE_MS - Date.now()));
    },
    [isOn, flow, environment, look],
  );
  useLiveMessages(hear);
  const toggle = useCallback(() => setOn((was) => !was), []);
  const counts = useMemo(() => (isOn && query.data ? new Map(query.data.steps.map((each) => [each.step, each])) : NONE), [isOn, query.data]);
  return {
    isOn,
    toggle,
    range,
    setRange,
    counts,
    versions: query.data?.versions ?? null,
    error: query.error?.message ?? null,
  };
}
