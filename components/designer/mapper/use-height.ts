"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";

/** Tells how high the open line's editor is: the rows after it and the lines move by that. */
export function useHeight(isOpen: boolean, onHeight: (height: number) => void): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(onHeight);
  latest.current = onHeight;
  useLayoutEffect(() => {
    const { current } = element;
    if (!current || !isOpen) return;
    const read = () => latest.current(current.offsetHeight);
    read();
    const observer = new ResizeObserver(read);
    observer.observe(current);
    return () => observer.disconnect();
  }, [isOpen]);
  return element;
}
