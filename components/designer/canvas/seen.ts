"use client";

/**
 * What of a flow the canvas holds. The library looks through everything that it is given whenever something changes: of a thousand steps it gets those
 * that are seen, and some way around them, so that what comes into view is there already.
 */
import { useStore } from "@xyflow/react";
import { useState } from "react";
import { seenPart } from "./map-picture.ts";
import type { Box } from "./route.ts";

/** everything, in a flow so small that there is nothing to save */
export type Part = Box | "all";

/** how far beyond what is seen, px of the flow */
const AROUND = 1_200;
/** coming nearer, a part that has become so many times as large as needed is given up */
const MOST = 3;

/** One per canvas: it keeps its part for as long as that will do. */
export function createSeen(): (seen: Box) => Box {
  let part: Box | null = null;
  return (seen) => {
    const fresh = { x: seen.x - AROUND, y: seen.y - AROUND, width: seen.width + 2 * AROUND, height: seen.height + 2 * AROUND };
    if (!part || !holds(part, seen) || areaOf(part) > MOST * areaOf(fresh)) part = fresh;
    return part;
  };
}

/** Null until it is known where somebody looks. */
export function useSeen(isMany: boolean): Part | null {
  const [partOf] = useState(createSeen);
  return useStore(({ panZoom, transform, width, height }) => {
    if (!panZoom || width === 0) return null;
    return isMany ? partOf(seenPart(transform, { width, height })) : "all";
  });
}

export const overlaps = (a: Box, b: Box): boolean => a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;

const holds = (a: Box, b: Box): boolean => a.x <= b.x && a.y <= b.y && a.x + a.width >= b.x + b.width && a.y + a.height >= b.y + b.height;
const areaOf = (box: Box): number => box.width * box.height;
