"use client";

import { useState } from "react";
import { useKeys } from "#components/ui/use-keys.ts";

/**
 * J and K through the rows of a list, Enter opens the current one, `/` searches. The current row is remembered by its key, so that it stays
 * put when the list is read again, and is scrolled into view by its `data-row`.
 */
export function useListKeys<T>(q: {
  items: readonly T[];
  keyOf: (item: T) => string;
  onOpen: (item: T) => void;
  onSearch?: () => void;
  more?: Record<string, () => unknown>;
}): { current: string | null; setCurrent: (key: string | null) => void } {
  const [current, setCurrent] = useState<string | null>(null);
  const move = (by: number) => {
    const index = q.items.findIndex((item) => q.keyOf(item) === current);
    const next = q.items[index === -1 ? 0 : Math.min(q.items.length - 1, Math.max(0, index + by))];
    if (!next) return;
    setCurrent(q.keyOf(next));
    document.querySelector(`[data-row="${CSS.escape(q.keyOf(next))}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const open = () => {
    const item = q.items.find((one) => q.keyOf(one) === current);
    if (item) q.onOpen(item);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    enter: open,
    ...(q.onSearch ? { "/": q.onSearch } : {}),
    ...q.more,
  });
  return { current, setCurrent };
}
