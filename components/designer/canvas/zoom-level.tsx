"use client";

import { useStore } from "@xyflow/react";
import { createContext, type ReactNode, useContext, useDeferredValue } from "react";

/** How far away the flow is: everything, names alone, tiles, or their colours alone. */
export type ZoomLevel = "near" | "mid" | "far" | "dots";

const DOTS = 0.32;
const FAR = 0.4;
const MID = 0.6;

const levelAt = (zoom: number): ZoomLevel => (zoom < DOTS ? "dots" : zoom < FAR ? "far" : zoom < MID ? "mid" : "near");

export function useZoomLevel(): ZoomLevel {
  return useStore((state) => levelAt(state.transform[2]));
}

const Context = createContext(false);

/** Far away a step is a tile and a line is one among many: what nobody could read or hit is not in the page. */
export const useIsFar = () => useContext(Context);

export function FarProvider({ children }: { children: ReactNode }) {
  const isFar = useStore((state) => state.transform[2] < FAR);
  // steps are drawn in full between the frames of the gesture that comes nearer, not in one of them
  const wasFar = useDeferredValue(isFar);
  return <Context value={isFar || wasFar}>{children}</Context>;
}
