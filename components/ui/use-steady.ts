import { useInsertionEffect, useRef, useState } from "react";

/**
 * A handler that is the same function from render to render and does what the newest one does: whoever is given it has nothing new to hear of.
 * For events only; while rendering it may still be the handler of before.
 */
export function useSteady<Args extends unknown[], Result>(handler: (...args: Args) => Result): (...args: Args) => Result {
  const newest = useRef(handler);
  useInsertionEffect(() => {
    newest.current = handler;
  });
  const [steady] = useState(
    () =>
      (...args: Args) =>
        newest.current(...args),
  );
  return steady;
}
