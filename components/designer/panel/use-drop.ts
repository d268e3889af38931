"use client";

import { type DragEvent, useEffect, useRef, useState } from "react";
import { type Target, useTarget } from "./panel-context.tsx";
import { draggedPath, isPathDrag } from "./path-drag.ts";

/** Takes paths: those that are dragged here, and while this setting had the focus last, those that are chosen. */
export function useDrop(label: string, put: (path: string) => void) {
  const target = useTarget();
  const [isOver, setOver] = useState(false);
  const latest = useRef(put);
  latest.current = put;
  const own = useRef<Target>({ label, put: (path) => latest.current(path) });
  own.current.label = label;
  useEffect(() => {
    const { current } = own;
    return () => {
      if (target.current === current) target.current = null;
    };
  }, [target]);
  const handlers = {
    onFocus: () => {
      target.current = own.current;
    },
    onDragOver: (event: DragEvent) => {
      if (!isPathDrag(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      // inside an expression's editor it went where the mouse was
      if (event.defaultPrevented || !isPathDrag(event)) return;
      event.preventDefault();
      latest.current(draggedPath(event));
    },
  };
  return { isOver, handlers };
}
