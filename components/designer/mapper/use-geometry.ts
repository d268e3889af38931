"use client";

import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

export type Geometry = { width: number; height: number /** where the lists begin, from the top of the gap */; tops: { source: number; target: number } };

type Panes = { gap: RefObject<HTMLElement | null>; source: RefObject<HTMLElement | null>; target: RefObject<HTMLElement | null> };

/** The gap between both lists, which lines are drawn across. */
export function useGeometry({ gap, source, target }: Panes): Geometry {
  const [geometry, setGeometry] = useState<Geometry>({ width: 100, height: 600, tops: { source: 0, target: 0 } });
  const read = useCallback(() => {
    const box = gap.current?.getBoundingClientRect();
    if (!box) return;
    const below = (pane: HTMLElement | null) => Math.round((pane?.getBoundingClientRect().top ?? box.top) - box.top);
    const next = { width: box.width, height: box.height, tops: { source: below(source.current), target: below(target.current) } };
    setGeometry((known) => (JSON.stringify(known) === JSON.stringify(next) ? known : next));
  }, [gap, source, target]);
  useLayoutEffect(() => {
    read();
    // a notice above a list moves it: its size changes with it
    const observer = new ResizeObserver(read);
    for (const { current } of [gap, source, target]) if (current) observer.observe(current);
    return () => observer.disconnect();
  }, [read, gap, source, target]);
  return geometry;
}
