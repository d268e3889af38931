"use client";

import { useOnViewportChange } from "@xyflow/react";
import { useEffect } from "react";
import { useSteady } from "#components/ui/use-steady.ts";
import { useZoomLevel } from "./zoom-level.tsx";

/** Tells the style sheet how far away the flow is, and while it moves, without drawing every step again. */
export function ViewState({ wrapper }: { wrapper: { current: HTMLDivElement | null } }) {
  const level = useZoomLevel();
  useEffect(() => {
    if (wrapper.current) wrapper.current.dataset.zoom = level;
  }, [level, wrapper]);
  const mark = (isMoving: boolean) => {
    if (wrapper.current) wrapper.current.dataset.moving = String(isMoving);
  };
  const onStart = useSteady(() => mark(true));
  const onEnd = useSteady(() => mark(false));
  useOnViewportChange({ onStart, onEnd });
  return null;
}
