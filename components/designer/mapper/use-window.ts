"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react";

export type Window = { top: number; height: number };

/** Where a pane is scrolled to and how much of it is seen: what rows and lines are drawn by. */
export function useWindow(pane: RefObject<HTMLElement | null>): Window {
  const [window, setWindow] = useState<Window>({ top: 0, height: 600 });
  const read = useCallback(() => {
    const element = pane.current;
    if (!element) return;
    setWindow((known) =>
      known.top === element.scrollTop && known.height === element.clientHeight ? known : { top: element.scrollTop, height: element.clientHeight },
    );
  }, [pane]);
  useLayoutEffect(() => {
    const element = pane.current;
    if (!element) return;
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [pane, read]);
  return window;
}

/** Rows in sight, and a few around them. */
export function inSight(q: { window: Window; count: number; row: number; open: { index: number; height: number } | null }): { from: number; to: number } {
  const more = 6;
  const extra = q.open === null ? 0 : q.open.height;
  const from = Math.floor((q.window.top - extra) / q.row) - more;
  const to = Math.ceil((q.window.top + q.window.height) / q.row) + more;
  return { from: Math.max(0, from), to: Math.min(q.count, to) };
}

/** The row that is moved to by key comes into sight. */
export function useActiveInSight(q: { pane: RefObject<HTMLElement | null>; top: number; height: number }): void {
  const { pane, top, height } = q;
  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + element.clientHeight) element.scrollTop = top + height - element.clientHeight;
  }, [pane, top, height]);
}
